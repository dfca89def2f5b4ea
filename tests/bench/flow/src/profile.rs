//! How to use one provider: its client, its people and its login pages.

use serde::Deserialize;

/// A provider, a client that is registered there, and people who can log in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The URL of the discovery document.
    pub discovery: String,
    /// The client that people log in for; it authenticates by HTTP Basic.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where codes come; nobody listens there.
    pub redirect_uri: String,
    /// The scope of a login.
    pub scope: String,
    /// The scope of a login that brings a refresh token.
    pub refresh_scope: String,
    /// The client of `client_credentials`, with the same secret.
    pub credentials_client_id: String,
    /// The scope of `client_credentials`, where one must be named.
    pub credentials_scope: Option<String>,
    /// How many people there are.
    pub users: u64,
    /// The name of one of them; `{n}` is a number below `users`.
    pub username: String,
    /// The password of all of them.
    pub password: String,
    /// The pages of a login. The first whose path fits is filled in.
    pub pages: Vec<Page>,
    /// The cookie without which a browser is signed out, where that is measured.
    pub session_cookie: Option<String>,
    /// Where a login begins whose page asks for name and password together.
    pub one_page_login: Option<String>,
    /// Where its replicas listen (host:port), in the place of where its URLs lead.
    #[serde(default)]
    pub replicas: Vec<String>,
}

/// A login page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// What its path begins with.
    pub path: String,
    /// Fields to fill in; `{username}` and `{password}` stand for a person's.
    pub form: Vec<(String, String)>,
}

impl Profile {
    /// The name of the person whom worker `number` is.
    pub fn username_of(&self, number: u64) -> String {
        self.username.replace("{n}", &(number % self.users.max(1)).to_string())
    }

    /// The replica whose turn is `number`; `None` where URLs lead to the provider.
    pub fn replica(&self, number: u64) -> Option<String> {
        let turn = number.checked_rem(self.replicas.len() as u64)?;
        self.replicas.get(usize::try_from(turn).ok()?).cloned()
    }
}
