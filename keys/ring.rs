//! The keys in use: parsed once, kept for as long as the process or until the
//! next rotation. Signs JWTs in the compact form [RFC 7515 §7.1] and publishes
//! the JWK Set [RFC 7517 §5]; `verify` has the other direction.

use std::fmt;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Serialize;
use serde_json::{Value, json};

use crate::rotation;
use crate::signature::{Signer, Verifier};
use crate::{Algorithm, KeyError, KeyRecord, KeyState, Sealer, jwk};

/// Room for a usual ID token with an ES256 signature, so that it grows seldom.
const USUAL_JWT: usize = 1024;

/// Every key of the service, ready to sign and to verify.
pub struct KeyRing {
    signing: Vec<SigningKey>,
    pub(crate) verifying: Vec<VerifyingKey>,
    jwks: Value,
}

struct SigningKey {
    kid: String,
    algorithm: Algorithm,
    signer: Signer,
}

pub(crate) struct VerifyingKey {
    pub(crate) kid: String,
    pub(crate) algorithm: Algorithm,
    pub(crate) verifier: Verifier,
}

#[derive(Serialize)]
struct Header<'a> {
    alg: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    typ: Option<&'a str>,
    kid: &'a str,
}

impl KeyRing {
    /// Opens and parses every record once.
    ///
    /// The public halves are derived from the sealed private ones: who can write
    /// to the database but lacks the secret cannot have a key of his own published.
    ///
    /// # Errors
    /// [`KeyError::DoesNotOpen`] for another sealing secret or altered records,
    /// [`KeyError::ForeignKey`] when a `kid` names another key,
    /// [`KeyError::Rotation`] unless each algorithm has exactly one current key.
    pub fn open(records: &[KeyRecord], sealer: &Sealer) -> Result<Self, KeyError> {
        rotation::check(records)?;
        let mut sorted: Vec<&KeyRecord> = records.iter().collect();
        // Some relying parties take the first key of their type: let it be the current one.
        sorted.sort_by_key(|record| (record.state, record.algorithm));
        let mut ring = Self { signing: Vec::new(), verifying: Vec::new(), jwks: Value::Null };
        let mut published = Vec::with_capacity(sorted.len());
        for record in sorted {
            published.push(ring.add(record, sealer)?);
        }
        ring.jwks = json!({ "keys": published });
        Ok(ring)
    }

    /// Adds one key and returns its published form.
    fn add(&mut self, record: &KeyRecord, sealer: &Sealer) -> Result<Value, KeyError> {
        let KeyRecord { kid, algorithm, .. } = record;
        let der = record.open(sealer)?;
        let public = algorithm.parse(&der)?.to_public();
        if jwk::thumbprint(&public) != *kid {
            return Err(KeyError::ForeignKey { kid: kid.clone() });
        }
        if record.state == KeyState::Current {
            let signer = Signer::new(*algorithm, &der)?;
            self.signing.push(SigningKey { kid: kid.clone(), algorithm: *algorithm, signer });
        }
        // A next key verifies too: another replica may have rotated a moment ago.
        let verifier = Verifier::new(*algorithm, &public)?;
        self.verifying.push(VerifyingKey { kid: kid.clone(), algorithm: *algorithm, verifier });
        Ok(jwk::published(&public, kid, *algorithm))
    }

    /// The JWT over `claims`, signed with the current key of `algorithm`; `typ`
    /// is written as given, or left out.
    ///
    /// # Errors
    /// [`KeyError::NoCurrentKey`], [`KeyError::Claims`] when `claims` are not a
    /// JSON object, [`KeyError::Crypto`] when OpenSSL fails.
    pub fn sign(&self, algorithm: Algorithm, typ: Option<&str>, claims: &impl Serialize) -> Result<String, KeyError> {
        let key =
            self.signing.iter().find(|key| key.algorithm == algorithm).ok_or(KeyError::NoCurrentKey(algorithm))?;
        let header = Header { alg: algorithm.name(), typ, kid: &key.kid };
        let header = serde_json::to_vec(&header).map_err(KeyError::crypto("write a header"))?;
        let claims = serde_json::to_vec(claims).map_err(|_| KeyError::Claims)?;
        if !claims.starts_with(b"{") {
            return Err(KeyError::Claims);
        }
        let mut jwt = String::with_capacity(USUAL_JWT);
        BASE64_URL_SAFE_NO_PAD.encode_string(header, &mut jwt);
        jwt.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(claims, &mut jwt);
        let signature = key.signer.sign(jwt.as_bytes())?;
        jwt.push('.');
        BASE64_URL_SAFE_NO_PAD.encode_string(signature, &mut jwt);
        Ok(jwt)
    }

    /// The JWK Set: every key with `kid`, `alg` and `use`, the current ones first.
    pub fn jwks(&self) -> Value {
        self.jwks.clone()
    }

    /// The algorithms that can be signed with now.
    pub fn algorithms(&self) -> Vec<Algorithm> {
        self.signing.iter().map(|key| key.algorithm).collect()
    }
}

/// Two rings are the same when they publish the same keys and sign with the
/// same ones.
impl PartialEq for KeyRing {
    fn eq(&self, other: &Self) -> bool {
        let signing = |ring: &Self| ring.signing.iter().map(|key| key.kid.clone()).collect::<Vec<_>>();
        self.jwks == other.jwks && signing(self) == signing(other)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signing: Vec<&str> = self.signing.iter().map(|key| key.kid.as_str()).collect();
        let verifying: Vec<&str> = self.verifying.iter().map(|key| key.kid.as_str()).collect();
        f.debug_struct("KeyRing").field("signing", &signing).field("verifying", &verifying).finish()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::{Expected, RotationError, fixture};

    fn header(jwt: &str) -> Value {
        let header = BASE64_URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
        serde_json::from_slice(&header).unwrap()
    }

    #[test]
    fn a_signed_token_names_the_current_key_and_verifies() {
        let records = fixture::records();
        let ring = fixture::ring(&records);
        for algorithm in Algorithm::ALL {
            let jwt = ring.sign(algorithm, Some("at+jwt"), &json!({"sub": "s"})).unwrap();
            let current = records.iter().find(|r| r.algorithm == algorithm && r.state == KeyState::Current).unwrap();
            let expected = json!({"alg": algorithm.name(), "typ": "at+jwt", "kid": current.kid});
            assert_eq!(header(&jwt), expected);
            assert_eq!(ring.verify(&jwt, Expected::AccessToken).unwrap()["sub"], "s");
        }
        let jwt = ring.sign(Algorithm::Es256, None, &json!({})).unwrap();
        assert_eq!(header(&jwt).get("typ"), None);
    }

    #[test]
    fn only_an_object_is_signed_and_only_with_an_algorithm_that_has_a_key() {
        let ring = fixture::ring(&[fixture::record(Algorithm::Es256, KeyState::Current)]);
        for claims in [json!("text"), json!([1]), json!(null), json!(7)] {
            let refused = ring.sign(Algorithm::Es256, None, &claims);
            assert!(matches!(refused, Err(KeyError::Claims)), "{claims}");
        }
        let refused = ring.sign(Algorithm::Rs256, None, &json!({}));
        assert!(matches!(refused, Err(KeyError::NoCurrentKey(Algorithm::Rs256))));
        assert_eq!(ring.algorithms(), [Algorithm::Es256]);
    }

    #[test]
    fn the_jwk_set_holds_every_key_current_first_and_nothing_private() {
        let records = fixture::records();
        let ring = fixture::ring(&records);
        let jwks = ring.jwks();
        let keys = jwks["keys"].as_array().unwrap();
        let [retired, next, current, rsa] = records.as_slice() else { unreachable!() };
        let kids: Vec<&str> = keys.iter().map(|key| key["kid"].as_str().unwrap()).collect();
        assert_eq!(kids, [&current.kid, &rsa.kid, &next.kid, &retired.kid]);
        for key in keys {
            assert_eq!(key["use"], "sig");
            let alg = key["alg"].as_str().unwrap();
            assert!(Algorithm::from_name(alg).is_some(), "{alg}");
            for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "key_ops"] {
                assert_eq!(key.get(private), None, "{private}");
            }
        }
        let stored: Vec<&Value> = [current, rsa, next, retired].map(|r| &r.public_jwk).to_vec();
        assert_eq!(keys.iter().collect::<Vec<_>>(), stored);
    }

    #[test]
    fn a_token_of_a_key_stays_good_until_the_key_is_gone() {
        let mut records = fixture::records();
        let jwt = fixture::ring(&records).sign(Algorithm::Es256, None, &json!({})).unwrap();
        let fresh = fixture::record(Algorithm::Es256, KeyState::Next);
        records = rotation::rotate(records, fresh, fixture::now()).unwrap();
        assert!(fixture::ring(&records).verify(&jwt, Expected::IdToken).is_ok());
        let kid = header(&jwt)["kid"].clone();
        records.retain(|record| kid != record.kid.as_str());
        let gone = fixture::ring(&records).verify(&jwt, Expected::IdToken);
        assert_eq!(gone, Err(crate::VerifyError::UnknownKey));
    }

    #[test]
    fn a_replica_that_has_not_rotated_yet_verifies_the_next_keys_tokens() {
        let records = fixture::records();
        let fresh = fixture::record(Algorithm::Es256, KeyState::Next);
        let rotated = rotation::rotate(records.clone(), fresh, fixture::now()).unwrap();
        let jwt = fixture::ring(&rotated).sign(Algorithm::Es256, None, &json!({})).unwrap();
        assert!(fixture::ring(&records).verify(&jwt, Expected::IdToken).is_ok());
    }

    #[test]
    fn records_that_were_tampered_with_do_not_open() {
        let good = fixture::record(Algorithm::Es256, KeyState::Current);
        let open = |record: KeyRecord| KeyRing::open(&[record], &fixture::sealer());
        let other = Sealer::new(&[7; 32]).unwrap();
        let opened = KeyRing::open(std::slice::from_ref(&good), &other);
        assert!(matches!(opened, Err(KeyError::DoesNotOpen)), "another secret");

        let sealed = fixture::record(Algorithm::Es256, KeyState::Current).sealed_private;
        let moved = KeyRecord { sealed_private: sealed, ..good.clone() };
        assert!(matches!(open(moved), Err(KeyError::DoesNotOpen)), "another row's key");

        let renamed = KeyRecord { algorithm: Algorithm::Rs256, ..good.clone() };
        assert!(matches!(open(renamed), Err(KeyError::Crypto { .. })), "another algorithm");

        let der = good.open(&fixture::sealer()).unwrap();
        let kid = "chosen".to_owned();
        let sealed = fixture::sealer().seal("signing-key", kid.as_bytes(), &der, [1; 12]).unwrap();
        let foreign = KeyRecord { kid, sealed_private: sealed, ..good };
        assert!(matches!(open(foreign), Err(KeyError::ForeignKey { .. })), "another name");
    }

    #[test]
    fn a_public_key_put_into_the_database_is_neither_published_nor_trusted() {
        let good = fixture::record(Algorithm::Es256, KeyState::Current);
        let mut attacker = fixture::record(Algorithm::Es256, KeyState::Current).public_jwk;
        attacker["kid"] = json!(good.kid);
        let altered = KeyRecord { public_jwk: attacker, ..good.clone() };
        assert_eq!(fixture::ring(&[altered]).jwks()["keys"][0], good.public_jwk);
    }

    #[test]
    fn a_ring_needs_exactly_one_current_key() {
        let open = |records: &[KeyRecord]| KeyRing::open(records, &fixture::sealer());
        let refused = |records: &[KeyRecord]| match open(records) {
            Err(KeyError::Rotation(error)) => error,
            other => unreachable!("{other:?}"),
        };
        let es256 = |state| fixture::record(Algorithm::Es256, state);
        assert_eq!(refused(&[]), RotationError::NoKeys);
        let next = es256(KeyState::Next);
        assert_eq!(refused(&[next]), RotationError::NoCurrent(Algorithm::Es256));
        let two = [es256(KeyState::Current), es256(KeyState::Current)];
        assert_eq!(refused(&two), RotationError::TwoCurrent(Algorithm::Es256));
    }

    #[test]
    fn a_ring_is_shared_between_threads_and_its_debug_shows_only_names() {
        fn shared<T: Send + Sync>(_: &T) {}
        let record = fixture::record(Algorithm::Es256, KeyState::Current);
        let ring = fixture::ring(std::slice::from_ref(&record));
        shared(&ring);
        let kid = &record.kid;
        let shown = format!("KeyRing {{ signing: [\"{kid}\"], verifying: [\"{kid}\"] }}");
        assert_eq!(format!("{ring:?}"), shown);
    }
}
