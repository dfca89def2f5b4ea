//! Which URIs a client may register [OIDC Core §3.1.2.1, RFC 8252 §7,
//! RFC 9700 §4.1].

use url::Url;

use super::protocol::is_loopback;

/// What a registered URI is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A browser is sent there with an answer; an app may have its own scheme.
    Redirect { app: bool },
    /// A link, or a place that the service itself calls.
    Link,
}

/// Whether `uri` may be registered.
///
/// # Errors
/// What was expected.
pub(super) fn check(uri: &str, purpose: Use) -> Result<(), &'static str> {
    let Ok(url) = Url::parse(uri) else {
        return Err("expected an absolute URI such as https://www.example.fi/callback");
    };
    if uri.contains('#') {
        return Err("expected a URI without fragment");
    }
    if uri.contains('*') {
        return Err("expected the exact URI; patterns do not exist");
    }
    if !uri.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("expected a URI of ASCII characters without blanks");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("expected a URI without user name and password");
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(&url) => Ok(()),
        "http" => Err("expected https (http is for loopback addresses only)"),
        // A private-use scheme is a domain name in reverse [RFC 8252 §7.1];
        // the dot keeps javascript: and data: out.
        scheme if purpose == (Use::Redirect { app: true }) && scheme.contains('.') => Ok(()),
        _ => Err("expected https"),
    }
}

/// Whether `origin` is written as browsers send it [RFC 6454 §6.2], and safe.
///
/// # Errors
/// What was expected.
pub(super) fn check_origin(origin: &str) -> Result<(), &'static str> {
    let is_origin = |url: &Url| {
        url.origin().ascii_serialization() == origin
            && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)))
    };
    match Url::parse(origin) {
        Ok(url) if is_origin(&url) => Ok(()),
        _ => Err("expected an origin such as https://app.example.fi: no path, no default port"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Use, check, check_origin};

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for (origin, expected) in [
            ("https://app.example.fi", true),
            ("https://app.example.fi:8443", true),
            ("http://127.0.0.1:9001", true),
            ("http://localhost:9001", true),
            ("http://[::1]:9001", true),
            ("https://app.example.fi/", false),
            ("https://app.example.fi:443", false),
            ("https://App.example.fi", false),
            ("https://app.example.fi/path", false),
            ("https://me@app.example.fi", false),
            ("http://app.example.fi", false),
            ("ftp://localhost", false),
            ("fi.example.app:/", false),
            ("app.example.fi", false),
            ("null", false),
            ("*", false),
            ("", false),
        ] {
            assert_eq!(check_origin(origin).is_ok(), expected, "{origin}");
        }
    }

    #[test]
    fn only_exact_safe_uris_can_be_registered() {
        let table = [
            ("https://www.example.fi/callback", true),
            ("https://www.example.fi/callback?tenant=1", true),
            ("http://127.0.0.1:9001/callback", true),
            ("http://[::1]:9001/callback", true),
            ("http://localhost:9001/callback", true),
            ("http://www.example.fi/callback", false),
            ("http://127.0.0.1.example.fi/callback", false),
            ("https://www.example.fi/callback#", false),
            ("https://www.example.fi/callback#part", false),
            ("https://*.example.fi/callback", false),
            ("https://www.example.fi/*", false),
            ("https://user:pass@www.example.fi/", false),
            ("https://www.example.fi/call back", false),
            ("https://www.exämple.fi/callback", false),
            (" https://www.example.fi/", false),
            ("/callback", false),
            ("www.example.fi/callback", false),
            ("javascript:alert(1)", false),
            ("data:text/html,hello", false),
            ("file:///etc/passwd", false),
            ("fi.example.app:/callback", false),
            ("", false),
        ];
        for (uri, expected) in table {
            assert_eq!(check(uri, Use::Redirect { app: false }).is_ok(), expected, "{uri}");
            assert_eq!(check(uri, Use::Link).is_ok(), expected, "{uri}");
        }
    }

    #[test]
    fn an_app_may_have_a_scheme_of_its_own() {
        for (uri, expected) in
            [("fi.example.app:/callback", true), ("javascript:alert(1)", false), ("myapp:/callback", false)]
        {
            assert_eq!(check(uri, Use::Redirect { app: true }).is_ok(), expected, "{uri}");
        }
    }
}
