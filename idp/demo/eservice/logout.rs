//! The logout that begins here [OIDC RP-Initiated Logout 1.0].

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use openidconnect::{CsrfToken, LanguageTag, LogoutRequest};
use serde::Deserialize;

use super::Parts;
use super::cookies;
use super::pages::{Notice, notice};
use super::visitor::Visitor;

/// What the provider sends back after a logout.
#[derive(Deserialize)]
pub struct LoggedOut {
    state: Option<String>,
}

/// `POST /logout`: ends the session here, then the login at the provider.
///
/// A form and not a link, so that no other site can sign people out: the
/// session cookie is SameSite=Lax and stays away from foreign POSTs.
pub async fn logout(State(parts): State<Arc<Parts>>, visitor: Visitor, headers: HeaderMap) -> Response {
    let id = cookies::read(&headers, cookies::SESSION).unwrap_or_default();
    let Some(session) = parts.sessions.end(id) else {
        return Redirect::to("/").into_response();
    };
    let visitor = Visitor { session: None, ..visitor };
    let no_session = parts.cookies.clear(cookies::SESSION);
    // First here, whatever happens at the provider.
    let endpoint = match parts.discovery.provider().await {
        Ok(provider) => provider.end_session_endpoint.clone(),
        Err(_) => None,
    };
    let Some(endpoint) = endpoint else {
        let page = notice(&parts, &visitor, Notice::LoggedOutHereOnly);
        return (AppendHeaders([(SET_COOKIE, no_session)]), page).into_response();
    };
    let state = CsrfToken::new_random();
    let awaited = parts.cookies.set(cookies::LOGOUT, state.secret());
    let url = LogoutRequest::from(endpoint)
        .set_id_token_hint(&session.id_token)
        .set_client_id(parts.client_id.clone())
        .set_post_logout_redirect_uri(parts.logged_out_uri.clone())
        .set_state(state)
        .add_ui_locale(LanguageTag::new(visitor.language.tag().to_owned()))
        .http_get_url();
    let cookies = [(SET_COOKIE, no_session), (SET_COOKIE, awaited)];
    (AppendHeaders(cookies), Redirect::to(url.as_str())).into_response()
}

/// `GET /logged-out`: where the provider sends the browser after the logout.
pub async fn logged_out(
    State(parts): State<Arc<Parts>>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(answer): Query<LoggedOut>,
) -> Response {
    let awaited = cookies::read(&headers, cookies::LOGOUT);
    if awaited.is_none() || awaited != answer.state.as_deref() || visitor.session.is_some() {
        // Nobody is told that they are signed out on the word of a mere link.
        return Redirect::to("/").into_response();
    }
    let done = parts.cookies.clear(cookies::LOGOUT);
    let page = notice(&parts, &visitor, Notice::LoggedOut);
    (AppendHeaders([(SET_COOKIE, done)]), page).into_response()
}
