//! The page that plays the mobile app: a native public client [RFC 8252]. It
//! logs in through the browser, proves itself by PKCE alone, comes back to a
//! loopback address (§7.3) and lives on refresh tokens that change at every
//! use. What a phone would keep, this process keeps for the page.

use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use openidconnect::CsrfToken;
use serde::Deserialize;

use super::Kodinportaali;
use super::device::{Device, Holding, Trouble, digest};
use super::texts::Texts;
use crate::demo::kit::{
    Callback, Cookie, Departure, Fact, LoginFailure, Notice, Page, Visitor, Wish, html, notice, random_id,
};

#[derive(Template)]
#[template(path = "kodinportaali/templates/app.html", config = "idp/demo/askama.toml")]
struct AppPage {
    page: Page,
    t: &'static Texts,
    csrf: String,
    facts: Vec<Fact>,
    trouble: Option<&'static str>,
}

/// The proof that a form comes from the app's own screen.
#[derive(Deserialize)]
pub struct DeviceProof {
    csrf: String,
}

/// `GET /app`: the app's screen.
pub async fn show(State(site): State<Kodinportaali>, visitor: Visitor, headers: HeaderMap) -> Response {
    let t = Texts::in_language(visitor.language);
    let page = Page::new(&site.kit, &visitor, t.app);
    let device = site.kit.cookies.read(&headers, Cookie::Device).and_then(|id| site.app.devices.find(id));
    let holding = device.as_ref().and_then(|device| device.holding.as_ref());
    let facts = holding.map(|holding| facts(&site, holding, t, &page)).unwrap_or_default();
    let trouble = device.as_ref().and_then(|device| device.trouble).map(|trouble| match trouble {
        Trouble::Ended => t.app_ended,
        Trouble::Away => t.app_away,
    });
    let csrf = device.map(|device| device.csrf).unwrap_or_default();
    html(StatusCode::OK, &AppPage { page, t, csrf, facts, trouble })
}

fn facts(site: &Kodinportaali, holding: &Holding, t: &'static Texts, page: &Page) -> Vec<Fact> {
    let mut access = digest(holding.access_token.secret());
    if let Some(at) = holding.expires_at {
        let is_valid = site.kit.now() < at;
        let words = if is_valid { t.valid_until } else { t.expired_at };
        access = format!("{access}, {words} {}", page.moment(&at));
    }
    let mut facts = vec![Fact::new(t.signed_in_as, holding.name.as_str()), Fact::new(t.access_token, access)];
    facts.extend(holding.refresh_token.as_ref().map(|token| Fact::new(t.refresh_token, digest(token.secret()))));
    facts.push(Fact::new(t.renewed, holding.renewals.to_string()));
    facts
}

/// `GET /app/login`: the app opens the phone's browser.
pub async fn login(State(site): State<Kodinportaali>, visitor: Visitor, headers: HeaderMap) -> Response {
    let known = site.kit.cookies.read(&headers, Cookie::Device);
    let device = known.map_or_else(random_id, str::to_owned);
    let departure = Departure {
        wish: Wish::Any,
        return_path: site.kit.local_path(Some("/app")),
        language: visitor.language,
        login_hint: None,
    };
    match site.app.connection.begin(&device, departure).await {
        Ok(url) => {
            let cookie = site.kit.cookies.set(Cookie::Device, &device);
            (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(url.as_str())).into_response()
        }
        Err(_) => notice(&site.kit, &visitor, Notice::ProviderAway),
    }
}

/// `GET /app/callback`: the browser hands the answer to the app.
pub async fn callback(
    State(site): State<Kodinportaali>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(answer): Query<Callback>,
) -> Response {
    let device = site.kit.cookies.read(&headers, Cookie::Device).unwrap_or_default();
    let Some(pending) = site.app.connection.take(device, &answer) else {
        return notice(&site.kit, &visitor, Notice::LoginStale);
    };
    match site.app.connection.redeem(answer, pending).await {
        Ok(login) => {
            site.app.devices.put(device, Some(Holding::of(login)), None, site.kit.now());
            Redirect::to("/app").into_response()
        }
        Err(LoginFailure::Cancelled) => notice(&site.kit, &visitor, Notice::LoginCancelled),
        Err(failure) => {
            tracing::warn!(%failure, "a login of the app failed");
            notice(&site.kit, &visitor, Notice::LoginFailed)
        }
    }
}

/// `POST /app/refresh`: the app renews its tokens.
pub async fn refresh(
    State(site): State<Kodinportaali>,
    visitor: Visitor,
    headers: HeaderMap,
    proof: Result<Form<DeviceProof>, FormRejection>,
) -> Response {
    let Some((id, device)) = device_of_form(&site, &headers, proof) else {
        return notice(&site.kit, &visitor, Notice::FormStale);
    };
    let now = site.kit.now();
    if let Some(holding) = device.holding
        && let Some(token) = holding.refresh_token.clone()
    {
        match site.app.connection.refresh(&token, &holding.subject).await {
            Ok(tokens) => site.app.devices.put(&id, Some(holding.renewed(tokens)), None, now),
            Err(LoginFailure::ProviderAway) => site.app.devices.put(&id, Some(holding), Some(Trouble::Away), now),
            // The login is over, or a copy of the token was used: either way
            // the app forgets what it holds and the person logs in again.
            Err(_) => site.app.devices.put(&id, None, Some(Trouble::Ended), now),
        }
    }
    Redirect::to("/app").into_response()
}

/// `POST /app/logout`: the app forgets its tokens and ends the login.
pub async fn logout(
    State(site): State<Kodinportaali>,
    visitor: Visitor,
    headers: HeaderMap,
    proof: Result<Form<DeviceProof>, FormRejection>,
) -> Response {
    let Some((id, device)) = device_of_form(&site, &headers, proof) else {
        return notice(&site.kit, &visitor, Notice::FormStale);
    };
    site.app.devices.put(&id, None, None, site.kit.now());
    let Some(holding) = device.holding else {
        return Redirect::to("/app").into_response();
    };
    let return_uri = site.app.return_uri.clone();
    let state = CsrfToken::new_random();
    let url = site.app.connection.end_session_url(&holding.id_token, return_uri, state, visitor.language).await;
    match url {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => notice(&site.kit, &visitor, Notice::LoggedOutHereOnly),
    }
}

fn device_of_form(
    site: &Kodinportaali,
    headers: &HeaderMap,
    proof: Result<Form<DeviceProof>, FormRejection>,
) -> Option<(String, Device)> {
    let Form(proof) = proof.ok()?;
    let id = site.kit.cookies.read(headers, Cookie::Device)?;
    let device = site.app.devices.find(id)?;
    device.made_form(&proof.csrf).then(|| (id.to_owned(), device))
}
