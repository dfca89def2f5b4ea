//! The steps: each loads, asks a pure room, saves and sends. Nothing else does
//! so, and no step calls another.

pub mod account;
pub mod activate;
pub mod agree;
pub mod archive;
pub mod authorize;
pub mod change_details;
pub mod change_email;
pub mod change_password;
pub mod come_back;
pub mod confirm_email;
pub mod consent;
pub mod delete_account;
pub mod deliver;
pub mod end_sessions;
pub mod exchange;
pub mod export_data;
pub mod export_ids;
pub mod identify;
pub mod import_accounts;
pub mod import_other_ids;
pub mod import_tenancies;
pub mod mail_link;
pub mod own_address;
pub mod register;
pub mod remind;
pub mod reminder_waves;
pub mod remove_unactivated;
pub mod returned_mail;
pub mod rotate_keys;
pub mod services;
pub mod set_password;
pub mod sign_in;
pub mod sign_out;
pub mod undo_import;
pub mod userinfo;
