//! Logging out: the question, and what came of it.

use askama::Template;

use super::form::Hidden;
use super::frame::Frame;

/// `/logout` without proof that the person asked for it.
#[derive(Template)]
#[template(path = "logout_confirm.html")]
pub struct ConfirmLogout {
    /// What all pages share.
    pub frame: Frame,
    /// Who is signed in.
    pub username: String,
    /// Where the person goes instead.
    pub stay_href: String,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
}

/// A service and the address of its front page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What people call it.
    pub name: String,
    /// Its front page, when it has told one.
    pub href: Option<String>,
}

/// The session has ended.
#[derive(Template)]
#[template(path = "logged_out.html")]
pub struct LoggedOut {
    /// What all pages share.
    pub frame: Frame,
    /// The services whose logins ended with it.
    pub services: Vec<Service>,
    /// Whether some service could not be told.
    pub partial: bool,
    /// The service that the person came from.
    pub back: Option<Service>,
    /// Where the person can log in again.
    pub login_href: String,
}
