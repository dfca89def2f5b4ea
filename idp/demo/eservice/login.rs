//! The login as a relying party sees it: send the browser to the provider,
//! and take it back [OIDC Core §3.1.2, §4].

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{AuthorizationCode, CsrfToken, LanguageTag, LoginHint, Nonce, PkceCodeChallenge, Scope};
use serde::Deserialize;

use super::Parts;
use super::cookies;
use super::pages::{Notice, notice};
use super::pending::PendingLogin;
use super::redeem::{LoginFailure, redeem};
use super::return_path::ReturnPath;
use super::sessions::Session;
use super::visitor::Visitor;

/// What a link to the login may carry.
#[derive(Deserialize)]
pub struct LoginQuery {
    return_to: Option<String>,
}

/// What another site may ask of a login here [OIDC Core §4].
#[derive(Deserialize)]
pub struct InitiateLogin {
    iss: Option<String>,
    login_hint: Option<String>,
    target_link_uri: Option<String>,
}

/// The authorization response [RFC 6749 §4.1.2; RFC 9207 §2].
#[derive(Deserialize)]
pub struct Callback {
    code: Option<String>,
    error: Option<String>,
    state: Option<String>,
    iss: Option<String>,
}

/// `GET /login`: begins a login that ends on the page in `return_to`.
pub async fn login(
    State(parts): State<Arc<Parts>>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(query): Query<LoginQuery>,
) -> Response {
    let return_path = parts.local_path(query.return_to.as_deref());
    if visitor.session.is_some() {
        return Redirect::to(return_path.as_str()).into_response();
    }
    send_to_provider(&parts, &visitor, &headers, return_path, None).await
}

/// `GET` and `POST /initiate-login`: begins a login on another site's word.
pub async fn initiate_login(
    State(parts): State<Arc<Parts>>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(wish): Form<InitiateLogin>,
) -> Response {
    // The issuer says which provider to use. This service has one, so a request
    // that names none is harmless; one that names another is a mix-up.
    if wish.iss.as_deref().is_some_and(|iss| iss != parts.issuer.as_str()) {
        return notice(&parts, &visitor, Notice::ForeignProvider);
    }
    let return_path = parts.local_path(wish.target_link_uri.as_deref());
    send_to_provider(&parts, &visitor, &headers, return_path, wish.login_hint).await
}

/// `GET /callback`: ends a login, well or not.
pub async fn callback(
    State(parts): State<Arc<Parts>>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(answer): Query<Callback>,
) -> Response {
    let browser = cookies::read(&headers, cookies::LOGIN).unwrap_or_default();
    let state = answer.state.as_deref().unwrap_or_default();
    let Some(login) = parts.pending.take(browser, state, parts.now()) else {
        return notice(&parts, &visitor, Notice::LoginStale);
    };
    // This provider always says who it is, so an answer without it is another's.
    if answer.iss.as_deref() != Some(parts.issuer.as_str()) {
        return notice(&parts, &visitor, Notice::LoginFailed);
    }
    let code = match (answer.code, answer.error.as_deref()) {
        (Some(code), None) => AuthorizationCode::new(code),
        (_, Some("access_denied")) => return notice(&parts, &visitor, Notice::LoginCancelled),
        (_, Some("temporarily_unavailable" | "server_error")) => {
            return notice(&parts, &visitor, Notice::ProviderAway);
        }
        _ => return notice(&parts, &visitor, Notice::LoginFailed),
    };
    let return_path = login.return_path.clone();
    match redeem(&parts, code, login).await {
        Ok(session) => sign_in(&parts, &headers, session, &return_path),
        Err(failure) => {
            tracing::warn!(%failure, "a login failed");
            let shown = match failure {
                LoginFailure::ProviderAway => Notice::ProviderAway,
                _ => Notice::LoginFailed,
            };
            notice(&parts, &visitor, shown)
        }
    }
}

/// Gives the browser a session under a new id and ends its old one, so that an
/// id planted before the login is worth nothing.
fn sign_in(parts: &Parts, headers: &HeaderMap, session: Session, return_path: &ReturnPath) -> Response {
    if let Some(old) = cookies::read(headers, cookies::SESSION) {
        parts.sessions.end(old);
    }
    let id = cookies::random_id();
    let cookie = parts.cookies.set(cookies::SESSION, &id);
    parts.sessions.begin(id, session);
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(return_path.as_str())).into_response()
}

async fn send_to_provider(
    parts: &Parts,
    visitor: &Visitor,
    headers: &HeaderMap,
    return_path: ReturnPath,
    login_hint: Option<String>,
) -> Response {
    let Ok(provider) = parts.discovery.provider().await else {
        return notice(parts, visitor, Notice::ProviderAway);
    };
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let mut request = provider
        .relying_party
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
        .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.to_owned())))
        .add_ui_locale(LanguageTag::new(visitor.language.tag().to_owned()))
        .set_pkce_challenge(challenge);
    if let Some(hint) = login_hint {
        request = request.set_login_hint(LoginHint::new(hint));
    }
    let (url, state, nonce) = request.url();

    let known_browser = cookies::read(headers, cookies::LOGIN);
    let browser = known_browser.map_or_else(cookies::random_id, str::to_owned);
    let login = PendingLogin { nonce, verifier, return_path };
    parts.pending.begin(&browser, state.secret(), login, parts.now());
    let cookie = parts.cookies.set(cookies::LOGIN, &browser);
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(url.as_str())).into_response()
}
