//! The people: accounts, their credentials and the journeys that change them,
//! as pure functions. Values and the time go in, a decision comes out. No I/O,
//! no clock, no async.

pub mod account;
pub mod audit;
pub mod deletion;
pub mod details;
pub mod device;
pub mod email;
pub mod email_change;
mod fold;
pub mod hetu;
pub mod identifier;
pub mod import;
pub mod legacy_password;
pub mod locale;
pub mod lockout;
pub mod migration;
pub mod one_time_token;
pub mod password;
pub mod phone;
pub mod policy;
pub mod registration;
pub mod remember_me;
pub mod reminder;
pub mod tenancy;
pub mod terms;
pub mod towns;
pub mod username;

pub use account::Account;
pub use email::Email;
pub use identifier::Identifier;
pub use locale::Locale;
pub use policy::Policy;
pub use tenancy::Tenancy;
