//! The cookies: their names, and how they are read and written. All are
//! HttpOnly and SameSite=Lax; on https also Secure and bound to this host.

use axum::http::{HeaderMap, HeaderValue, header};
use chrono::TimeDelta;

/// A cookie of this service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Tells one browser from another; binds pages and forms to it.
    Browser,
    /// The login.
    Session,
    /// By what a browser stays logged in when it was closed.
    Remembered,
    /// As whose the browser is known, so that a lock does not shut its owner
    /// out.
    Device,
    /// The language that the person chose.
    Language,
}

impl Cookie {
    /// Every cookie, for the cookie list and for tests.
    pub const ALL: [Self; 5] = [Self::Browser, Self::Session, Self::Remembered, Self::Device, Self::Language];

    fn base(self) -> &'static str {
        match self {
            Self::Browser => "idp_browser",
            Self::Session => "idp_session",
            Self::Remembered => "idp_remembered",
            Self::Device => "idp_device",
            Self::Language => "idp_language",
        }
    }
}

/// Reads and writes cookies as the issuer's scheme demands.
#[derive(Clone, Copy, Debug)]
pub struct Jar {
    /// Whether the issuer is reached by https.
    pub secure: bool,
}

impl Jar {
    /// The cookie's name on the wire.
    pub fn name(self, cookie: Cookie) -> String {
        let prefix = if self.secure { "__Host-" } else { "" };
        format!("{prefix}{}", cookie.base())
    }

    /// The cookie's value in a request. A name that comes twice is not
    /// believed: somebody may have planted the other.
    pub fn read(self, headers: &HeaderMap, cookie: Cookie) -> Option<&str> {
        let mut found = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| {
                let base = if self.secure { name.strip_prefix("__Host-") } else { Some(*name) };
                base == Some(cookie.base())
            })
            .map(|(_, value)| value);
        found.next().filter(|value| !value.is_empty() && found.next().is_none())
    }

    /// The `Set-Cookie` header that keeps `value` for `lifetime`; for as long
    /// as the browser is open when that is `None`.
    pub fn keep(self, cookie: Cookie, value: &str, lifetime: Option<TimeDelta>) -> HeaderValue {
        let age = lifetime.map(|ttl| format!("; Max-Age={}", ttl.num_seconds())).unwrap_or_default();
        self.header(cookie, value, &age)
    }

    /// The `Set-Cookie` header that removes the cookie.
    pub fn drop(self, cookie: Cookie) -> HeaderValue {
        self.header(cookie, "", "; Max-Age=0")
    }

    fn header(self, cookie: Cookie, value: &str, age: &str) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}", self.name(cookie));
        HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Jar = Jar { secure: false };
    const SECURE: Jar = Jar { secure: true };

    fn headers(line: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(line))])
    }

    #[test]
    fn on_https_cookies_are_bound_to_the_host() {
        let header = SECURE.keep(Cookie::Session, "x", None);
        assert_eq!(header, "__Host-idp_session=x; Path=/; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(SECURE.read(&headers("__Host-idp_session=x"), Cookie::Session), Some("x"));
        assert_eq!(SECURE.read(&headers("idp_session=x"), Cookie::Session), None);
    }

    #[test]
    fn a_lifetime_is_written_only_when_asked_for() {
        let header = PLAIN.keep(Cookie::Session, "x", Some(TimeDelta::days(30)));
        assert_eq!(header, "idp_session=x; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
        assert!(PLAIN.drop(Cookie::Session).to_str().is_ok_and(|text| text.contains("Max-Age=0")));
    }

    #[test]
    fn a_cookie_that_comes_twice_is_not_believed() {
        assert_eq!(PLAIN.read(&headers("a=1; idp_session=x; b=2"), Cookie::Session), Some("x"));
        assert_eq!(PLAIN.read(&headers("idp_session=x; idp_session=y"), Cookie::Session), None);
        assert_eq!(PLAIN.read(&headers("idp_session="), Cookie::Session), None);
    }
}
