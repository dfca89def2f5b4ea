//! The end of an account: asked for, planned, taken back.

use askama::Template;
use chrono::{DateTime, Utc};

use super::super::form::{Hidden, Problem};
use super::super::frame::Frame;
use super::ProofProblem;
use crate::locales::moment;

/// Why the page comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeleteProblem {
    /// The box was not ticked.
    Unconfirmed,
    /// The password was not accepted.
    Password(ProofProblem),
}

/// `/account/delete`.
#[derive(Template)]
#[template(path = "own_delete.html")]
pub struct DeleteAccount {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// Whose account it is.
    pub username: String,
    /// Whether the box is ticked.
    pub is_ticked: bool,
    /// Why the page comes back.
    pub refused: Vec<DeleteProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl DeleteAccount {
    fn problems(&self) -> Vec<Problem> {
        let told = |refused: &DeleteProblem| match refused {
            DeleteProblem::Unconfirmed => {
                Problem { field: "understood", text: self.frame.t("account_delete_error_confirm") }
            }
            DeleteProblem::Password(problem) => problem.problem(&self.frame, "password"),
        };
        self.refused.iter().map(told).collect()
    }

    fn warning(&self) -> Option<String> {
        self.refused.iter().find_map(|refused| match refused {
            DeleteProblem::Password(problem) => problem.warning(&self.frame),
            DeleteProblem::Unconfirmed => None,
        })
    }
}

/// `/account/delete/done`: the deletion is planned and the person logged out.
#[derive(Template)]
#[template(path = "deletion_planned.html")]
pub struct DeletionPlanned {
    /// What all pages share.
    pub frame: Frame,
}

/// `/account/keep`: somebody logged in whose account is going to be deleted.
#[derive(Template)]
#[template(path = "keep_account.html")]
pub struct KeepAccount {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// When the account is deleted.
    pub due_at: DateTime<Utc>,
    /// Whose account it is.
    pub username: String,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl KeepAccount {
    fn heading(&self) -> String {
        self.frame.with("account_keep_title", "date", moment::date(self.frame.locale(), self.due_at))
    }
}
