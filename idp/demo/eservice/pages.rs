//! The pages, and the headers that all of them carry.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, InvalidHeaderValue, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use openidconnect::IssuerUrl;
use openidconnect::url::form_urlencoded;

use super::Parts;
use super::cases::Case;
use super::cookies;
use super::language::Language;
use super::texts::Texts;
use super::visitor::{Visitor, asked_language};

/// A page that only tells something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The login is not known here (any more), or not in this browser.
    LoginStale,
    /// The person went back at the provider.
    LoginCancelled,
    /// The login broke, or was not to be believed.
    LoginFailed,
    /// The provider does not answer.
    ProviderAway,
    /// A login was asked for at a provider that is not ours.
    ForeignProvider,
    /// Both the session and the login at the provider have ended.
    LoggedOut,
    /// The session has ended, but the provider could not be told.
    LoggedOutHereOnly,
    /// There is no such page, or not for this person.
    NotFound,
}

impl Notice {
    fn status(self) -> StatusCode {
        match self {
            Self::LoginStale | Self::LoginFailed | Self::ForeignProvider => StatusCode::BAD_REQUEST,
            Self::ProviderAway => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::LoginCancelled | Self::LoggedOut | Self::LoggedOutHereOnly => StatusCode::OK,
        }
    }
}

/// What every page shows around its own content.
struct Page<'a> {
    t: &'static Texts,
    language: Language,
    languages: &'static [Language],
    title: &'a str,
    person: Option<String>,
    path: &'a str,
    login_link: String,
    account_uri: &'a str,
}

impl<'a> Page<'a> {
    /// The frame of a page that the language menu and the login return to at
    /// `path`.
    fn new(parts: &'a Parts, visitor: &Visitor, title: &'a str, path: &'a str) -> Self {
        let person = visitor.session.as_ref().map(|session| match &session.email {
            Some(email) => format!("{} ({email})", session.name),
            None => session.name.clone(),
        });
        Self {
            t: Texts::of(visitor.language),
            language: visitor.language,
            languages: &Language::ALL,
            title,
            person,
            path,
            login_link: login_link(path),
            account_uri: &parts.account_uri,
        }
    }

    fn date(&self, date: &NaiveDate) -> String {
        date.format(self.t.date_format).to_string()
    }
}

#[derive(Template)]
#[template(path = "front.html", config = "idp/demo/eservice/askama.toml")]
struct FrontPage<'a> {
    page: Page<'a>,
    cases: Vec<Case>,
}

#[derive(Template)]
#[template(path = "case.html", config = "idp/demo/eservice/askama.toml")]
struct CasePage<'a> {
    page: Page<'a>,
    case: &'a Case,
}

#[derive(Template)]
#[template(path = "notice.html", config = "idp/demo/eservice/askama.toml")]
struct NoticePage<'a> {
    page: Page<'a>,
    text: &'static str,
}

/// `GET /`: what the service is, and the cases of one who is signed in.
pub async fn front(State(parts): State<Arc<Parts>>, visitor: Visitor) -> Response {
    let cases = visitor.legacy_id().map(|id| parts.cases.of(id)).unwrap_or_default();
    let title = match visitor.session {
        Some(_) => Texts::of(visitor.language).own_cases,
        None => Texts::of(visitor.language).city,
    };
    let page = Page::new(&parts, &visitor, title, "/");
    html(StatusCode::OK, &FrontPage { page, cases })
}

/// `GET /cases/{number}`: one case of the person who is signed in; a login
/// that begins here comes back here.
pub async fn case(State(parts): State<Arc<Parts>>, visitor: Visitor, Path(number): Path<String>) -> Response {
    if visitor.session.is_none() {
        return Redirect::to(&login_link(&visitor.path)).into_response();
    }
    let Some(case) = visitor.legacy_id().and_then(|id| parts.cases.find(id, &number)) else {
        return notice(&parts, &visitor, Notice::NotFound);
    };
    let page = Page::new(&parts, &visitor, &case.title, &visitor.path);
    html(StatusCode::OK, &CasePage { page, case: &case })
}

/// What is shown at an address that does not exist.
pub async fn not_found(State(parts): State<Arc<Parts>>, visitor: Visitor) -> Response {
    notice(&parts, &visitor, Notice::NotFound)
}

/// A page that shows `shown`.
pub fn notice(parts: &Parts, visitor: &Visitor, shown: Notice) -> Response {
    let (title, text) = Texts::of(visitor.language).of_notice(shown);
    let page = Page::new(parts, visitor, title, "/");
    html(shown.status(), &NoticePage { page, text })
}

/// `GET /assets/style.css`.
pub async fn stylesheet() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=300")];
    (headers, include_str!("style.css"))
}

/// The policy of all pages: nothing inline, nothing from elsewhere. The logout
/// form is answered by a redirect to the provider, so its origin is named.
///
/// # Errors
/// When the issuer cannot stand in a header.
pub fn content_security_policy(issuer: &IssuerUrl) -> Result<HeaderValue, InvalidHeaderValue> {
    let provider = issuer.url().origin().ascii_serialization();
    HeaderValue::try_from(format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {provider}; base-uri 'none'; frame-ancestors 'none'"
    ))
}

/// Adds the headers of all pages, and remembers a language that was chosen.
pub async fn finish(State(parts): State<Arc<Parts>>, request: Request, next: Next) -> Response {
    let is_page_view = request.method() == Method::GET;
    let chosen = asked_language(request.uri().query()).filter(|_| is_page_view);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, parts.content_security_policy.clone());
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(language) = chosen {
        let cookie = parts.cookies.set_for_long(cookies::LANGUAGE, language.tag());
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            headers.append(SET_COOKIE, cookie);
        }
    }
    response
}

fn login_link(path: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", path).finish();
    format!("/login?{query}")
}

fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(page) => (status, Html(page)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
