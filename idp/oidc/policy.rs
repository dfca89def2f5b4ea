//! The provider's own settings that decisions depend on.

use chrono::TimeDelta;

use crate::login_page::LoginLayout;
use crate::registration::Registration;

/// Settings of this provider, equal for all clients.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The issuer identifier, without a trailing slash; `iss` everywhere.
    pub issuer: String,
    /// Who may register an account.
    pub registration: Registration,
    /// How long an authorization code can be redeemed.
    pub code_ttl: TimeDelta,
    /// How long an access token is valid.
    pub access_token_ttl: TimeDelta,
    /// How long an ID token is valid.
    pub id_token_ttl: TimeDelta,
    /// How long a refresh-token family lives at the most.
    pub refresh_ttl: TimeDelta,
    /// How long a login page may stay open before it must be started anew.
    pub login_page_ttl: TimeDelta,
    /// How the login asks, where the client does not want it otherwise.
    pub login_layout: LoginLayout,
}

impl Policy {
    /// The `acr` of a login with a password: `{issuer}/acr/password`.
    pub fn acr_password(&self) -> String {
        format!("{}/acr/password", self.issuer)
    }

    /// The URL of `path` (which begins with a slash) at this issuer.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.issuer)
    }
}
