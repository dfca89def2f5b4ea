//! Addresses on this machine, and percent-encoding.

use anyhow::{Context as _, bail};

/// An http URL whose host is a loopback address.
#[derive(Clone, Debug)]
pub struct Address {
    /// Host and port.
    pub authority: String,
    /// Path and query.
    pub target: String,
}

impl Address {
    /// The address that `url` names.
    ///
    /// # Errors
    /// When it is no http URL, or leads to another machine.
    pub fn parse(url: &str) -> anyhow::Result<Self> {
        let rest = url.strip_prefix("http://").with_context(|| format!("not an http URL: {url}"))?;
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        if !matches!(host, "127.0.0.1" | "localhost" | "[::1]") {
            bail!("another machine is not to be loaded: {host}");
        }
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        Ok(Self { authority: authority.to_owned(), target })
    }

    /// Where `reference` leads from here: an absolute URL or an absolute path.
    ///
    /// # Errors
    /// When it is neither.
    pub fn join(&self, reference: &str) -> anyhow::Result<Self> {
        match reference.starts_with('/') {
            true => Ok(Self { authority: self.authority.clone(), target: reference.to_owned() }),
            false => Self::parse(reference),
        }
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// `pairs` as `application/x-www-form-urlencoded`.
pub fn form<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pieces: Vec<String> =
        pairs.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pieces.join("&")
}

/// `text` with everything but unreserved characters percent-encoded.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len() + 8), |mut encoded, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
        encoded
    })
}

/// What [`encode`] and form encoding made of a text.
pub fn decode(encoded: &str) -> String {
    let mut pieces = encoded.split('%');
    let mut bytes = pieces.next().unwrap_or_default().replace('+', " ").into_bytes();
    for piece in pieces {
        let code = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.extend(code);
        bytes.extend_from_slice(piece.get(2..).unwrap_or_default().replace('+', " ").as_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn another_machine_is_refused() {
        for url in ["http://example.com/", "https://127.0.0.1/", "http://10.0.0.1:80/", "127.0.0.1"] {
            assert!(Address::parse(url).is_err(), "{url}");
        }
        let address = Address::parse("http://127.0.0.1:8080/a?b=c#d").unwrap();
        assert_eq!((address.authority.as_str(), address.target.as_str()), ("127.0.0.1:8080", "/a?b=c"));
        assert_eq!(address.join("/x").unwrap().target, "/x");
    }

    #[test]
    fn what_was_encoded_is_decoded() {
        assert_eq!(encode("a b/ä"), "a%20b%2F%C3%A4");
        assert_eq!(decode(&encode("a b/ä+%")), "a b/ä+%");
        assert_eq!(decode("a+b"), "a b");
    }
}
