//! ID tokens [OIDC Core §2, §3.1.3.6], and what they say when a client hands
//! one back as a hint.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::claims::{Person, claims_of};
use crate::client::Client;
use crate::grant::Grant;
use crate::policy::Policy;
use crate::scope::Scope;
use crate::session::Session;

/// The claims of an ID token. Instants are in seconds.
#[derive(Clone, PartialEq, Serialize)]
pub struct IdTokenClaims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    acr: String,
    amr: Vec<String>,
    sid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_hash: Option<String>,
    #[serde(flatten)]
    person: Map<String, Value>,
}

impl IdTokenClaims {
    /// The claims for the client of `grant` about the login of `session`.
    /// `auth_time` is the grant's, so that a refresh repeats it
    /// [OIDC Core §12.2].
    pub fn new(policy: &Policy, grant: &Grant, session: &Session, now: DateTime<Utc>) -> Self {
        Self {
            iss: policy.issuer.clone(),
            sub: session.sub.clone(),
            aud: grant.client_id.clone(),
            exp: (now + policy.id_token_ttl).timestamp(),
            iat: now.timestamp(),
            auth_time: grant.auth_time.timestamp(),
            nonce: None,
            acr: session.acr.clone(),
            amr: session.amr.clone(),
            sid: session.sid.clone(),
            at_hash: None,
            person: Map::new(),
        }
    }

    /// With the nonce of the authorization request.
    pub fn with_nonce(self, nonce: Option<String>) -> Self {
        Self { nonce, ..self }
    }

    /// Bound to the access token that is issued beside it.
    pub fn with_access_token(self, access_token: &str) -> Self {
        Self { at_hash: Some(at_hash(access_token)), ..self }
    }

    /// With the person's old id, and with the claims of `scope` where `client`
    /// is registered to read them here.
    pub fn with_person(self, person: &Person, scope: &Scope, client: &Client) -> Self {
        let person =
            if client.claims_in_id_token { claims_of(person, scope) } else { claims_of(person, &Scope::default()) };
        Self { person, ..self }
    }
}

/// The left half of the access token's SHA-256, which is the hash of every
/// signing algorithm offered here [OIDC Core §3.1.3.6].
fn at_hash(access_token: &str) -> String {
    let hash: [u8; 32] = Sha256::digest(access_token).into();
    let (left_half, _) = hash.split_at(16);
    URL_SAFE_NO_PAD.encode(left_half)
}

/// What an ID token says that comes back as `id_token_hint`. It may have
/// expired long ago [OIDC RP-Initiated Logout §2].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct HintClaims {
    iss: String,
    /// The person whom it was about.
    pub sub: String,
    /// The client that it was issued to.
    pub aud: String,
    /// The session that it was about.
    pub sid: Option<String>,
}

impl HintClaims {
    /// The claims of an ID token whose signature the caller has verified;
    /// `None` when it is not one of this provider.
    pub fn accept(claims: Map<String, Value>, policy: &Policy) -> Option<Self> {
        serde_json::from_value(Value::Object(claims)).ok().filter(|hint: &Self| hint.iss == policy.issuer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::{at, client, grant, person, policy, session};

    fn bare() -> IdTokenClaims {
        IdTokenClaims::new(&policy(), &grant(), &session(), at(1000))
    }

    fn base() -> Value {
        json!({
            "iss": "https://id.example.fi",
            "sub": "sub-1",
            "aud": "web",
            "exp": at(1300).timestamp(),
            "iat": at(1000).timestamp(),
            "auth_time": at(0).timestamp(),
            "acr": "https://id.example.fi/acr/password",
            "amr": ["pwd"],
            "sid": "sid-1",
        })
    }

    fn with(mut base: Value, more: Value) -> Value {
        if let (Some(base), Value::Object(more)) = (base.as_object_mut(), more) {
            base.extend(more);
        }
        base
    }

    #[test]
    fn the_at_hash_of_oidc_core_appendix_a_holds() {
        let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(at_hash(access_token), "77QmUPtjPfzWtF2AnpK9RQ");
    }

    #[test]
    fn an_id_token_has_exactly_these_claims() {
        assert_eq!(json!(bare()), base());
        let full =
            bare().with_nonce(Some("no".to_owned())).with_access_token("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        let more = json!({ "nonce": "no", "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" });
        assert_eq!(json!(full), with(base(), more));
    }

    #[test]
    fn auth_time_is_that_of_the_grant() {
        let mut later = session();
        later.auth_time = at(900);
        let claims = IdTokenClaims::new(&policy(), &grant(), &later, at(1000));
        assert_eq!(json!(claims), base());
    }

    #[test]
    fn a_person_is_described_only_where_the_client_reads_it_there() {
        let scope = Scope::parse("openid email");
        let reading = Client { claims_in_id_token: true, ..client() };
        let lean = bare().with_person(&person(), &scope, &client());
        assert_eq!(json!(lean), with(base(), json!({ "legacy_id": "old-7" })));
        let rich = bare().with_person(&person(), &scope, &reading);
        let more = json!({
            "legacy_id": "old-7",
            "email": "minna@example.fi",
            "email_verified": true,
        });
        assert_eq!(json!(rich), with(base(), more));
    }

    #[test]
    fn a_hint_is_ours_and_may_be_old() {
        let accept = |value: Value| HintClaims::accept(value.as_object().cloned().unwrap_or_default(), &policy());
        let hint = accept(with(base(), json!({ "exp": 1 })));
        let hint = hint.map(|hint| (hint.sub, hint.aud, hint.sid));
        let sid = Some("sid-1".to_owned());
        assert_eq!(hint, Some(("sub-1".to_owned(), "web".to_owned(), sid)));
        for wrong in [
            with(base(), json!({ "iss": "https://evil.test" })),
            with(base(), json!({ "aud": ["web", "other"] })),
            with(base(), json!({ "sub": null })),
            json!({}),
        ] {
            assert_eq!(accept(wrong.clone()), None, "{wrong}");
        }
    }
}
