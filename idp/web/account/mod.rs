//! The pages of the account journeys: a file each.

pub mod address_link;
pub mod change_email;
pub mod change_password;
pub mod data;
mod data_file;
pub mod deletion;
pub mod details;
mod even;
pub mod flow;
pub mod forgot;
pub mod home;
pub mod link_sent;
pub mod login;
pub mod old_address;
mod own_page;
pub mod password;
pub mod password_rules;
pub mod sending;
pub mod services;
pub mod set_password;
pub mod step_up;
