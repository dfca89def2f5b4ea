//! The pages of the account journeys: a file each.

pub mod activate;
pub mod activate_again;
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
pub mod register;
pub mod register_address;
pub mod register_done;
pub mod sending;
pub mod sessions;
pub mod set_password;
pub mod step_up;
mod way_on;
