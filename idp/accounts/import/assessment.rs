//! What became of a row: an account or an error, and what somebody should know.

use super::column::Column;
use super::new_account::NewAccount;
use super::problem::{Code, Place, Problem, Severity};

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The account; `None` when a problem is an error.
    pub account: Option<NewAccount>,
    /// Everything that somebody should know.
    pub problems: Vec<Problem>,
}

impl Assessment {
    /// Notes an error: the row becomes no account.
    pub fn reject(&mut self, column: Column, code: Code) {
        self.note(Place::Column(column), code, Severity::Error);
        self.account = None;
    }

    /// Takes the e-mail address away because it is somebody else's login. Who
    /// has a username keeps that and adds an address later; for anybody else
    /// it is an error.
    pub fn lose_email(&mut self, code: Code) {
        match &mut self.account {
            Some(account) if account.username.is_some() => {
                account.email = None;
                account.email_verified = false;
                self.note(Place::Column(Column::Email), code, Severity::Warning);
            }
            _ => self.reject(Column::Email, code),
        }
    }

    fn note(&mut self, place: Place, code: Code, severity: Severity) {
        self.problems.push(Problem { line: self.line, place, code, severity });
    }
}
