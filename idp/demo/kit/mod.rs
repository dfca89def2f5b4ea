//! What the demo sites have in common: a relying party that leaves nothing
//! out, and the frame of its pages. Read `connection` → `redeem` → `login` →
//! `logout` → `backchannel`; `docs/guides/relying-party-rust.md` walks along.
//!
//! It uses nothing of the provider's own code.

mod account_check;
mod backchannel;
mod card;
mod claims;
mod connection;
mod cookies;
mod deliveries;
mod discovery;
mod front;
mod http_client;
mod language;
mod login;
mod login_failure;
mod logout;
mod notice;
mod page;
mod pending;
mod record;
mod redeem;
mod return_path;
mod sessions;
mod site;
mod visitor;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header::InvalidHeaderValue};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use openidconnect::url::{ParseError, Url};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, PostLogoutRedirectUrl, RedirectUrl};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use card::{Card, Fact};
pub use claims::ProviderIdToken;
pub use connection::{Callback, Connection, Credentials, Departure, Wish};
pub use cookies::{Cookie, CookieJar, random_id};
pub use front::front_page;
pub use language::Language;
pub use login::ask_again;
pub use login_failure::LoginFailure;
pub use notice::{Notice, notice};
pub use page::{Page, html, to_login};
pub use record::{Record, Records};
pub use redeem::{Login, Tokens};
pub use return_path::ReturnPath;
pub use sessions::Session;
pub use site::{FrontTexts, Site, SiteTexts};
pub use visitor::{FormProof, Visitor};

use deliveries::Deliveries;
use http_client::HttpClient;
use sessions::Sessions;

/// Tells the time; tokens and sessions are judged by it.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What a site must know to be a relying party.
pub struct Settings {
    /// The provider's issuer identifier.
    pub issuer: String,
    /// How the site is registered at the provider.
    pub client_id: String,
    /// How it proves itself there.
    pub client_secret: String,
    /// Where browsers reach it: scheme, host and port, no trailing slash.
    pub base_url: String,
    /// What it takes the time from.
    pub clock: Clock,
}

/// Why a site did not start.
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
    /// The embedded records break their format.
    #[error("the records cannot be read")]
    Records(#[from] csv::Error),
}

/// A running site; it stops when this is dropped.
pub struct RunningSite {
    task: JoinHandle<()>,
}

impl Drop for RunningSite {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the handlers of a site share.
pub struct Kit {
    /// Which site it is.
    pub site: &'static Site,
    /// The way to the provider.
    pub connection: Connection,
    /// Reads and makes the site's cookies.
    pub cookies: CookieJar,
    /// Who is signed in.
    pub sessions: Sessions,
    deliveries: Deliveries,
    base: Url,
    logged_out_uri: PostLogoutRedirectUrl,
    account_uri: String,
    content_security_policy: HeaderValue,
}

impl Kit {
    /// The kit of `site`.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(site: &'static Site, settings: Settings) -> Result<Arc<Self>, StartError> {
        let Settings { base_url, clock, .. } = settings;
        let issuer = IssuerUrl::new(settings.issuer)?;
        let base = Url::parse(&base_url)?;
        let credentials = Credentials {
            client_id: ClientId::new(settings.client_id),
            client_secret: Some(ClientSecret::new(settings.client_secret)),
            redirect_uri: RedirectUrl::new(format!("{base_url}/callback"))?,
        };
        let http = Arc::new(HttpClient::new()?);
        Ok(Arc::new(Self {
            site,
            logged_out_uri: PostLogoutRedirectUrl::new(format!("{base_url}/logged-out"))?,
            account_uri: format!("{}/account", issuer.as_str().trim_end_matches('/')),
            content_security_policy: page::content_security_policy(&issuer)?,
            cookies: CookieJar { prefix: site.key, secure: base.scheme() == "https" },
            sessions: Sessions::default(),
            deliveries: Deliveries::default(),
            connection: Connection::new(issuer, credentials, site.scopes, http, clock),
            base,
        }))
    }

    /// The time by the site's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.connection.now()
    }

    /// The connection of another client of the same people: an app.
    ///
    /// # Errors
    /// When `redirect_path` makes no URL.
    pub fn connection_of_app(
        &self,
        client_id: &str,
        redirect_path: &str,
        scopes: &'static [&'static str],
        clock: Clock,
    ) -> Result<Connection, StartError> {
        let credentials = Credentials {
            client_id: ClientId::new(client_id.to_owned()),
            client_secret: None,
            redirect_uri: RedirectUrl::from_url(self.base.join(redirect_path)?),
        };
        Ok(Connection::new(self.connection.issuer.clone(), credentials, scopes, Arc::new(HttpClient::new()?), clock))
    }

    /// The URL of `path` at this site, for a registered return address.
    ///
    /// # Errors
    /// When `path` makes no URL.
    pub fn return_uri(&self, path: &str) -> Result<PostLogoutRedirectUrl, ParseError> {
        self.base.join(path).map(PostLogoutRedirectUrl::from_url)
    }

    /// The page of this site that `wanted` names, else the front page.
    pub fn local_path(&self, wanted: Option<&str>) -> ReturnPath {
        wanted.and_then(|wanted| ReturnPath::parse(wanted, &self.base)).unwrap_or_else(ReturnPath::front_page)
    }
}

/// A whole site: `pages`, before each of which the login is checked, `steps`,
/// which are not for looking at, and what every site has.
pub fn router(kit: Arc<Kit>, pages: Router, steps: Router) -> Router {
    let checked = from_fn_with_state(Arc::clone(&kit), account_check::before_page);
    let finish = from_fn_with_state(Arc::clone(&kit), page::finish);
    Router::new()
        .route("/deliveries", get(card::deliveries))
        .route("/login", get(login::login))
        .route("/initiate-login", get(login::initiate_login).post(login::initiate_login))
        .route("/callback", get(login::callback))
        .route("/session", get(account_check::standing))
        .route("/logout", post(logout::logout))
        .route("/logged-out", get(logout::logged_out))
        .route("/backchannel-logout", post(backchannel::receive))
        .route("/assets/style.css", get(page::stylesheet))
        .route("/assets/page.js", get(page::script))
        .route("/assets/icon.svg", get(page::icon))
        .fallback(page::not_found)
        .with_state(kit)
        .merge(pages.route_layer(checked))
        .merge(steps)
        .layer(finish)
}

/// Serves `router` on `listener`. The provider need not be up yet.
pub fn serve(listener: TcpListener, router: Router) -> RunningSite {
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "a demo site stopped");
        }
    });
    RunningSite { task }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub mod trial;
