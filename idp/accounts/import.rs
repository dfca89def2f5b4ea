//! The rules of bringing legacy users in: what a row means, what is wrong with
//! it, and which account it becomes.
//!
//! Each format makes [`LegacyRow`]s of its records ([`Header::row`] of CSV,
//! [`keycloak::row`], [`aspnet::row`]); [`assess`] judges a row by itself and
//! [`Seen::judge`] by the rows before it. [`other_id`] and [`tenancy`] do so for
//! rows about people who are here. Problems name a line, a column and a code,
//! never the content of a cell. Personal identity codes are judged and dropped.

pub mod aspnet;
mod assess;
mod assessment;
mod cell;
mod cells;
mod code;
mod column;
mod fingerprint;
pub mod keycloak;
mod known_person;
mod new_account;
pub mod other_id;
mod problem;
mod row;
mod rules;
mod seen;
mod sheet;
pub mod tenancy;
mod verdict;

pub use assess::assess;
pub use assessment::Assessment;
pub use code::Code;
pub use column::{Column, Header, delimiter};
pub use known_person::{KnownPeople, KnownPerson, LegacyId};
pub use new_account::NewAccount;
pub use problem::{Line, Place, Problem, Severity};
pub use row::LegacyRow;
pub use rules::{Passwords, Rules};
pub use seen::Seen;
pub use sheet::Sheet;
pub use verdict::Verdict;

#[cfg(test)]
mod tests;
