//! The steps: each loads, asks a pure room, saves and sends. Nothing else does
//! so, and no step calls another.

pub mod account;
pub mod agree;
pub mod archive;
pub mod authorize;
pub mod consent;
pub mod deliver;
pub mod exchange;
pub mod export_ids;
pub mod identify;
pub mod import_accounts;
pub mod import_other_ids;
pub mod import_tenancies;
pub mod mail_link;
pub mod remind;
pub mod reminder_waves;
pub mod returned_mail;
pub mod rotate_keys;
pub mod set_password;
pub mod sign_in;
pub mod sign_out;
pub mod undo_import;
pub mod userinfo;
