//! Where a person goes back to after the login: a page of this site, never
//! another site.

use openidconnect::url::Url;

/// A path, with its query, at this site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// The front page.
    pub fn front_page() -> Self {
        Self("/".to_owned())
    }

    /// The page that `wanted` names, a path or a full URL of the site at
    /// `base`; `None` when it would lead anywhere else.
    pub fn parse(wanted: &str, base: &Url) -> Option<Self> {
        let target = base.join(wanted).ok()?;
        let mut path = target.path().to_owned();
        if let Some(query) = target.query() {
            path = format!("{path}?{query}");
        }
        // A browser reads a path that begins with two slashes as another host,
        // and `/.//host` becomes one only when it is normalised.
        let is_local = target.origin() == base.origin() && !path.starts_with("//");
        is_local.then_some(Self(path))
    }

    /// The path as it is written in a link or a `Location`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path without its query.
    pub fn path(&self) -> &str {
        self.0.split('?').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn parse(wanted: &str) -> Option<String> {
        let base = Url::parse("http://127.0.0.1:9001").unwrap();
        ReturnPath::parse(wanted, &base).map(|path| path.as_str().to_owned())
    }

    #[test]
    fn a_page_of_this_site_is_kept() {
        for (wanted, path) in [
            ("/", "/"),
            ("/cases/2017-0931-T", "/cases/2017-0931-T"),
            ("/cases/2017-0931-T?ui_locales=sv", "/cases/2017-0931-T?ui_locales=sv"),
            ("http://127.0.0.1:9001/cases/1", "/cases/1"),
            ("", "/"),
        ] {
            assert_eq!(parse(wanted).as_deref(), Some(path), "{wanted}");
        }
    }

    #[test]
    fn another_site_is_refused_however_it_is_written() {
        for wanted in [
            "https://attacker.example/",
            "http://127.0.0.1:9002/",
            "https://127.0.0.1:9001/",
            "http://127.0.0.1:9001@attacker.example/",
            "//attacker.example",
            "/\\attacker.example",
            "\\\\attacker.example",
            "/\t/attacker.example",
            "/.//attacker.example",
            "/cases/..//attacker.example",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(parse(wanted), None, "{wanted}");
        }
    }
}
