//! The pages of the own account: each with the same navigation beside it.

mod address_link;
mod data;
mod deletion;
mod details;
mod email;
mod own_address;
mod password;
mod services;

pub use address_link::{AddressLink, AddressLinkState};
pub use data::{DataFile, DataPage, Row, Section, SectionName};
pub use deletion::{DeleteAccount, DeleteProblem, DeletionPlanned, KeepAccount};
pub use details::{DetailsForm, DetailsProblem, LanguageForm};
pub use email::{ChangeEmail, EmailProblem, PendingEmail};
pub use own_address::OwnAddress;
pub use password::{ChangePassword, ChangeProblem};
pub use services::{ConnectedService, Services};

use chrono::{DateTime, Utc};

use super::form::Problem;
use super::frame::Frame;
use crate::locales::moment;

/// What the first page says of something that was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A detail was changed.
    Saved,
    /// The password was changed.
    Password,
    /// A new address was asked for.
    EmailSent,
    /// The wish for a new address was taken back.
    EmailCancelled,
    /// The deletion was taken back.
    Kept,
}

impl Done {
    const ALL: [Self; 5] = [Self::Saved, Self::Password, Self::EmailSent, Self::EmailCancelled, Self::Kept];

    /// The word in the address of the page that says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Password => "password",
            Self::EmailSent => "sent",
            Self::EmailCancelled => "cancelled",
            Self::Kept => "kept",
        }
    }

    /// What `word` stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.word() == word)
    }

    pub(super) fn text(self, frame: &Frame) -> String {
        frame.t(match self {
            Self::Saved => "account_saved",
            Self::Password => "account_saved_password",
            Self::EmailSent => "email_change_sent",
            Self::EmailCancelled => "email_change_cancelled",
            Self::Kept => "account_kept",
        })
    }
}

/// Why the password that proves the owner was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofProblem {
    /// Nothing was typed.
    Missing,
    /// It is wrong.
    Wrong {
        /// How many tries there are before the lock, when they are few.
        tries_left: Option<u32>,
        /// How many hours a lock lasts.
        lock_hours: i64,
    },
    /// Too many tries in a short time.
    Throttled {
        /// When the next one can be made.
        retry_at: DateTime<Utc>,
    },
}

impl ProofProblem {
    fn problem(self, frame: &Frame, field: &'static str) -> Problem {
        let text = match self {
            Self::Missing => frame.t("account_error_current_password_required"),
            Self::Wrong { .. } => frame.t("account_error_current_password"),
            Self::Throttled { retry_at } => {
                frame.with("login_error_throttled", "time", moment::time(frame.locale(), moment::full_minute(retry_at)))
            }
        };
        Problem { field, text }
    }

    fn warning(self, frame: &Frame) -> Option<String> {
        let Self::Wrong { tries_left: Some(count), lock_hours } = self else { return None };
        Some(frame.text("login_tries_left", &[("count", count.into()), ("hours", lock_hours.into())]))
    }
}
