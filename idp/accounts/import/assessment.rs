//! What became of a row: an account or an error, and what somebody should know.

use super::code::Code;
use super::column::Column;
use super::fingerprint::Fingerprint;
use super::new_account::NewAccount;
use super::problem::{Line, Place, Problem, Severity};

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Where the row begins.
    pub line: Line,
    /// The account; `None` when a problem is an error.
    pub account: Option<NewAccount>,
    /// Everything that somebody should know.
    pub problems: Vec<Problem>,
    /// The personal identity code, for as long as rows are compared.
    pub(super) hetu: Option<Fingerprint>,
}

/// A row that is no account because of one problem.
impl From<Problem> for Assessment {
    fn from(problem: Problem) -> Self {
        Self { line: problem.line, account: None, problems: vec![problem], hetu: None }
    }
}

impl Assessment {
    /// Notes an error: the row becomes no account. `earlier` is the row that
    /// it cannot stand beside.
    pub fn reject(&mut self, column: Column, code: Code, earlier: Option<Line>) {
        self.note(column, code, Severity::Error, earlier);
        self.account = None;
    }

    /// Takes the e-mail address away as a login, because it is somebody else's.
    /// Who has a username keeps that, gets mail there as before and adds an own
    /// address later; for anybody else it is an error.
    pub fn lose_email(&mut self, code: Code, earlier: Option<Line>) {
        match &mut self.account {
            Some(account) if account.username.is_some() || account.former_username.is_some() => {
                account.username = account.username.take().or(account.former_username.take());
                account.contact_email = account.email.take();
                account.email_verified = false;
                self.note(Column::Email, code, Severity::Warning, earlier);
            }
            _ => self.reject(Column::Email, code, earlier),
        }
    }

    pub(super) fn warn(&mut self, column: Column, code: Code, earlier: Line) {
        self.note(column, code, Severity::Warning, Some(earlier));
    }

    fn note(&mut self, column: Column, code: Code, severity: Severity, earlier: Option<Line>) {
        self.problems.push(Problem { line: self.line, place: Place::Column(column), code, severity, earlier });
    }
}
