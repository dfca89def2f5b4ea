//! What every page of a site shows around its own content, and the headers
//! that all of them carry.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, InvalidHeaderValue, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Helsinki;
use openidconnect::IssuerUrl;
use openidconnect::url::form_urlencoded;

use super::Kit;
use super::cookies::Cookie;
use super::language::Language;
use super::notice::{Notice, notice};
use super::return_path::ReturnPath;
use super::site::SiteTexts;
use super::visitor::{Visitor, asked_language};
use super::words::Words;

/// The frame of a page.
pub struct Page {
    /// The words of the frame.
    pub t: &'static Words,
    /// The site's own words of the frame.
    pub site: &'static SiteTexts,
    /// The language of the page.
    pub language: Language,
    /// Its heading.
    pub title: String,
    /// Who is signed in, as the header shows it.
    pub person: Option<String>,
    /// The path that the language menu and the login lead to.
    pub path: String,
    /// Where the person's account is kept.
    pub account_uri: String,
    mark: String,
    csrf: String,
}

impl Page {
    /// The frame of a page for `visitor`.
    pub fn new(kit: &Kit, visitor: &Visitor, title: impl Into<String>) -> Self {
        let session = visitor.session.as_deref();
        let person = session.map(|session| match session.username.as_ref().or(session.email.as_ref()) {
            Some(username) if *username != session.name => format!("{} ({username})", session.name),
            _ => session.name.clone(),
        });
        Self {
            t: Words::in_language(visitor.language),
            site: (kit.site.texts)(visitor.language),
            language: visitor.language,
            title: title.into(),
            person,
            path: visitor.path.clone(),
            account_uri: kit.account_uri.clone(),
            mark: session.map(|session| session.mark.clone()).unwrap_or_default(),
            csrf: session.map(|session| session.csrf.clone()).unwrap_or_default(),
        }
    }

    /// The same frame, from which the language menu and the login lead to
    /// `return_path`.
    #[must_use]
    pub fn leading_to(self, return_path: &ReturnPath) -> Self {
        Self { path: return_path.path().to_owned(), ..self }
    }

    /// The link to a login that comes back to this page.
    pub fn login_link(&self) -> String {
        login_link(&self.path)
    }

    /// The languages of the menu.
    pub fn languages(&self) -> &'static [Language] {
        &Language::ALL
    }

    /// Tells this session's pages from another's.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// What the forms of this page carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }

    /// A date as the language writes it.
    pub fn date(&self, date: &NaiveDate) -> String {
        date.format(self.t.date_format).to_string()
    }

    /// A moment as the language writes it, in Finland's time.
    pub fn moment(&self, at: &DateTime<Utc>) -> String {
        at.with_timezone(&Helsinki).format(self.t.moment_format).to_string()
    }
}

/// The link to a login that comes back to `path`.
pub fn login_link(path: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", path).finish();
    format!("/login?{query}")
}

/// The answer to somebody who must sign in before they see `visitor.path`.
pub fn to_login(visitor: &Visitor) -> Response {
    Redirect::to(&login_link(&visitor.path)).into_response()
}

/// A rendered page.
pub fn html(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(page) => (status, Html(page)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// What is shown at an address that does not exist.
pub async fn not_found(State(kit): State<Arc<Kit>>, visitor: Visitor) -> Response {
    notice(&kit, &visitor, Notice::NotFound)
}

/// `GET /assets/style.css`: the common style, in the site's colours.
pub async fn stylesheet(State(kit): State<Arc<Kit>>) -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=300")];
    (headers, format!("{}{}", include_str!("style.css"), kit.site.colours))
}

/// `GET /assets/page.js`.
pub async fn script() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "max-age=300")];
    (headers, include_str!("page.js"))
}

/// `GET /assets/icon.svg`, for the tab.
pub async fn icon() -> impl IntoResponse {
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "max-age=3600")];
    (headers, include_str!("icon.svg"))
}

/// The policy of all pages: nothing inline, nothing from elsewhere. The logout
/// form is answered by a redirect to the provider, so its origin is named.
///
/// # Errors
/// When the issuer cannot stand in a header.
pub fn content_security_policy(issuer: &IssuerUrl) -> Result<HeaderValue, InvalidHeaderValue> {
    let provider = issuer.url().origin().ascii_serialization();
    HeaderValue::try_from(format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self' {provider}; base-uri 'none'; frame-ancestors 'none'"
    ))
}

/// Adds the headers of all pages, and remembers a language that was chosen.
pub async fn finish(State(kit): State<Arc<Kit>>, request: Request, next: Next) -> Response {
    let is_page_view = request.method() == Method::GET;
    let chosen = asked_language(request.uri().query()).filter(|_| is_page_view);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, kit.content_security_policy.clone());
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(language) = chosen
        && let Ok(cookie) = HeaderValue::try_from(kit.cookies.set_for_long(Cookie::Language, language.tag()))
    {
        headers.append(SET_COOKIE, cookie);
    }
    response
}
