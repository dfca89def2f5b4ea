//! The pages of the account journeys: a file each.

mod even;
pub mod flow;
pub mod forgot;
pub mod home;
pub mod link_sent;
pub mod login;
pub mod old_address;
pub mod one_page;
pub mod password;
pub mod password_rules;
pub mod sending;
pub mod sessions;
pub mod set_password;
pub mod step_up;
