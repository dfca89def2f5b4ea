//! The logout that begins at a site [OIDC RP-Initiated Logout 1.0].

use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use openidconnect::url::Url;
use openidconnect::{CsrfToken, LanguageTag, LogoutRequest, PostLogoutRedirectUrl};
use serde::Deserialize;

use super::Kit;
use super::claims::ProviderIdToken;
use super::connection::Connection;
use super::cookies::Cookie;
use super::language::Language;
use super::notice::{Notice, notice};
use super::visitor::{FormProof, Visitor};

/// What the provider sends back after a logout.
#[derive(Deserialize)]
pub struct LoggedOut {
    state: Option<String>,
}

impl Connection {
    /// The address at the provider where a browser ends the login that
    /// `id_token` proves; it comes back to `return_uri` with `state`. `None`
    /// when the provider is away.
    pub async fn end_session_url(
        &self,
        id_token: &ProviderIdToken,
        return_uri: PostLogoutRedirectUrl,
        state: CsrfToken,
        language: Language,
    ) -> Option<Url> {
        let provider = self.discovery.provider().await.ok()?;
        let request = LogoutRequest::from(provider.end_session_endpoint.clone()?)
            .set_id_token_hint(id_token)
            .set_client_id(self.client_id.clone())
            .set_post_logout_redirect_uri(return_uri)
            .set_state(state)
            .add_ui_locale(LanguageTag::new(language.tag().to_owned()));
        Some(request.http_get_url())
    }
}

/// `POST /logout`: ends the session here, then the login at the provider.
///
/// A form with a proof and not a link, so that no other site can sign people
/// out.
pub async fn logout(
    State(kit): State<Arc<Kit>>,
    visitor: Visitor,
    proof: Result<Form<FormProof>, FormRejection>,
) -> Response {
    if visitor.session.is_none() {
        return Redirect::to("/").into_response();
    }
    let Some(session) = proof.ok().and_then(|Form(proof)| visitor.session_of_form(&proof).cloned()) else {
        return notice(&kit, &visitor, Notice::FormStale);
    };
    // First here, whatever happens at the provider.
    kit.sessions.end(visitor.session_id.as_deref().unwrap_or_default());
    let visitor = Visitor { session: None, ..visitor };
    let no_session = kit.cookies.clear(Cookie::Session);
    let state = CsrfToken::new_random();
    let awaited = kit.cookies.set(Cookie::Logout, &format!("{}.{}", state.secret(), visitor.language.tag()));
    let return_uri = kit.logged_out_uri.clone();
    let url = kit.connection.end_session_url(&session.id_token, return_uri, state, visitor.language).await;
    match url {
        Some(url) => {
            let cookies = [(SET_COOKIE, no_session), (SET_COOKIE, awaited)];
            (AppendHeaders(cookies), Redirect::to(url.as_str())).into_response()
        }
        None => {
            let page = notice(&kit, &visitor, Notice::LoggedOutHereOnly);
            (AppendHeaders([(SET_COOKIE, no_session)]), page).into_response()
        }
    }
}

/// `GET /logged-out`: where the provider sends the browser after the logout.
pub async fn logged_out(
    State(kit): State<Arc<Kit>>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(answer): Query<LoggedOut>,
) -> Response {
    let awaited = kit.cookies.read(&headers, Cookie::Logout).and_then(|cookie| cookie.split_once('.'));
    let awaited = awaited.filter(|(state, _)| answer.state.as_deref() == Some(state) && visitor.session.is_none());
    let Some((_, language)) = awaited else {
        // Nobody is told that they are signed out on the word of a mere link.
        return Redirect::to("/").into_response();
    };
    // The language of the person, whose session knew it.
    let visitor = Visitor { language: Language::from_tags(language).unwrap_or(visitor.language), ..visitor };
    let done = kit.cookies.clear(Cookie::Logout);
    let page = notice(&kit, &visitor, Notice::LoggedOut);
    (AppendHeaders([(SET_COOKIE, done)]), page).into_response()
}
