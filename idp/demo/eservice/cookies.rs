//! The cookies of this service. All are HttpOnly and SameSite=Lax.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use openidconnect::CsrfToken;

/// Holds the id of a browser that began to log in.
pub const LOGIN: &str = "eservice_login";
/// Holds the id of a session.
pub const SESSION: &str = "eservice_session";
/// Holds the `state` of a logout that is on its way.
pub const LOGOUT: &str = "eservice_logout";
/// Holds the language that the person chose.
pub const LANGUAGE: &str = "eservice_language";

/// The value of the cookie `name` in a request.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, value)| *found == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// Makes the `Set-Cookie` values of a service.
#[derive(Clone, Copy)]
pub struct CookieJar {
    /// Whether browsers reach the service over https.
    pub secure: bool,
}

impl CookieJar {
    /// A cookie that ends with the browser session.
    pub fn set(self, name: &str, value: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
    }

    /// A cookie that stays for a year.
    pub fn set_for_long(self, name: &str, value: &str) -> String {
        format!("{}; Max-Age=31536000", self.set(name, value))
    }

    /// Takes a cookie away.
    pub fn clear(self, name: &str) -> String {
        format!("{}; Max-Age=0", self.set(name, ""))
    }
}

/// A value that nobody can guess: 256 random bits in base64url.
pub fn random_id() -> String {
    CsrfToken::new_random_len(32).into_secret()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "not_eservice_login=a; eservice_login=b".parse().unwrap());
        headers.append(COOKIE, "eservice_session=; other=c".parse().unwrap());
        assert_eq!(read(&headers, LOGIN), Some("b"));
        assert_eq!(read(&headers, SESSION), None);
        assert_eq!(read(&headers, LANGUAGE), None);
    }

    #[test]
    fn a_cookie_is_secure_exactly_on_https() {
        let http = CookieJar { secure: false };
        let https = CookieJar { secure: true };
        assert_eq!(http.set("a", "b"), "a=b; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(https.set("a", "b"), "a=b; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
