//! The rules of bringing legacy users in from CSV: what a row means, what is
//! wrong with it, and which account it becomes.
//!
//! A file is judged in three steps: [`Header::read`], then for each record
//! [`Header::row`], [`assess`] and [`Seen::judge`]. Problems name a line, a
//! column and a code, never the content of a cell. Passwords are not taken
//! over, and personal identity codes are judged and dropped as they are read.

mod assess;
mod assessment;
mod cell;
mod column;
mod new_account;
mod problem;
mod row;
mod seen;

pub use assess::assess;
pub use assessment::Assessment;
pub use column::{Column, Header, delimiter};
pub use new_account::NewAccount;
pub use problem::{Code, Place, Problem, Severity};
pub use row::LegacyRow;
pub use seen::Seen;

#[cfg(test)]
mod tests;
