//! Whether tokens are genuine, as a relying party checks it. One token answer
//! in [`SAMPLE`] is looked at: enough to notice a provider that hands out
//! rubbish, too few for the check's own CPU time to matter.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, ensure};
use josekit::jwk::JwkSet;
use josekit::jws::{self, JwsVerifier};
use josekit::jwt;
use serde_json::Value;

use crate::relying_party::Tokens;

/// Of so many token answers one is verified, beginning with the first.
const SAMPLE: u64 = 200;

/// Verifies a sample of a provider's tokens.
pub struct Verifier {
    issuer: String,
    client_id: String,
    keys: Vec<(String, Box<dyn JwsVerifier>)>,
    seen: AtomicU64,
    verified: AtomicU64,
}

impl Verifier {
    /// A verifier with the keys of a JWK Set.
    ///
    /// # Errors
    /// When the set holds no ES256 key.
    pub fn new(issuer: String, client_id: String, jwks: &[u8]) -> anyhow::Result<Self> {
        let set = JwkSet::from_bytes(jwks).context("parse the keys")?;
        let es256 = set.keys().into_iter().filter(|jwk| jwk.algorithm() == Some("ES256"));
        let keys: Vec<_> = es256
            .map(|jwk| {
                let verifier: Box<dyn JwsVerifier> = Box::new(jws::ES256.verifier_from_jwk(jwk)?);
                anyhow::Ok((jwk.key_id().context("a key without kid")?.to_owned(), verifier))
            })
            .collect::<anyhow::Result<_>>()?;
        ensure!(!keys.is_empty(), "the provider publishes no ES256 key");
        Ok(Self { issuer, client_id, keys, seen: AtomicU64::new(0), verified: AtomicU64::new(0) })
    }

    /// How many signatures were verified.
    pub fn verified(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    /// Verifies `tokens` when their turn comes. An opaque access token has
    /// nothing to verify.
    ///
    /// # Errors
    /// When one of them is not genuine.
    pub fn sample(&self, tokens: &Tokens, nonce: Option<&str>) -> anyhow::Result<()> {
        if !self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(SAMPLE) {
            return Ok(());
        }
        if let Some(id_token) = &tokens.id_token {
            let claims = self.claims(id_token).context("the ID token")?;
            ensure!(claims.get("aud").is_some_and(|aud| names(aud, &self.client_id)), "an ID token for somebody else");
            let answered = claims.get("nonce").and_then(Value::as_str);
            ensure!(nonce.is_none() || answered == nonce, "an ID token with another nonce");
        }
        if tokens.access_token.split('.').count() == 3 {
            self.claims(&tokens.access_token).context("the access token")?;
        }
        Ok(())
    }

    fn claims(&self, token: &str) -> anyhow::Result<serde_json::Map<String, Value>> {
        let header = jwt::decode_header(token)?;
        let kid = header.claim("kid").and_then(Value::as_str).context("no kid")?;
        let (_, verifier) = self.keys.iter().find(|(known, _)| known == kid).context("an unknown kid")?;
        let (payload, _) = jwt::decode_with_verifier(token, verifier.as_ref())?;
        ensure!(payload.issuer() == Some(&self.issuer), "another issuer");
        self.verified.fetch_add(1, Ordering::Relaxed);
        Ok(payload.claims_set().clone())
    }
}

fn names(audience: &Value, client_id: &str) -> bool {
    match audience {
        Value::Array(list) => list.iter().any(|one| one == client_id),
        one => one == client_id,
    }
}
