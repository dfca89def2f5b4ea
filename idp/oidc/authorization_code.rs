//! The authorization code and its record [RFC 6749 §4.1.2].
//!
//! A code is `ac_` and the base64url of: the time of issue in milliseconds (6
//! bytes, big endian) and 26 random bytes. Its digest begins with the same six,
//! so that the index of used codes grows at its end: digests in no order would
//! cost a page of the disk for each login.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::authorization_request::AuthorizationRequest;
use crate::names::Digest;
use crate::pkce::is_base64url;
use crate::policy::Policy;
use crate::scope::Scope;
use crate::session::Session;

const PREFIX: &str = "ac_";
/// Bytes of a code and of its digest that tell the time of issue.
const TIME: usize = 6;
/// The same as characters of base64url.
const TIME_ENCODED: usize = 8;

/// The code itself: `ac_` and 43 base64url characters. Only the client gets
/// it.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret {
    text: String,
    digest: Digest,
}

impl CodeSecret {
    /// The text that the client gets.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the code's record is found by.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeSecret(..)")
    }
}

/// What the provider remembers of a live code. The code itself is nowhere
/// stored, only its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// Whom it was issued to.
    pub client_id: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// The PKCE challenge (S256), when the request had one [RFC 7636 §4.3].
    pub code_challenge: Option<String>,
    /// The request's nonce.
    pub nonce: Option<String>,
    /// What was granted.
    pub scope: Scope,
    /// The login behind it, as it stood when the code was issued.
    pub session: Session,
    /// When the code stops being redeemable.
    pub expires_at: DateTime<Utc>,
}

impl AuthorizationCode {
    /// The code that answers `request`, made of the time and of random bytes,
    /// and the record to keep of it.
    pub fn issue(
        request: &AuthorizationRequest,
        session: &Session,
        policy: &Policy,
        random: [u8; 32],
        now: DateTime<Utc>,
    ) -> (CodeSecret, Self) {
        let code = Self {
            client_id: request.client_id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge.clone(),
            nonce: request.nonce.clone(),
            scope: request.scope.clone(),
            session: session.clone(),
            expires_at: now + policy.code_ttl,
        };
        let [_, _, time @ ..] = now.timestamp_millis().to_be_bytes();
        let text = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(with_time(random, time)));
        let digest = digest(&text, time);
        (CodeSecret { text, digest }, code)
    }
}

/// What the record of the code `text` is found by; `None` when `text` cannot
/// be a code of this provider.
pub fn secret_digest(text: &str) -> Option<Digest> {
    let encoded = text.strip_prefix(PREFIX)?;
    let well_formed = encoded.len() == 43 && encoded.bytes().all(is_base64url);
    let mut time = [0; TIME];
    URL_SAFE_NO_PAD.decode_slice(encoded.get(..TIME_ENCODED).filter(|_| well_formed)?, &mut time).ok()?;
    Some(digest(text, time))
}

fn digest(text: &str, time: [u8; TIME]) -> Digest {
    Digest(with_time(Digest::of(text).0, time))
}

fn with_time(mut bytes: [u8; 32], time: [u8; TIME]) -> [u8; 32] {
    bytes.iter_mut().zip(time).for_each(|(byte, of_time)| *byte = of_time);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{at, policy, request, session};

    /// 1,790,001,000,000 ms.
    const TIME_OF_1000: [u8; TIME] = [0x01, 0xa0, 0xc4, 0x5f, 0xae, 0x40];

    #[test]
    fn a_code_is_found_by_its_digest_and_keeps_what_was_asked() {
        let (secret, code) = AuthorizationCode::issue(&request(), &session(), &policy(), [7; 32], at(1000));
        assert_eq!(secret.as_str(), format!("ac_{}", URL_SAFE_NO_PAD.encode([&TIME_OF_1000[..], &[7; 26]].concat())));
        assert_eq!(secret_digest(secret.as_str()), Some(secret.digest()));
        assert_eq!(code.client_id, "web");
        assert_eq!(code.redirect_uri, request().redirect_uri);
        assert_eq!(code.code_challenge, request().code_challenge);
        assert_eq!(code.nonce, request().nonce);
        assert_eq!(code.scope, request().scope);
        assert_eq!(code.session, session());
        assert_eq!(code.expires_at, at(1060));
    }

    #[test]
    fn digests_are_in_the_order_of_their_codes_and_hide_the_rest_of_them() {
        let issue = |random, second| AuthorizationCode::issue(&request(), &session(), &policy(), random, at(second)).0;
        let (early, late) = (issue([9; 32], 1000).digest(), issue([1; 32], 1001).digest());
        assert!(early < late);
        assert_ne!(early, issue([8; 32], 1000).digest());
        let shared = early.0.iter().zip(TIME_OF_1000.iter().chain(&[9; 26])).filter(|(a, b)| a == b);
        assert!(shared.count() < 10, "only the time is told");
    }

    #[test]
    fn a_text_of_another_shape_is_no_code() {
        let good = format!("ac_{}", "a".repeat(43));
        assert!(secret_digest(&good).is_some());
        let rt = good.replace("ac_", "rt_");
        let longer = format!("{good}a");
        let padded = format!("ac_{}=", "a".repeat(42));
        let foreign = format!("ac_{}", "\u{e4}".repeat(43));
        for text in ["", "x", "ac_", "\0", "../../x", "' OR 1=1--", &rt, &longer, &padded, &foreign] {
            assert!(secret_digest(text).is_none(), "{text:?}");
        }
        assert!(secret_digest(&"a".repeat(100_000)).is_none());
    }

    #[test]
    fn debug_does_not_show_a_code() {
        let (secret, code) = AuthorizationCode::issue(&request(), &session(), &policy(), [7; 32], at(1000));
        assert!(!format!("{secret:?} {code:?}").contains("BwcHBwcH"));
    }

    #[test]
    fn the_record_survives_its_store() -> serde_json::Result<()> {
        let (_, code) = AuthorizationCode::issue(&request(), &session(), &policy(), [7; 32], at(1000));
        let stored = serde_json::to_vec(&code)?;
        assert_eq!(serde_json::from_slice::<AuthorizationCode>(&stored)?, code);
        Ok(())
    }
}
