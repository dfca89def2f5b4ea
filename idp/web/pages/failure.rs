//! The page for what went wrong: what happened, that nothing is lost, what to
//! do, the reference that the log has too, and one way back.

use askama::Template;
use chrono::{DateTime, Utc};

use super::frame::Frame;
use crate::locales::moment;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The authorization request names no client that is known here.
    UnknownClient,
    /// Its redirect URI is not registered: there is no way back to the client.
    BadRedirect,
    /// The request is malformed (400, 415, 422).
    BadRequest,
    /// The login began in another browser, or this one keeps no cookies.
    OtherBrowser,
    /// The browser keeps no cookies.
    CookiesBlocked,
    /// A form came from another site, or is too old (403).
    CrossSite,
    /// The person may not see the page (403).
    Forbidden,
    /// There is no such page (404).
    NotFound,
    /// The page exists for another method (405).
    MethodNotAllowed,
    /// Body, address or headers are too long (413, 414, 431).
    TooLarge,
    /// Too many requests (429).
    TooMany {
        /// When the next one is answered.
        retry_at: DateTime<Utc>,
    },
    /// A fault of ours (500).
    Fault,
    /// Too busy, or a store is away (503).
    Busy,
}

/// What a failure is called and what to do about it, as keys of texts.
struct Wording {
    title: &'static str,
    body: &'static str,
    steps: &'static [&'static str],
}

impl Failure {
    fn wording(self) -> Wording {
        let (title, body, steps): (_, _, &[&str]) = match self {
            Self::UnknownClient => ("error_client_title", "error_client_body", CLIENT_STEPS),
            Self::BadRedirect => ("error_client_title", "error_redirect_body", CLIENT_STEPS),
            Self::BadRequest => ("error_request_title", "error_request_body", &["error_request_step"]),
            Self::OtherBrowser => ("error_browser_title", "error_browser_body", &["error_browser_step"]),
            Self::CookiesBlocked => ("error_cookies_title", "error_cookies_body", &[]),
            Self::CrossSite => ("error_cross_site_title", "error_form_expired", &["error_request_step"]),
            Self::Forbidden => ("error_forbidden_title", "error_forbidden_body", &[]),
            Self::NotFound => ("error_not_found_title", "error_not_found_body", &[]),
            Self::MethodNotAllowed => ("error_method_title", "error_method_body", &[]),
            Self::TooLarge => ("error_too_large_title", "error_too_large_body", &[]),
            Self::TooMany { .. } => ("error_too_many_title", "error_too_many_body", &[]),
            Self::Fault => ("error_title", "error_body", &[]),
            Self::Busy => ("error_busy_title", "error_busy_body", &[]),
        };
        Wording { title, body, steps }
    }

    /// Whether it is sure that nothing was changed, and worth telling.
    fn changed_nothing(self) -> bool {
        matches!(self, Self::UnknownClient | Self::BadRedirect | Self::OtherBrowser)
    }
}

const CLIENT_STEPS: &[&str] = &["error_client_step_back", "error_client_step_tell"];

/// The one way on from the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// To the front page of this service.
    Home,
    /// To a service whose address is known to be its own.
    Service {
        /// What people call it.
        name: String,
        /// Its front page or the beginning of its login.
        href: String,
    },
    /// The same once more.
    Retry {
        /// The address to try again.
        href: String,
    },
    /// To the beginning of the login.
    Login {
        /// Where it begins.
        href: String,
    },
}

/// The page for what went wrong.
#[derive(Template)]
#[template(path = "failure.html")]
pub struct FailurePage {
    /// What all pages share, with the reference.
    pub frame: Frame,
    /// What went wrong.
    pub failure: Failure,
    /// The one way on.
    pub back: WayBack,
    /// The protocol's name of the error, for the people who run the client.
    pub details: Option<String>,
}

impl FailurePage {
    fn heading(&self) -> String {
        self.frame.t(self.failure.wording().title)
    }

    fn explanation(&self) -> String {
        let time = match self.failure {
            Failure::TooMany { retry_at } => moment::time(self.frame.locale(), moment::full_minute(retry_at)),
            _ => String::new(),
        };
        let contact = self.frame.organisation().support_contact();
        self.frame.text(self.failure.wording().body, &[("support_contact", contact.into()), ("time", time.into())])
    }

    fn steps(&self) -> Vec<String> {
        self.failure.wording().steps.iter().map(|key| self.frame.with_support(key)).collect()
    }

    fn way_back(&self) -> (String, &str) {
        match &self.back {
            WayBack::Home => (self.frame.t("error_home"), "/"),
            WayBack::Service { name, href } => {
                (self.frame.with("common_back_to_service", "client_name", name.as_str()), href)
            }
            WayBack::Retry { href } => (self.frame.t("error_retry"), href),
            WayBack::Login { href } => (self.frame.t("common_go_to_login"), href),
        }
    }
}
