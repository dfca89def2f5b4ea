//! The cookies of a site. All are HttpOnly and SameSite=Lax, and begin with
//! the site's own name: cookies do not tell ports apart.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use openidconnect::CsrfToken;

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Holds the id of a browser that began to log in.
    Login,
    /// Holds the id of a session.
    Session,
    /// Holds the `state` of a logout that is on its way.
    Logout,
    /// Holds the language that the person chose.
    Language,
    /// Holds the id of a device that plays an app.
    Device,
}

impl Cookie {
    fn suffix(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Session => "session",
            Self::Logout => "logout",
            Self::Language => "language",
            Self::Device => "device",
        }
    }
}

/// Reads and makes the cookies of a site.
#[derive(Clone, Copy)]
pub struct CookieJar {
    /// The site's name, which its cookies begin with.
    pub prefix: &'static str,
    /// Whether browsers reach the site over https.
    pub secure: bool,
}

impl CookieJar {
    /// The value of a cookie in a request.
    pub fn read(self, headers: &HeaderMap, cookie: Cookie) -> Option<&str> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, value)| self.is_named(name, cookie) && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// A `Set-Cookie` that ends with the browser session.
    pub fn set(self, cookie: Cookie, value: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}_{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", self.prefix, cookie.suffix())
    }

    /// A `Set-Cookie` that stays for a year.
    pub fn set_for_long(self, cookie: Cookie, value: &str) -> String {
        format!("{}; Max-Age=31536000", self.set(cookie, value))
    }

    /// A `Set-Cookie` that takes a cookie away.
    pub fn clear(self, cookie: Cookie) -> String {
        format!("{}; Max-Age=0", self.set(cookie, ""))
    }

    fn is_named(self, name: &str, cookie: Cookie) -> bool {
        name.strip_prefix(self.prefix).and_then(|rest| rest.strip_prefix('_')) == Some(cookie.suffix())
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

    const JAR: CookieJar = CookieJar { prefix: "portal", secure: false };

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "not_portal_login=a; eservice_login=x; portal_login=b".parse().unwrap());
        headers.append(COOKIE, "portal_session=; other=c".parse().unwrap());
        assert_eq!(JAR.read(&headers, Cookie::Login), Some("b"));
        assert_eq!(JAR.read(&headers, Cookie::Session), None);
        assert_eq!(JAR.read(&headers, Cookie::Language), None);
    }

    #[test]
    fn a_cookie_is_secure_exactly_on_https() {
        let https = CookieJar { secure: true, ..JAR };
        assert_eq!(JAR.set(Cookie::Login, "b"), "portal_login=b; Path=/; HttpOnly; SameSite=Lax");
        assert_eq!(https.set(Cookie::Login, "b"), "portal_login=b; Path=/; HttpOnly; SameSite=Lax; Secure");
    }
}
