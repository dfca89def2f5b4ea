//! A cookie jar as browsers keep it [RFC 6265 §5]: by host, path and name,
//! ignoring ports, with expiry by the clock that the test moves.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

/// One cookie with its attributes.
#[derive(Clone, Debug)]
pub struct Cookie {
    pub name: String,
    pub value: String,
    pub host: String,
    pub path: String,
    pub secure: bool,
    pub http_only: bool,
    pub same_site: Option<String>,
    /// `None`: until the browser is closed.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The cookies of one browser.
#[derive(Clone, Debug, Default)]
pub struct Jar {
    cookies: Vec<Cookie>,
}

impl Jar {
    /// What a request to `url` carries.
    pub fn header(&mut self, url: &Url, now: DateTime<Utc>) -> Option<String> {
        self.cookies.retain(|cookie| cookie.expires_at.is_none_or(|at| at > now));
        let fits = |cookie: &&Cookie| {
            let host = url.host_str() == Some(cookie.host.as_str());
            host && path_matches(&cookie.path, url.path()) && (!cookie.secure || url.scheme() == "https")
        };
        let pairs: Vec<String> =
            self.cookies.iter().filter(fits).map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// Keeps what one `Set-Cookie` header of an answer from `url` says.
    pub fn keep(&mut self, url: &Url, header: &str, now: DateTime<Utc>) {
        let cookie = parse(url, header, now);
        let same =
            |other: &Cookie| (&other.name, &other.host, &other.path) == (&cookie.name, &cookie.host, &cookie.path);
        self.cookies.retain(|other| !same(other));
        if cookie.expires_at.is_none_or(|at| at > now) {
            self.cookies.push(cookie);
        }
    }

    /// Forgets what does not outlive the browser's window.
    pub fn close(&mut self) {
        self.cookies.retain(|cookie| cookie.expires_at.is_some());
    }

    /// All cookies.
    pub fn all(&self) -> &[Cookie] {
        &self.cookies
    }
}

fn parse(url: &Url, header: &str, now: DateTime<Utc>) -> Cookie {
    let mut parts = header.split(';').map(str::trim);
    let (name, value) =
        parts.next().and_then(|pair| pair.split_once('=')).unwrap_or_else(|| panic!("no cookie: {header}"));
    let mut cookie = Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
        host: url.host_str().unwrap_or_default().to_owned(),
        path: default_path(url.path()).to_owned(),
        secure: false,
        http_only: false,
        same_site: None,
        expires_at: None,
    };
    let mut max_age = None;
    for attribute in parts {
        let (key, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        match key.to_ascii_lowercase().as_str() {
            "path" => cookie.path = value.to_owned(),
            "secure" => cookie.secure = true,
            "httponly" => cookie.http_only = true,
            "samesite" => cookie.same_site = Some(value.to_owned()),
            "max-age" => max_age = Some(now + TimeDelta::seconds(value.parse().expect("Max-Age in seconds"))),
            "expires" => {
                cookie.expires_at = Some(DateTime::parse_from_rfc2822(value).expect("Expires as a date").to_utc())
            }
            _ => panic!("unexpected cookie attribute: {header}"),
        }
    }
    cookie.expires_at = max_age.or(cookie.expires_at);
    cookie
}

fn default_path(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(end) => &path[..end],
    }
}

fn path_matches(cookie: &str, request: &str) -> bool {
    request == cookie
        || (request.starts_with(cookie) && (cookie.ends_with('/') || request[cookie.len()..].starts_with('/')))
}
