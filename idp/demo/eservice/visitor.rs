//! Who looks at a page, and in which language.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts as RequestParts;
use openidconnect::url::form_urlencoded;

use super::Parts;
use super::cookies;
use super::language::Language;
use super::sessions::Session;

/// The person behind a request, signed in or not.
pub struct Visitor {
    /// The session, for one who is signed in.
    pub session: Option<Arc<Session>>,
    /// The language to show the page in.
    pub language: Language,
    /// The path of the page, without its query.
    pub path: String,
}

impl Visitor {
    /// The old id of a person who is signed in and had one.
    pub fn legacy_id(&self) -> Option<&str> {
        self.session.as_ref()?.legacy_id.as_deref()
    }
}

impl FromRequestParts<Arc<Parts>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(request: &mut RequestParts, parts: &Arc<Parts>) -> Result<Self, Infallible> {
        let session =
            cookies::read(&request.headers, cookies::SESSION).and_then(|id| parts.sessions.find(id, parts.now()));
        let language = asked_language(request.uri.query())
            .or_else(|| cookies::read(&request.headers, cookies::LANGUAGE).and_then(Language::from_tags))
            .or_else(|| session.as_ref().and_then(|session| session.language))
            .or_else(|| accepted_language(&request.headers))
            .unwrap_or_default();
        Ok(Self { session, language, path: request.uri.path().to_owned() })
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
