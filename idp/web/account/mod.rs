//! The pages of the account journeys: a file each.

pub mod agreement;
pub mod consent;
pub mod document;
mod even;
pub mod flow;
pub mod forgot;
pub mod home;
pub mod link_sent;
pub mod login;
pub mod mailed_address;
pub mod old_address;
pub mod password;
pub mod password_rules;
pub mod sending;
pub mod set_password;
