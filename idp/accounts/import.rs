//! The rules of bringing legacy users in: what a row means, what is wrong with
//! it, and which account it becomes.
//!
//! Each format makes [`LegacyRow`]s of its records ([`Header::row`] of CSV,
//! [`keycloak::row`], [`aspnet::row`]); [`assess`] judges a row by itself and
//! [`Seen::judge`] by the rows before it. Problems name a line, a column and a
//! code, never the content of a cell. Personal identity codes are judged and
//! dropped as they are read.

pub mod aspnet;
mod assess;
mod assessment;
mod cell;
mod code;
mod column;
mod fingerprint;
pub mod keycloak;
mod new_account;
mod problem;
mod row;
mod rules;
mod seen;

pub use assess::assess;
pub use assessment::Assessment;
pub use code::Code;
pub use column::{Column, Header, delimiter};
pub use new_account::NewAccount;
pub use problem::{Line, Place, Problem, Severity};
pub use row::LegacyRow;
pub use rules::{Passwords, Rules};
pub use seen::Seen;

#[cfg(test)]
mod tests;
