//! A registered client: who may ask for tokens, and how.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::login_page::LoginPage;
use crate::names::{Digest, Localized, SigningAlgorithm};
use crate::redirect::with_query;
use crate::registration::Registration;
use crate::scope::Scope;

/// How a client proves itself at the token endpoint [OIDC Core §9].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// A public client: it has no secret and proves itself by PKCE alone.
    None,
    /// `Authorization: Basic` with the form-encoded id and secret [RFC 6749 §2.3.1].
    ClientSecretBasic,
    /// `client_id` and `client_secret` in the request body.
    ClientSecretPost,
}

impl AuthMethod {
    /// Every method of the token endpoint.
    pub const ALL: [Self; 3] = [Self::ClientSecretBasic, Self::ClientSecretPost, Self::None];

    /// The registered name of the method.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
        }
    }
}

/// A grant that a client may redeem at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// [RFC 6749 §4.1].
    AuthorizationCode,
    /// [RFC 6749 §6].
    RefreshToken,
    /// [RFC 6749 §4.4].
    ClientCredentials,
}

impl GrantType {
    /// Every grant of the token endpoint.
    pub const ALL: [Self; 3] = [Self::AuthorizationCode, Self::RefreshToken, Self::ClientCredentials];

    /// The registered name of the grant.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }

    /// The grant with this registered name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant_type| grant_type.name() == name)
    }
}

/// What happens to a refresh token when it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshPolicy {
    /// Every use gives a new one; using an old one again revokes the family.
    #[default]
    Rotate,
    /// As `Rotate`, but the previous one still works for this many seconds and
    /// gives the same successor.
    RotateGrace(u32),
    /// The token stays the same.
    Static,
}

impl RefreshPolicy {
    /// How long the token before the current one still works, if it does.
    pub fn grace(self) -> Option<TimeDelta> {
        match self {
            Self::Rotate | Self::RotateGrace(0) | Self::Static => None,
            Self::RotateGrace(seconds) => Some(TimeDelta::seconds(i64::from(seconds))),
        }
    }
}

/// The settings of a registered client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The identifier that the client sends.
    pub client_id: String,
    /// What people call the service.
    pub name: Localized,
    /// How it authenticates at the token endpoint.
    pub auth_method: AuthMethod,
    /// SHA-256 of its secret; `None` for a public client.
    pub secret_digest: Option<Digest>,
    /// Where authorization responses may go; compared byte for byte.
    pub redirect_uris: Vec<String>,
    /// Where a browser may go after log-out; compared byte for byte.
    pub post_logout_redirect_uris: Vec<String>,
    /// Where logout tokens are sent [OIDC Back-Channel Logout §2.2].
    pub back_channel_logout_uri: Option<String>,
    /// Where a login at the client can be started from outside [OIDC Core §4].
    pub initiate_login_uri: Option<String>,
    /// The service's front page, for links back to it.
    pub home_uri: Option<String>,
    /// The origins whose scripts may call the token endpoint and userinfo;
    /// compared byte for byte.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// The grants it may redeem.
    pub grant_types: BTreeSet<GrantType>,
    /// The scope values it may ask for.
    pub scopes: Scope,
    /// Whether an authorization request without PKCE is refused. Always so for
    /// public clients.
    pub require_pkce: bool,
    /// What happens to its refresh tokens when they are used.
    pub refresh: RefreshPolicy,
    /// The algorithm of its ID tokens.
    pub id_token_alg: SigningAlgorithm,
    /// Whether the claims of the granted scopes stand in the ID token as well.
    pub claims_in_id_token: bool,
    /// The import source whose ids this client knows people by.
    pub legacy_id_source: Option<String>,
    /// Who may register an account in its logins, where that differs from the
    /// deployment's rule.
    #[serde(default)]
    pub registration: Option<Registration>,
    /// What its login page has for its users.
    #[serde(default)]
    pub login_page: LoginPage,
    /// What people are told before they let a client that is not the
    /// organisation's own have their data; `None` for the organisation's.
    #[serde(default)]
    pub third_party: Option<ThirdParty>,
}

/// What people are told of a client that somebody else than the organisation
/// runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThirdParty {
    /// What it uses the data for.
    pub purpose: Localized,
    /// Where its privacy notice is.
    pub privacy: Localized,
}

impl Client {
    /// Whether the client has no secret to prove itself with.
    pub fn is_public(&self) -> bool {
        self.auth_method == AuthMethod::None
    }

    /// Whether an authorization request of the client must bring a PKCE
    /// challenge: it is all that a public client has.
    pub fn needs_pkce(&self) -> bool {
        self.require_pkce || self.is_public()
    }

    /// Whether the client may redeem `grant_type`.
    pub fn may_redeem(&self, grant_type: GrantType) -> bool {
        self.grant_types.contains(&grant_type)
    }

    /// Where a person goes to begin a login at this client again: its
    /// `initiate_login_uri`, told who we are [OIDC Core §4], else its front page.
    pub fn start_uri(&self, issuer: &str) -> Option<String> {
        let initiate = self.initiate_login_uri.as_deref().map(|uri| with_query(uri, &[("iss", issuer)]));
        initiate.or_else(|| self.home_uri.clone())
    }
}
