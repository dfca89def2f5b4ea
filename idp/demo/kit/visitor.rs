//! Who looks at a page, and in which language.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts as RequestParts;
use openidconnect::url::form_urlencoded;
use serde::Deserialize;

use super::Kit;
use super::cookies::{Cookie, random_id};
use super::language::Language;
use super::sessions::Session;

/// The person behind a request, signed in or not, and their browser.
pub struct Visitor {
    /// The session, for one who is signed in.
    pub session: Option<Arc<Session>>,
    /// The value of the session cookie, whether or not there is a session.
    pub session_id: Option<String>,
    /// The id of the browser; new for one that never began a login.
    pub browser: String,
    /// The language to show the page in.
    pub language: Language,
    /// The path of the page, without its query.
    pub path: String,
}

/// The proof that a form comes from a page of the session.
#[derive(Deserialize)]
pub struct FormProof {
    csrf: String,
}

impl Visitor {
    /// The old id of a person who is signed in and had one.
    pub fn legacy_id(&self) -> Option<&str> {
        self.session.as_ref()?.legacy_id.as_deref()
    }

    /// The session that made the form with `proof`.
    pub fn session_of_form(&self, proof: &FormProof) -> Option<&Arc<Session>> {
        self.session.as_ref().filter(|session| session.made_form(&proof.csrf))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor
where
    Arc<Kit>: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(request: &mut RequestParts, state: &S) -> Result<Self, Infallible> {
        let kit = Arc::<Kit>::from_ref(state);
        let cookie = |cookie| kit.cookies.read(&request.headers, cookie);
        let session_id = cookie(Cookie::Session).map(str::to_owned);
        let session = session_id.as_deref().and_then(|id| kit.sessions.find(id, kit.now()));
        let language = asked_language(request.uri.query())
            .or_else(|| cookie(Cookie::Language).and_then(Language::from_tags))
            .or_else(|| session.as_ref().and_then(|session| session.language))
            .or_else(|| accepted_language(&request.headers))
            .unwrap_or_default();
        let browser = cookie(Cookie::Login).map_or_else(random_id, str::to_owned);
        Ok(Self { session, session_id, browser, language, path: request.uri.path().to_owned() })
    }
}

fn accepted_language(headers: &HeaderMap) -> Option<Language> {
    Language::from_accept_language(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The language that the query of a request asks for by `ui_locales`.
pub fn asked_language(query: Option<&str>) -> Option<Language> {
    form_urlencoded::parse(query?.as_bytes())
        .find(|(name, _)| name == "ui_locales")
        .and_then(|(_, tags)| Language::from_tags(&tags))
}
