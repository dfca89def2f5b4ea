//! Logging in on one page: username and password together.

use askama::Template;

use super::form::{Hidden, Problem};
use super::frame::Frame;
use super::login::{IdentifierProblem, LoginProblem, Status};

/// Why the page comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// What is wrong with the username by itself.
    pub username: Option<IdentifierProblem>,
    /// What is wrong with the password, or with both together.
    pub password: Option<LoginProblem>,
}

/// `/login`, where the deployment or the client wants one page.
#[derive(Template)]
#[template(path = "login_one_page.html")]
pub struct LoginOnePage {
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
    /// Whether the page tells that whoever logs in for the first time since
    /// the change has just been mailed a link. The same for everybody.
    pub link_mailed: bool,
    /// What was typed before, or the client's hint.
    pub username: String,
    /// Whether the box was ticked.
    pub remember_me: bool,
    /// Why the page comes back.
    pub problems: Problems,
    /// What the form sends besides.
    pub hidden: Vec<Hidden>,
    /// Where a forgotten username or password leads.
    pub forgot_href: String,
}

impl LoginOnePage {
    fn problems(&self) -> Vec<Problem> {
        let username = self.problems.username.map(|problem| problem.text(&self.frame));
        let password = self.problems.password.map(|problem| problem.text(&self.frame));
        let [username, password] = [("username", username), ("password", password)]
            .map(|(field, text)| text.map(|text| Problem { field, text }));
        username.into_iter().chain(password).collect()
    }

    fn last_tries(&self) -> Option<String> {
        self.problems.password.and_then(|problem| problem.last_tries(&self.frame))
    }
}
