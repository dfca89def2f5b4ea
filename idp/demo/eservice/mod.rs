//! A municipal e-service that signs people in through the provider: the
//! smallest relying party that leaves nothing out. Read `login` → `redeem` →
//! `logout` → `backchannel`; `docs/guides/relying-party-rust.md` walks along.
//!
//! It uses nothing of the provider's own code.

mod backchannel;
mod cases;
mod claims;
mod cookies;
mod discovery;
mod http_client;
mod language;
mod login;
mod logout;
mod pages;
mod pending;
mod redeem;
mod return_path;
mod sessions;
mod texts;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header::InvalidHeaderValue};
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use openidconnect::url::{ParseError, Url};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use cases::Cases;
use cookies::CookieJar;
use discovery::Discovery;
use http_client::HttpClient;
use pending::PendingLogins;
use return_path::ReturnPath;
use sessions::Sessions;

/// Tells the time; tokens and sessions are judged by it.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the service must know to be a relying party.
pub struct Settings {
    /// The provider's issuer identifier.
    pub issuer: String,
    /// How the service is registered at the provider.
    pub client_id: String,
    /// How it proves itself there.
    pub client_secret: String,
    /// Where browsers reach it: scheme, host and port, no trailing slash.
    pub base_url: String,
    /// What it takes the time from.
    pub clock: Clock,
}

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// `issuer` or `base_url` is no URL.
    #[error("the issuer or the base URL is not a URL")]
    Url(#[from] ParseError),
    /// `issuer` cannot stand in a header.
    #[error("the issuer cannot be named in the content security policy")]
    Header(#[from] InvalidHeaderValue),
    /// The HTTP client cannot be set up.
    #[error("the HTTP client cannot be set up")]
    Http(#[from] reqwest::Error),
    /// The embedded cases break their format.
    #[error("the cases cannot be read")]
    Cases(#[from] csv::Error),
}

/// The running service; it stops when this is dropped.
pub struct EService {
    task: JoinHandle<()>,
}

impl Drop for EService {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts the service on `listener`. The provider need not be up yet.
///
/// # Errors
/// When a setting cannot be used.
pub async fn start(listener: TcpListener, settings: Settings) -> Result<EService, StartError> {
    let router = router(Arc::new(Parts::new(settings)?));
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the demo e-service stopped");
        }
    });
    Ok(EService { task })
}

/// Every address of the service.
fn router(parts: Arc<Parts>) -> Router {
    Router::new()
        .route("/", get(pages::front))
        .route("/cases/{number}", get(pages::case))
        .route("/login", get(login::login))
        .route("/initiate-login", get(login::initiate_login).post(login::initiate_login))
        .route("/callback", get(login::callback))
        .route("/logout", post(logout::logout))
        .route("/logged-out", get(logout::logged_out))
        .route("/backchannel-logout", post(backchannel::receive))
        .route("/assets/style.css", get(pages::stylesheet))
        .fallback(pages::not_found)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&parts), pages::finish))
        .with_state(parts)
}

/// How this service is known to the provider.
#[derive(Clone)]
struct Credentials {
    client_id: ClientId,
    client_secret: ClientSecret,
    redirect_uri: RedirectUrl,
}

/// What the handlers share.
struct Parts {
    issuer: IssuerUrl,
    client_id: ClientId,
    base: Url,
    logged_out_uri: PostLogoutRedirectUrl,
    account_uri: String,
    content_security_policy: HeaderValue,
    cookies: CookieJar,
    clock: Clock,
    http: Arc<HttpClient>,
    discovery: Discovery,
    pending: PendingLogins,
    sessions: Sessions,
    cases: Cases,
}

impl Parts {
    fn new(settings: Settings) -> Result<Self, StartError> {
        let Settings { base_url, clock, .. } = settings;
        let issuer = IssuerUrl::new(settings.issuer)?;
        let base = Url::parse(&base_url)?;
        let client_id = ClientId::new(settings.client_id);
        let http = Arc::new(HttpClient::new()?);
        let credentials = Credentials {
            client_id: client_id.clone(),
            client_secret: ClientSecret::new(settings.client_secret),
            redirect_uri: RedirectUrl::new(format!("{base_url}/callback"))?,
        };
        let discovery = Discovery::new(Arc::clone(&http), issuer.clone(), credentials, Arc::clone(&clock));
        Ok(Self {
            logged_out_uri: PostLogoutRedirectUrl::new(format!("{base_url}/logged-out"))?,
            account_uri: format!("{}/account", issuer.as_str().trim_end_matches('/')),
            content_security_policy: pages::content_security_policy(&issuer)?,
            cookies: CookieJar { secure: base.scheme() == "https" },
            cases: Cases::load()?,
            pending: PendingLogins::default(),
            sessions: Sessions::default(),
            issuer,
            client_id,
            base,
            clock,
            http,
            discovery,
        })
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// The page of this service that `wanted` names, else the front page.
    fn local_path(&self, wanted: Option<&str>) -> ReturnPath {
        wanted.and_then(|wanted| ReturnPath::parse(wanted, &self.base)).unwrap_or_else(ReturnPath::front_page)
    }
}

#[cfg(test)]
mod tests;
