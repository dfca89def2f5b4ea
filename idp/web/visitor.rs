//! Who is at the other end of a request: browser, network, language, login.

use std::net::SocketAddr;

use accounts::{Account, Locale};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use oidc::names::Digest;

use super::app::App;
use super::come_back::Found;
use super::cookies::Cookie;
use super::error::WebError;
use super::network::{client_address, network_of};
use super::reference;
use crate::adapters::SignedIn;
use crate::ctx::{BrowserId, Caller};
use crate::known_device::KnownDevice;
use crate::pending_login::PendingLogin;

const CSRF_LABEL: &str = "csrf";
/// The longest description of a browser that is kept.
const LONGEST_USER_AGENT: usize = 256;
/// How long a language that a person chose is kept.
pub const LANGUAGE_LIFETIME: chrono::TimeDelta = chrono::TimeDelta::days(365);

/// Whose form was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormOf {
    /// One of this browser and of the login that it has.
    ThisLogin,
    /// One of this browser, from before this login, or from one that is over.
    AnotherLogin,
    /// None of this browser's.
    AnotherSite,
}

/// The browser that a request comes from, and its login.
pub struct Visitor {
    /// What flows are told of the browser.
    pub caller: Caller,
    /// The browser's login, if it has one that still holds.
    pub session: Option<SignedIn>,
    /// As whose the browser is known.
    pub device: Option<KnownDevice>,
    /// The language of a language link that was just followed.
    pub chosen: Option<Locale>,
    /// The language that the person chose in this browser before.
    kept: Option<Locale>,
    came_from_here: bool,
    is_new: bool,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let headers = &parts.headers;
        let known = app.jar.read(headers, Cookie::Browser).filter(|id| id.len() == 22);
        let is_new = known.is_none();
        let browser = known.map_or_else(|| new_browser(app), |id| BrowserId(id.to_owned()));
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        // Where clients send browsers, `ui_locales` is the client's wish and
        // not the person's choice.
        let is_ours = !matches!(parts.uri.path(), "/authorize" | "/logout");
        let chosen = parts.uri.query().filter(|_| is_ours).and_then(chosen_locale);
        let caller = Caller {
            network: network_of(client_address(peer, headers, &app.trusted_proxies)),
            user_agent: user_agent(headers),
            locale: chosen.unwrap_or_else(|| locale_of(app, headers)),
            browser,
            reference: reference::of(app, &mut parts.extensions),
        };
        let session = match parts.extensions.get::<Found>() {
            Some(Found(session)) => session.clone(),
            None => find_session(app, headers).await?,
        };
        let device = app.jar.read(headers, Cookie::Device).and_then(|cookie| KnownDevice::open(&app.ctx, cookie));
        let kept = app.jar.read(headers, Cookie::Language).and_then(Locale::from_tag);
        let came_from_here = headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        Ok(Self { caller, session, device, chosen, kept, came_from_here, is_new })
    }
}

async fn find_session(app: &App, headers: &HeaderMap) -> Result<Option<SignedIn>, WebError> {
    let Some(secret) = app.jar.read(headers, Cookie::Session) else {
        return Ok(None);
    };
    let now = app.ctx.clock.now();
    let policy = &app.ctx.accounts;
    let found = app.ctx.store.find_session(&Digest::of(secret), policy.session_idle, now).await?;
    // Whose it is and so how long it lasts, the store's answer tells.
    Ok(found.filter(|found| now - found.session.last_seen_at < policy.idle_of(found.account.kind)))
}

fn new_browser(app: &App) -> BrowserId {
    use base64::Engine as _;
    BrowserId(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(app.ctx.random::<16>()))
}

fn user_agent(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.chars().take(LONGEST_USER_AGENT).collect()
}

/// The language of the first `ui_locales` in a page's query that pages exist
/// in.
fn chosen_locale(query: &str) -> Option<Locale> {
    let list = query.split('&').find_map(|pair| pair.strip_prefix("ui_locales="))?;
    list.split(['+', ' ']).find_map(Locale::from_tag)
}

/// The language of the cookie, else of `Accept-Language`, else Finnish.
pub fn locale_of(app: &App, headers: &HeaderMap) -> Locale {
    app.jar
        .read(headers, Cookie::Language)
        .and_then(Locale::from_tag)
        .or_else(|| accepted_locale(headers))
        .unwrap_or_default()
}

fn accepted_locale(headers: &HeaderMap) -> Option<Locale> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(Locale, f32)> = None;
    for item in list.split(',').take(16) {
        let mut parts = item.trim().split(";q=");
        let Some(locale) = parts.next().and_then(Locale::from_tag) else { continue };
        let quality = parts.next().map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
        if quality > best.map_or(0.0, |(_, q)| q) {
            best = Some((locale, quality));
        }
    }
    best.map(|(locale, _)| locale)
}

impl Visitor {
    /// The language for a page of this login: of the link just followed, else
    /// the one chosen in this login, else the client's wish, else the
    /// browser's.
    pub fn locale(&self, pending: Option<&PendingLogin>) -> Locale {
        self.chosen
            .or_else(|| pending.and_then(|pending| pending.locale))
            .or_else(|| pending.and_then(PendingLogin::asked_locale))
            .unwrap_or(self.caller.locale)
    }

    /// The language for a page of the person who is signed in to `account`: of
    /// the link just followed, else the person's own, else the browser's. What
    /// somebody else once chose in this browser does not count.
    pub fn locale_for_owner(&self, account: &Account) -> Locale {
        self.chosen.or(account.locale).unwrap_or(self.caller.locale)
    }

    /// The language for a page that a link mailed to `account` opens: of the
    /// link just followed, else the one chosen in this browser, which is not the
    /// account's yet, else the account's, else the browser's.
    pub fn locale_for_mailed_link(&self, account: &Account) -> Locale {
        self.chosen.or(self.kept).or(account.locale).unwrap_or(self.caller.locale)
    }

    /// The language that the person chose by following one of our own links
    /// just now. A link on another site chooses nothing for an account.
    pub fn chosen_here(&self) -> Option<Locale> {
        self.chosen.filter(|_| self.came_from_here)
    }

    /// Whether the browser brought no id: it is new, or was sent here by a form
    /// of another site.
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// What the forms of pages outside a login carry, so that no other site
    /// can make this browser send them, nor anybody who had a page of it before
    /// the login. Sealed anew each time, so that the length of a compressed
    /// page tells nothing of it.
    pub fn csrf(&self, app: &App) -> String {
        app.ctx.seal_for(&self.caller.browser, CSRF_LABEL, self.csrf_scope().as_bytes())
    }

    /// Whose form it is that carries `presented`.
    pub fn form_of(&self, app: &App, presented: &str) -> FormOf {
        match app.ctx.open_from(&self.caller.browser, CSRF_LABEL, presented) {
            Some(scope) if *scope == self.csrf_scope().as_bytes() => FormOf::ThisLogin,
            Some(_) => FormOf::AnotherLogin,
            None => FormOf::AnotherSite,
        }
    }

    /// The login that a page belongs to; empty where nobody is signed in.
    fn csrf_scope(&self) -> &str {
        self.session.as_ref().map_or("", |signed_in| &signed_in.session.sid)
    }

    /// `response` with the cookies that this browser should have from now on:
    /// its id, and the language if one was just chosen.
    pub fn greet(&self, app: &App, response: impl IntoResponse) -> Response {
        let mut response = response.into_response();
        let mut set = |cookie: HeaderValue| response.headers_mut().append(header::SET_COOKIE, cookie);
        if self.is_new {
            set(app.jar.keep(Cookie::Browser, &self.caller.browser.0, None));
        }
        if let Some(locale) = self.chosen {
            set(app.jar.keep(Cookie::Language, locale.tag(), Some(LANGUAGE_LIFETIME)));
        }
        response
    }
}
