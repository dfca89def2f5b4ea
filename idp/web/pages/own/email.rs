//! Asking for another e-mail address.

use accounts::email_change::NewAddressProblem;
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::form::{Hidden, Problem};
use super::super::frame::Frame;
use super::ProofProblem;
use crate::locales::moment;

/// An address that waits for its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingEmail {
    /// The address.
    pub address: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
    /// When another link can be sent, if the person just asked in vain.
    pub retry_at: Option<DateTime<Utc>>,
    /// What the forms send besides.
    pub hidden: Vec<Hidden>,
}

impl PendingEmail {
    pub(in super::super) fn valid_until(&self, frame: &Frame) -> String {
        frame.with("email_change_valid_until", "until", moment::date_time(frame.locale(), self.expires_at))
    }

    pub(in super::super) fn too_soon(&self, frame: &Frame) -> Option<String> {
        let at = moment::date_time(frame.locale(), moment::full_minute(self.retry_at?));
        Some(frame.with("email_change_too_soon", "at", at))
    }
}

/// Why the page comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailProblem {
    /// The address cannot be the new one.
    Address(NewAddressProblem),
    /// The password was not accepted.
    Password(ProofProblem),
    /// Too many links today.
    TooSoon {
        /// When another can be sent.
        retry_at: DateTime<Utc>,
    },
}

/// `/account/email`.
#[derive(Template)]
#[template(path = "own_email.html")]
pub struct ChangeEmail {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// The address that the account has; may be empty.
    pub current: String,
    /// The name that the person signs in with.
    pub username: String,
    /// Whether that is an immutable name and not the address.
    pub username_is_fixed: bool,
    /// The new address as it was typed.
    pub email: String,
    /// The same once more.
    pub email_confirm: String,
    /// Why the page comes back.
    pub refused: Vec<EmailProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl ChangeEmail {
    fn problems(&self) -> Vec<Problem> {
        self.refused.iter().map(|refused| self.problem(*refused)).collect()
    }

    fn problem(&self, refused: EmailProblem) -> Problem {
        let frame = &self.frame;
        let (field, key) = match refused {
            EmailProblem::Password(problem) => return problem.problem(frame, "password"),
            EmailProblem::TooSoon { retry_at } => {
                let at = moment::date_time(frame.locale(), moment::full_minute(retry_at));
                return Problem { field: "email", text: frame.with("email_change_too_soon", "at", at) };
            }
            EmailProblem::Address(NewAddressProblem::Missing) => ("email", "email_change_error_required"),
            EmailProblem::Address(NewAddressProblem::Malformed) => ("email", "email_change_error_format"),
            EmailProblem::Address(NewAddressProblem::Same) => ("email", "email_change_error_same"),
            EmailProblem::Address(NewAddressProblem::Mismatch) => ("email_confirm", "email_change_error_mismatch"),
        };
        Problem { field, text: frame.t(key) }
    }

    fn warning(&self) -> Option<String> {
        self.refused.iter().find_map(|refused| match refused {
            EmailProblem::Password(problem) => problem.warning(&self.frame),
            _ => None,
        })
    }

    fn intro(&self) -> String {
        self.frame.t(if self.username_is_fixed { "email_change_intro_username" } else { "email_change_intro" })
    }
}
