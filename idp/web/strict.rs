//! The one decoder of queries and form bodies. It takes UTF-8 without control
//! characters that no field needs, each name and value within limits, and
//! nothing else: what it refuses is a clear 400 at every endpoint.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::error::WebError;

/// The most parameters in one query or body.
const MOST_PAIRS: usize = 64;
/// The longest name, in bytes.
const LONGEST_NAME: usize = 128;

/// The name and value pairs of a query or a form body, in their order, names
/// possibly repeated.
pub type Pairs = Vec<(String, String)>;

/// The pairs of the URL's query.
pub struct StrictQuery(pub Pairs);

impl<S: Sync> FromRequestParts<S> for StrictQuery {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        decode(parts.uri.query().unwrap_or_default().as_bytes()).map(Self).map_err(WebError::from)
    }
}

/// The pairs of a form body. The URL's query is not looked at.
pub struct StrictForm(pub Pairs);

impl<S: Send + Sync> FromRequest<S> for StrictForm {
    type Rejection = WebError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebError> {
        if !is_form(request.headers()) {
            return Err(WebError::NotAForm);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| WebError::TooLarge)?;
        decode(&body).map(Self).map_err(WebError::from)
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        && !headers.contains_key(header::CONTENT_ENCODING)
}

/// Why a query or body was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// `%` without two hexadecimal digits after it.
    Percent,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A NUL character.
    Nul,
    /// Too many parameters, or a name that is too long.
    Limit,
}

/// Decodes `application/x-www-form-urlencoded` bytes [URL Standard §5.1].
///
/// Stricter than the standard: broken percent-encoding, broken UTF-8 and NUL
/// are errors, not replaced.
///
/// # Errors
/// The first thing that is wrong with `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Pairs, Malformed> {
    let mut pairs = Pairs::new();
    for piece in bytes.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty()) {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        let name = decode_text(halves.next().unwrap_or_default())?;
        let value = decode_text(halves.next().unwrap_or_default())?;
        if name.len() > LONGEST_NAME || pairs.len() == MOST_PAIRS {
            return Err(Malformed::Limit);
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

fn decode_text(encoded: &[u8]) -> Result<String, Malformed> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter().copied();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = bytes.next().and_then(hex).ok_or(Malformed::Percent)?;
                let low = bytes.next().and_then(hex).ok_or(Malformed::Percent)?;
                high << 4 | low
            }
            other => other,
        });
    }
    if decoded.contains(&0) {
        return Err(Malformed::Nul);
    }
    String::from_utf8(decoded).map_err(|_| Malformed::Encoding)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The fields of one of our own forms: no name twice, absent fields empty.
#[derive(Default)]
pub struct Fields(Pairs);

impl Fields {
    /// The fields, where no name is repeated.
    ///
    /// # Errors
    /// [`WebError::BadRequest`] when a name is repeated.
    pub fn new(pairs: Pairs) -> Result<Self, WebError> {
        let mut names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        if names.len() < count { Err(WebError::BadRequest) } else { Ok(Self(pairs)) }
    }

    /// The value of `name`; empty when the form has no such field.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Takes the value of `name` out, for values that should not stay around.
    pub fn take(&mut self, name: &str) -> String {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    /// Puts `value` in place of what the form has as `name`.
    pub fn put(&mut self, name: &str, value: String) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value));
    }

    /// Whether a box named `name` was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_in_their_order() {
        let pairs = decode("a=1&b=%C3%A4+x&a=&c".as_bytes());
        let expected = [("a", "1"), ("b", "ä x"), ("a", ""), ("c", "")];
        assert_eq!(pairs, Ok(expected.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec()));
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for (bytes, problem) in [
            (&b"a=%"[..], Malformed::Percent),
            (b"a=%zz", Malformed::Percent),
            (b"a=%u0041", Malformed::Percent),
            (b"a=%ff%fe", Malformed::Encoding),
            (b"a=%c0%af", Malformed::Encoding),
            (b"a=%ed%a0%80", Malformed::Encoding),
            (b"a=\xff", Malformed::Encoding),
            (b"a%00=1", Malformed::Nul),
            (b"a=b\0", Malformed::Nul),
        ] {
            assert_eq!(decode(bytes), Err(problem), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn a_flood_of_parameters_is_refused() {
        let flood: Vec<String> = (0..65).map(|n| format!("k{n}=v")).collect();
        assert_eq!(decode(flood.join("&").as_bytes()), Err(Malformed::Limit));
        let name = "a".repeat(129);
        assert_eq!(decode(format!("{name}=1").as_bytes()), Err(Malformed::Limit));
    }

    #[test]
    fn a_repeated_field_is_refused() {
        let twice = vec![("email".to_owned(), "a".to_owned()), ("email".to_owned(), "b".to_owned())];
        assert!(Fields::new(twice).is_err());
    }
}
