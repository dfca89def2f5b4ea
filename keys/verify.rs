//! Which tokens are ours: the signature, and that the token is of the expected
//! kind [RFC 8725 §3]. Who issued it, to whom and until when is for the caller.
//!
//! Key and algorithm come from our record, found by `kid`; what the header says
//! of them can only make a token fail. Stricter than the spec: a header with
//! anything that this service does not write itself is refused.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{KeyRing, VerifyError};

/// Longer tokens are not looked at: parsing costs, and ours are far shorter.
const MAX_JWT: usize = 8 * 1024;

/// Which kind of token is expected, so that none passes for another [RFC 8725 §3.11].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// An ID token: `typ` is absent or `JWT`.
    IdToken,
    /// An access token: `typ` is exactly `at+jwt` [RFC 9068 §2.1].
    AccessToken,
}

impl Expected {
    fn allows(self, typ: Option<&str>) -> bool {
        match self {
            Self::IdToken => matches!(typ, None | Some("JWT")),
            Self::AccessToken => typ == Some("at+jwt"),
        }
    }
}

/// The header that `KeyRing::sign` writes. Unknown members are an error, and so
/// `crit`, `b64`, `jwk`, `jku`, `x5c`, `x5u`, `zip`, … never have a meaning here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Cow<'a, str>,
    #[serde(borrow)]
    kid: Cow<'a, str>,
    #[serde(borrow, default)]
    typ: Option<Cow<'a, str>>,
}

impl KeyRing {
    /// The claims of a token that this service signed, of the `expected` kind.
    /// `exp`, `iss` and `aud` are not judged.
    ///
    /// # Errors
    /// The first reason why the token is not such a one.
    pub fn verify(&self, jwt: &str, expected: Expected) -> Result<Map<String, Value>, VerifyError> {
        if jwt.len() > MAX_JWT {
            return Err(VerifyError::TooLong);
        }
        let (signed, signature) = jwt.rsplit_once('.').ok_or(VerifyError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(VerifyError::Malformed)?;
        if claims.contains('.') {
            return Err(VerifyError::Malformed);
        }
        let header = decode(header)?;
        let header: Header<'_> = serde_json::from_slice(&header).map_err(|_| VerifyError::Header)?;
        let key = self.verifying.iter().find(|key| key.kid == header.kid).ok_or(VerifyError::UnknownKey)?;
        if header.alg != key.algorithm.name() {
            return Err(VerifyError::WrongAlgorithm);
        }
        if !expected.allows(header.typ.as_deref()) {
            return Err(VerifyError::WrongType);
        }
        if !key.verifier.accepts(signed.as_bytes(), &decode(signature)?) {
            return Err(VerifyError::BadSignature);
        }
        serde_json::from_slice(&decode(claims)?).map_err(|_| VerifyError::Malformed)
    }
}

/// Base64url without padding and in its one canonical form [RFC 7515 §2].
fn decode(part: &str) -> Result<Vec<u8>, VerifyError> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| VerifyError::Malformed)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use josekit::jws::HS256;
    use serde_json::json;

    use super::*;
    use crate::signature::Signer;
    use crate::{Algorithm, KeyRecord, KeyState, fixture};

    /// The ring, its current ES256 key and its RS256 key.
    fn service() -> (KeyRing, KeyRecord, KeyRecord) {
        let es256 = fixture::record(Algorithm::Es256, KeyState::Current);
        let rs256 = fixture::rsa();
        (fixture::ring(&[es256.clone(), rs256.clone()]), es256, rs256)
    }

    fn part(json: &Value) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(json.to_string())
    }

    /// A token over `header` with a genuine signature of `record`'s key.
    fn signed_by(record: &KeyRecord, header: &Value) -> String {
        let input = format!("{}.{}", part(header), part(&json!({"sub": "s"})));
        let der = record.open(&fixture::sealer()).unwrap();
        let signature = Signer::new(record.algorithm, &der).unwrap().sign(input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn a_token_of_one_kind_never_passes_for_another() {
        let (ring, ..) = service();
        let wrong = Err(VerifyError::WrongType);
        for (typ, id_token, access_token) in [
            (None, true, false),
            (Some("JWT"), true, false),
            (Some("at+jwt"), false, true),
            (Some("AT+JWT"), false, false),
            (Some("jwt"), false, false),
            (Some("logout+jwt"), false, false),
            (Some("dpop+jwt"), false, false),
            (Some(""), false, false),
        ] {
            let jwt = ring.sign(Algorithm::Es256, typ, &json!({"sub": "s"})).unwrap();
            for (expected, good) in [(Expected::IdToken, id_token), (Expected::AccessToken, access_token)] {
                let verified = ring.verify(&jwt, expected).map(|claims| claims["sub"].clone());
                let outcome = if good { Ok(json!("s")) } else { wrong.clone() };
                assert_eq!(verified, outcome, "{typ:?} as {expected:?}");
            }
        }
    }

    #[test]
    fn the_algorithm_is_that_of_our_key_whatever_the_header_says() {
        let (ring, es256, rs256) = service();
        for alg in ["none", "None", "NONE", "nOnE", "HS256", "RS256", "ES384", "es256", ""] {
            let header = json!({"alg": alg, "kid": es256.kid});
            let refused = Err(VerifyError::WrongAlgorithm);
            assert_eq!(ring.verify(&signed_by(&es256, &header), Expected::IdToken), refused);
            let unsigned = format!("{}.{}.", part(&header), part(&json!({"sub": "s"})));
            assert_eq!(ring.verify(&unsigned, Expected::IdToken), refused, "{alg}");
        }
        let header = json!({"alg": "PS256", "kid": rs256.kid});
        let refused = ring.verify(&signed_by(&rs256, &header), Expected::IdToken);
        assert_eq!(refused, Err(VerifyError::WrongAlgorithm));
    }

    #[test]
    fn a_public_key_is_no_shared_secret() {
        let (ring, es256, rs256) = service();
        for record in [es256, rs256] {
            let public = record.algorithm.parse(&record.open(&fixture::sealer()).unwrap());
            let public = public.unwrap().to_public();
            for secret in [record.public_jwk.to_string(), public.to_string()] {
                let hmac = HS256.signer_from_bytes(secret.as_bytes()).unwrap();
                for alg in ["HS256", record.algorithm.name()] {
                    let header = json!({"alg": alg, "kid": record.kid});
                    let input = format!("{}.{}", part(&header), part(&json!({"sub": "s"})));
                    let mac = hmac.sign(input.as_bytes()).unwrap();
                    let jwt = format!("{input}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac));
                    assert!(ring.verify(&jwt, Expected::IdToken).is_err(), "{alg}");
                }
            }
        }
    }

    #[test]
    fn a_foreign_key_is_refused_under_its_own_name_and_under_ours() {
        let (ring, es256, rs256) = service();
        let foreign = fixture::record(Algorithm::Es256, KeyState::Current);
        for (signer, alg, kid, error) in [
            (&foreign, "ES256", json!(foreign.kid), VerifyError::UnknownKey),
            (&foreign, "ES256", json!(es256.kid), VerifyError::BadSignature),
            (&foreign, "RS256", json!(rs256.kid), VerifyError::BadSignature),
            (&es256, "ES256", json!(rs256.kid), VerifyError::WrongAlgorithm),
            (&es256, "ES256", json!(""), VerifyError::UnknownKey),
            (&es256, "ES256", json!("../../dev/null"), VerifyError::UnknownKey),
            (&es256, "ES256", json!(7), VerifyError::Header),
            (&es256, "ES256", json!(null), VerifyError::Header),
        ] {
            let jwt = signed_by(signer, &json!({"alg": alg, "kid": kid}));
            assert_eq!(ring.verify(&jwt, Expected::IdToken), Err(error), "{alg} {kid}");
        }
    }

    #[test]
    fn a_header_with_anything_that_we_do_not_write_is_refused_though_well_signed() {
        let (ring, es256, _) = service();
        let foreign = fixture::record(Algorithm::Es256, KeyState::Current).public_jwk;
        for (name, value) in [
            ("jwk", foreign),
            ("jku", json!("https://attacker.example/jwks")),
            ("x5u", json!("https://attacker.example/cert")),
            ("x5c", json!(["MIIB"])),
            ("x5t", json!("dGh1bWI")),
            ("x5t#S256", json!("dGh1bWI")),
            ("crit", json!(["exp"])),
            ("crit", json!([])),
            ("b64", json!(false)),
            ("cty", json!("JWT")),
            ("enc", json!("A256GCM")),
            ("zip", json!("DEF")),
        ] {
            let mut header = json!({"alg": "ES256", "kid": es256.kid});
            assert!(ring.verify(&signed_by(&es256, &header), Expected::IdToken).is_ok());
            header[name] = value;
            let refused = ring.verify(&signed_by(&es256, &header), Expected::IdToken);
            assert_eq!(refused, Err(VerifyError::Header), "{name}");
        }
        let refused = ring.verify(&signed_by(&es256, &json!({"alg": "ES256"})), Expected::IdToken);
        assert_eq!(refused, Err(VerifyError::Header), "no kid");
    }

    #[test]
    fn a_header_that_says_something_twice_is_refused() {
        let (ring, es256, _) = service();
        let twice = format!(r#"{{"alg":"none","alg":"ES256","kid":"{}"}}"#, es256.kid);
        let jwt = format!("{}.e30.AAAA", BASE64_URL_SAFE_NO_PAD.encode(twice));
        assert_eq!(ring.verify(&jwt, Expected::IdToken), Err(VerifyError::Header));
    }

    #[test]
    fn only_three_canonical_parts_are_a_token() {
        let (ring, ..) = service();
        let jwt = ring.sign(Algorithm::Es256, None, &json!({"sub": "s"})).unwrap();
        let [header, claims, signature] = jwt.split('.').collect::<Vec<_>>()[..] else { unreachable!() };
        let standard = signature.replace('-', "+").replace('_', "/") + "==";
        for malformed in [
            String::new(),
            "..".to_owned(),
            header.to_owned(),
            format!("{header}.{claims}"),
            format!("{header}..{claims}.{signature}"),
            format!("{jwt}."),
            format!(".{jwt}"),
            format!("{jwt}.{signature}"),
            format!("{header}.{claims}.{signature}.a.b"),
            format!("{jwt}="),
            format!("{jwt}=="),
            format!("{jwt} "),
            format!(" {jwt}"),
            format!("{jwt}\n"),
            format!("{header}=.{claims}.{signature}"),
            format!("{header}.{claims}.{standard}"),
        ] {
            let refused = ring.verify(&malformed, Expected::IdToken);
            let shape = matches!(refused, Err(VerifyError::Malformed | VerifyError::Header));
            assert!(shape, "{malformed:?}: {refused:?}");
        }
    }

    #[test]
    fn no_altered_claim_and_no_other_signature_is_accepted() {
        let (ring, ..) = service();
        for algorithm in Algorithm::ALL {
            let jwt = ring.sign(algorithm, None, &json!({"sub": "s"})).unwrap();
            let other = ring.sign(algorithm, None, &json!({"sub": "t"})).unwrap();
            let (input, _) = jwt.rsplit_once('.').unwrap();
            let (_, signature) = other.rsplit_once('.').unwrap();
            let zeroes = BASE64_URL_SAFE_NO_PAD.encode([0; 64]);
            for forged in ["", "AAAA", signature, &zeroes] {
                let refused = ring.verify(&format!("{input}.{forged}"), Expected::IdToken);
                assert_eq!(refused, Err(VerifyError::BadSignature), "{algorithm} {forged}");
            }
        }
    }

    #[test]
    fn a_huge_token_is_refused_before_anything_of_it_is_read() {
        let (ring, ..) = service();
        let jwt = ring.sign(Algorithm::Es256, None, &json!({"pad": "x".repeat(7_000)})).unwrap();
        assert_eq!(ring.verify(&jwt, Expected::IdToken), Err(VerifyError::TooLong));
        let jwt = ring.sign(Algorithm::Es256, None, &json!({"pad": "x".repeat(5_000)})).unwrap();
        assert!(ring.verify(&jwt, Expected::IdToken).is_ok());
        let junk = "a".repeat(MAX_JWT);
        assert_eq!(ring.verify(&junk, Expected::IdToken), Err(VerifyError::Malformed));
        let junk = "a".repeat(MAX_JWT + 1);
        assert_eq!(ring.verify(&junk, Expected::IdToken), Err(VerifyError::TooLong));
    }
}
