//! How a page leaves: never stored, indexed or framed, no script or style but our
//! own, and forms that lead to us or to the one client of this login.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use chrono::{DateTime, Utc};
use url::Url;

use crate::pending_login::PendingLogin;
use crate::web::gzip::MayShrink;

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// `html` as a page with `status`.
pub fn page(status: StatusCode, html: String) -> Response {
    page_leading_to(status, html, None)
}

/// `html` as a page whose forms may end at the client of `pending`. Browsers
/// hold the redirects after a form against the policy as well.
pub fn login_page(status: StatusCode, html: String, pending: &PendingLogin) -> Response {
    shrinkable(page_leading_to(status, html, pending.request().map(|request| request.redirect_uri.as_str())))
}

/// `html` as a page with `status`. Every secret in it was sealed for this one
/// answer, so it may be compressed.
pub fn sealed_page(status: StatusCode, html: String) -> Response {
    shrinkable(page(status, html))
}

/// `response`, which tells machines too that the next try is for `until`
/// [RFC 9110 §10.2.3].
pub fn retry_after(mut response: Response, until: DateTime<Utc>, now: DateTime<Utc>) -> Response {
    let milliseconds = (until - now).num_milliseconds().max(0);
    let seconds = milliseconds / 1_000 + i64::from(milliseconds % 1_000 > 0);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

fn shrinkable(mut response: Response) -> Response {
    response.extensions_mut().insert(MayShrink);
    response
}

/// `html` as a page whose forms may end at `uri`, an address that was
/// validated before.
pub fn page_leading_to(status: StatusCode, html: String, uri: Option<&str>) -> Response {
    let target = uri.and_then(origin_of).map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// The origin of a web address, or the scheme of an app's own address, as a
/// source of a content security policy.
fn origin_of(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok()?;
    match url.scheme() {
        "http" | "https" => Some(url.origin().ascii_serialization()),
        scheme => Some(format!("{scheme}:")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_may_end_at_the_clients_origin_only() {
        assert_eq!(origin_of("https://rp.example/cb?x=1").as_deref(), Some("https://rp.example"));
        assert_eq!(origin_of("http://127.0.0.1:9001/callback").as_deref(), Some("http://127.0.0.1:9001"));
        assert_eq!(origin_of("fi.example.app:/cb").as_deref(), Some("fi.example.app:"));
        assert_eq!(origin_of("not a uri"), None);
    }
}
