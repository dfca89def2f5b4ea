//! Logging in: who, the password, the page of a locked username.

use askama::Template;
use chrono::{DateTime, Utc};

use super::form::{Hidden, Problem};
use super::frame::Frame;
use crate::locales::moment;

/// What the first page of a login tells besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The person has just logged out.
    SignedOut,
    /// The page stood open for too long, or the session ran out.
    Expired,
    /// The person has just chosen another language.
    LanguageChanged,
}

/// Why the first page comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentifierProblem {
    /// Nothing was typed.
    Empty,
    /// It has an `@` but is no e-mail address.
    Malformed,
}

/// `/login`: asks who the person is.
#[derive(Template)]
#[template(path = "login_identifier.html")]
pub struct LoginIdentifier {
    /// What all pages share.
    pub frame: Frame,
    /// The service that the person is on the way to.
    pub client_name: Option<String>,
    /// A notice that the client has for its users.
    pub client_notice: Option<String>,
    /// What the page tells besides.
    pub status: Option<Status>,
    /// Whether the migration window is open.
    pub migration_open: bool,
    /// What was typed before, or the client's hint.
    pub username: String,
    /// Why the page comes back.
    pub problem: Option<IdentifierProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
    /// Where a forgotten username or password leads.
    pub forgot_href: String,
    /// Where an account can be registered, if by the person alone.
    pub register_href: Option<String>,
}

impl LoginIdentifier {
    fn problems(&self) -> Vec<Problem> {
        let problem = self.problem.map(|problem| Problem { field: "username", text: problem.text(&self.frame) });
        problem.into_iter().collect()
    }
}

impl IdentifierProblem {
    pub(super) fn text(self, frame: &Frame) -> String {
        match self {
            Self::Empty => frame.t("login_username_or_email_required"),
            Self::Malformed => frame.t("login_email_format"),
        }
    }
}

/// Why the password page comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginProblem {
    /// Nothing was typed.
    Empty,
    /// Username and password do not belong together.
    Wrong {
        /// Tries until the username is locked, when it is time to tell.
        tries_left: Option<TriesLeft>,
    },
    /// Too many tries in a short time.
    Throttled {
        /// When the next try is heard.
        retry_at: DateTime<Utc>,
    },
    /// The account was closed.
    NotAvailable,
}

/// The warning before a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriesLeft {
    /// Wrong passwords until the lock.
    pub count: u32,
    /// How many hours the lock lasts.
    pub lock_hours: i64,
}

/// `/login/password`: asks for the password.
#[derive(Template)]
#[template(path = "login_password.html")]
pub struct LoginPassword {
    /// What all pages share.
    pub frame: Frame,
    /// The service that the person is on the way to.
    pub client_name: Option<String>,
    /// Whose password is asked for, as it was typed.
    pub username: String,
    /// Where another username can be typed.
    pub change_href: String,
    /// Where a forgotten username or password leads.
    pub forgot_href: String,
    /// Whether the page tells that whoever logs in for the first time since
    /// the change has just been mailed a link. The same for everybody.
    pub link_mailed: bool,
    /// Whether the person is signed in and only confirms it.
    pub confirms: bool,
    /// Whether the box was ticked.
    pub remember_me: bool,
    /// Why the page comes back.
    pub problem: Option<LoginProblem>,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

impl LoginPassword {
    fn problems(&self) -> Vec<Problem> {
        let problem = self.problem.map(|problem| Problem { field: "password", text: problem.text(&self.frame) });
        problem.into_iter().collect()
    }

    fn last_tries(&self) -> Option<String> {
        self.problem.and_then(|problem| problem.last_tries(&self.frame))
    }
}

impl LoginProblem {
    pub(super) fn text(self, frame: &Frame) -> String {
        match self {
            Self::Empty => frame.t("login_password_required"),
            Self::Wrong { .. } => frame.t("login_error_credentials"),
            Self::Throttled { retry_at } => {
                frame.with("login_error_throttled", "time", moment::time(frame.locale(), moment::full_minute(retry_at)))
            }
            Self::NotAvailable => frame.with_support("login_error_disabled"),
        }
    }

    pub(super) fn last_tries(self, frame: &Frame) -> Option<String> {
        let Self::Wrong { tries_left: Some(left) } = self else { return None };
        let args = [("count", left.count.into()), ("hours", left.lock_hours.into())];
        Some(frame.text("login_tries_left", &args))
    }
}

/// The page of a locked username (status 423), the same for unknown ones.
#[derive(Template)]
#[template(path = "login_locked.html")]
pub struct Locked {
    /// What all pages share.
    pub frame: Frame,
    /// When the lock ends.
    pub until: DateTime<Utc>,
    /// How many hours a lock lasts.
    pub hours: i64,
    /// Where a new password can be had, which ends the lock.
    pub forgot_href: String,
    /// Where the login can be tried with another username.
    pub login_href: String,
}

impl Locked {
    fn explanation(&self) -> String {
        let until = moment::full_minute(self.until);
        let args = [
            ("hours", self.hours.into()),
            ("date", moment::date(self.frame.locale(), until).into()),
            ("time", moment::time(self.frame.locale(), until).into()),
        ];
        self.frame.text("login_error_locked", &args)
    }
}
