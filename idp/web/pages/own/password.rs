//! Changing the password with the one that holds.

use askama::Template;

use super::super::form::{Hidden, Problem};
use super::super::frame::Frame;
use super::super::password::{NewPasswordProblem, PasswordRules};
use super::ProofProblem;

/// Why the page comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeProblem {
    /// The current password was not accepted.
    Current(ProofProblem),
    /// The new one breaks the rule, or was not typed twice alike.
    New(NewPasswordProblem),
    /// The new one is the current one.
    Same,
}

/// `/account/password`.
#[derive(Template)]
#[template(path = "own_password.html")]
pub struct ChangePassword {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// Whose password it is.
    pub username: String,
    /// The rule for the new password.
    pub rules: PasswordRules,
    /// Why the page comes back.
    pub refused: Vec<ChangeProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl ChangePassword {
    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| self.problem(refused)).collect()
    }

    fn problem(&self, refused: &ChangeProblem) -> Problem {
        match refused {
            ChangeProblem::Current(problem) => problem.problem(&self.frame, "current_password"),
            ChangeProblem::New(problem) => problem.in_words(&self.frame),
            ChangeProblem::Same => Problem { field: "password", text: self.frame.t("account_error_same_password") },
        }
    }

    fn warning(&self) -> Option<String> {
        self.refused.iter().find_map(|refused| match refused {
            ChangeProblem::Current(problem) => problem.warning(&self.frame),
            _ => None,
        })
    }
}
