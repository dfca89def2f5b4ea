//! One registered client's connection to the provider: it sends a browser to
//! log in and remembers what must be checked when the browser comes back
//! [OIDC Core §3.1.2.1]. `redeem.rs` has the other half.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow};
use openidconnect::url::Url;
use openidconnect::{
    ClientId, ClientSecret, CsrfToken, IssuerUrl, LanguageTag, LoginHint, Nonce, PkceCodeChallenge, RedirectUrl, Scope,
};
use serde::Deserialize;

use super::Clock;
use super::discovery::{Discovery, ProviderAway};
use super::http_client::HttpClient;
use super::language::Language;
use super::pending::{PendingLogin, PendingLogins};
use super::return_path::ReturnPath;

/// How a client is known to the provider.
#[derive(Clone)]
pub struct Credentials {
    /// Its registered id.
    pub client_id: ClientId,
    /// Its secret; a public client has none.
    pub client_secret: Option<ClientSecret>,
    /// Where the provider sends browsers back to.
    pub redirect_uri: RedirectUrl,
}

/// Which login a site asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Whoever is logged in, else a login.
    Any,
    /// Whoever is logged in, without any page: `prompt=none`.
    Silent,
    /// A login made for this request: `prompt=login`.
    Fresh,
    /// A login that is not older than this: `max_age`.
    Recent(TimeDelta),
    /// Perhaps somebody else: `prompt=select_account`.
    AnotherAccount,
    /// Somebody who has no account yet: `prompt=create`.
    NewAccount,
}

/// A login that is about to begin.
pub struct Departure {
    /// Which login is asked for.
    pub wish: Wish,
    /// The page where it began and ends.
    pub return_path: ReturnPath,
    /// The language of the provider's pages.
    pub language: Language,
    /// What the person would type as username.
    pub login_hint: Option<String>,
}

/// The authorization response [RFC 6749 §4.1.2; RFC 9207 §2].
#[derive(Deserialize)]
pub struct Callback {
    /// The authorization code.
    pub code: Option<String>,
    /// The OAuth error code.
    pub error: Option<String>,
    /// Which login this ends.
    pub state: Option<String>,
    /// Who answers.
    pub iss: Option<String>,
}

/// A client and all that it shares between requests.
pub struct Connection {
    /// The provider.
    pub issuer: IssuerUrl,
    /// The client's registered id.
    pub client_id: ClientId,
    /// What the provider says about itself.
    pub discovery: Discovery,
    pub(super) http: Arc<HttpClient>,
    scopes: &'static [&'static str],
    pending: PendingLogins,
    clock: Clock,
}

impl Connection {
    /// A connection that has asked nothing yet. Logins ask for `openid` and
    /// `scopes`.
    pub fn new(
        issuer: IssuerUrl,
        credentials: Credentials,
        scopes: &'static [&'static str],
        http: Arc<HttpClient>,
        clock: Clock,
    ) -> Self {
        Self {
            client_id: credentials.client_id.clone(),
            discovery: Discovery::new(Arc::clone(&http), issuer.clone(), credentials, Arc::clone(&clock)),
            issuer,
            http,
            scopes,
            pending: PendingLogins::default(),
            clock,
        }
    }

    /// The time by the site's clock.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The address at the provider where `browser` logs in.
    ///
    /// # Errors
    /// When the provider cannot be found.
    pub async fn begin(&self, browser: &str, departure: Departure) -> Result<Url, ProviderAway> {
        let provider = self.discovery.provider().await?;
        let Departure { wish, return_path, language, login_hint } = departure;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = provider
            .relying_party
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scopes(self.scopes.iter().map(|scope| Scope::new((*scope).to_owned())))
            .add_ui_locale(LanguageTag::new(language.tag().to_owned()))
            .set_pkce_challenge(challenge);
        request = match wish {
            Wish::Any => request,
            Wish::Silent => request.add_prompt(CoreAuthPrompt::None),
            Wish::Fresh => request.add_prompt(CoreAuthPrompt::Login),
            Wish::Recent(age) => request.set_max_age(Duration::from_secs(age.num_seconds().unsigned_abs())),
            Wish::AnotherAccount => request.add_prompt(CoreAuthPrompt::SelectAccount),
            Wish::NewAccount => request.add_prompt(CoreAuthPrompt::Extension("create".to_owned())),
        };
        if let Some(hint) = login_hint {
            request = request.set_login_hint(LoginHint::new(hint));
        }
        let (url, state, nonce) = request.url();
        let now = self.now();
        let login = PendingLogin { nonce, verifier, wish, return_path, began_at: now };
        self.pending.begin(browser, state.secret(), login, now);
        Ok(url)
    }

    /// The login of `browser` that `answer` ends. It is given out once.
    pub fn take(&self, browser: &str, answer: &Callback) -> Option<PendingLogin> {
        self.pending.take(browser, answer.state.as_deref().unwrap_or_default(), self.now())
    }
}
