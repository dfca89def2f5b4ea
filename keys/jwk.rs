//! Public keys as relying parties see them: JSON Web Keys [RFC 7517] named by
//! their thumbprint [RFC 7638].

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use josekit::jwk::Jwk;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::Algorithm;

/// The members that make a public key of each type, in the order in which a
/// thumbprint takes them. Only what stands here is ever published.
const PUBLIC_MEMBERS: [(&str, &[&str]); 2] = [("EC", &["crv", "kty", "x", "y"]), ("RSA", &["e", "kty", "n"])];

/// The published form of a public key: its members, `kid`, `alg` and `use`.
pub(crate) fn published(public: &Jwk, kid: &str, algorithm: Algorithm) -> Value {
    let mut members: Map<String, Value> =
        public_members(public).map(|(name, value)| (name.to_owned(), Value::from(value))).collect();
    members.insert("kid".to_owned(), json!(kid));
    members.insert("alg".to_owned(), json!(algorithm.name()));
    members.insert("use".to_owned(), json!("sig"));
    Value::Object(members)
}

/// The base64url SHA-256 thumbprint of a public key [RFC 7638 §3].
pub(crate) fn thumbprint(public: &Jwk) -> String {
    // By hand, because the order of members is the point and a JSON map's order
    // depends on features that other crates switch on. The values are base64url
    // or registered names: nothing in them needs escaping.
    let members: Vec<String> = public_members(public).map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
    let canonical = format!("{{{}}}", members.join(","));
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
}

/// The point of a public key on an elliptic curve, as big-endian bytes; empty
/// where `public` is no such key.
pub(crate) fn coordinates(public: &Jwk) -> (Vec<u8>, Vec<u8>) {
    let member = |name| public.parameter(name).and_then(Value::as_str);
    let bytes = |name| member(name).and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok()).unwrap_or_default();
    match member("crv") {
        Some("P-256") => (bytes("x"), bytes("y")),
        _ => (Vec::new(), Vec::new()),
    }
}

fn public_members(public: &Jwk) -> impl Iterator<Item = (&'static str, &str)> {
    PUBLIC_MEMBERS
        .into_iter()
        .filter(|(key_type, _)| *key_type == public.key_type())
        .flat_map(|(_, names)| names.iter().copied())
        .filter_map(|name| Some((name, public.parameter(name)?.as_str()?)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_whatever_else_the_key_carries() {
        let jwk = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let expected = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
        assert_eq!(thumbprint(&Jwk::from_bytes(jwk).unwrap()), expected);
    }

    #[test]
    fn a_private_key_is_published_without_its_private_members() {
        for algorithm in Algorithm::ALL {
            let key = algorithm.generate().unwrap();
            let mut private = key.to_public();
            for member in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
                private.set_parameter(member, Some(json!("c2VjcmV0"))).unwrap();
            }
            let jwk = published(&private, "key-1", algorithm);
            let mut names: Vec<&str> = jwk.as_object().unwrap().keys().map(String::as_str).collect();
            names.sort_unstable();
            let expected: &[&str] = match algorithm {
                Algorithm::Es256 => &["alg", "crv", "kid", "kty", "use", "x", "y"],
                Algorithm::Rs256 => &["alg", "e", "kid", "kty", "n", "use"],
            };
            assert_eq!(names, expected);
        }
    }
}
