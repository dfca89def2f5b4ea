//! JWT access tokens [RFC 9068]. Those of a person name the grant that they
//! hang on, so that its end ends them too.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::client::Client;
use crate::error::{ErrorCode, ProtocolError};
use crate::grant::Grant;
use crate::policy::Policy;
use crate::scope::Scope;
use crate::session::Session;

/// The `typ` of an access token [RFC 9068 §2.1].
pub const TYP: &str = "at+jwt";

const NOT_OURS: ProtocolError = ProtocolError::invalid_token("the token is not an access token of this provider");
const EXPIRED: ProtocolError = ProtocolError::invalid_token("the token has expired");
const NOT_FOR_USERINFO: ProtocolError =
    ProtocolError::new(ErrorCode::InsufficientScope, "the token lacks the scope openid");

/// The claims of an access token. Instants are in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The person; the client itself when no person is involved.
    pub sub: String,
    /// Who accepts it: this provider, whose userinfo endpoint it opens.
    pub aud: String,
    /// Whom it was issued to.
    pub client_id: String,
    /// What it may be used for.
    #[serde(default, skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
    /// When it stops being valid.
    pub exp: i64,
    /// When it was issued.
    pub iat: i64,
    /// Its own name.
    pub jti: Uuid,
    /// When the person had proved who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// How strongly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// How.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The session that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The grant that it hangs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<Uuid>,
}

impl AccessTokenClaims {
    /// The claims of a token with `scope` that hangs on `grant`.
    pub fn for_person(
        policy: &Policy,
        grant: &Grant,
        session: &Session,
        scope: Scope,
        jti: Uuid,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            sub: session.sub.clone(),
            auth_time: Some(grant.auth_time.timestamp()),
            acr: Some(session.acr.clone()),
            amr: session.amr.clone(),
            sid: Some(session.sid.clone()),
            grant_id: Some(grant.id),
            ..Self::bare(policy, &grant.client_id, scope, jti, now)
        }
    }

    /// The claims of a token that `client` got for itself.
    pub fn for_client(policy: &Policy, client: &Client, scope: Scope, jti: Uuid, now: DateTime<Utc>) -> Self {
        Self::bare(policy, &client.client_id, scope, jti, now)
    }

    fn bare(policy: &Policy, client_id: &str, scope: Scope, jti: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            iss: policy.issuer.clone(),
            sub: client_id.to_owned(),
            aud: policy.issuer.clone(),
            client_id: client_id.to_owned(),
            scope,
            exp: (now + policy.access_token_ttl).timestamp(),
            iat: now.timestamp(),
            jti,
            auth_time: None,
            acr: None,
            amr: Vec::new(),
            sid: None,
            grant_id: None,
        }
    }

    /// The claims of a token whose signature and `typ` the caller has
    /// verified [RFC 9068 §4]. No clock skew is granted: the clock is our own.
    ///
    /// # Errors
    /// `invalid_token` when it is not one of this provider or has expired.
    pub fn accept(claims: Map<String, Value>, policy: &Policy, now: DateTime<Utc>) -> Result<Self, ProtocolError> {
        let claims: Self = serde_json::from_value(Value::Object(claims)).map_err(|_| NOT_OURS)?;
        if claims.iss != policy.issuer || claims.aud != policy.issuer {
            return Err(NOT_OURS);
        }
        if now.timestamp() >= claims.exp {
            return Err(EXPIRED);
        }
        Ok(claims)
    }

    /// The grant of a token that may ask for userinfo [OIDC Core §5.3].
    ///
    /// # Errors
    /// `insufficient_scope` for a token without `openid` or without a person.
    pub fn userinfo_grant(&self) -> Result<Uuid, ProtocolError> {
        self.grant_id.filter(|_| self.scope.contains(Scope::OPENID)).ok_or(NOT_FOR_USERINFO)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::{at, client, grant, policy, session};

    fn token() -> AccessTokenClaims {
        let scope = Scope::parse("openid email");
        AccessTokenClaims::for_person(&policy(), &grant(), &session(), scope, Uuid::nil(), at(1000))
    }

    fn accepted_with(name: &str, value: Value) -> Result<AccessTokenClaims, ProtocolError> {
        let mut claims = json!(token()).as_object().cloned().unwrap_or_default();
        claims.insert(name.to_owned(), value);
        AccessTokenClaims::accept(claims, &policy(), at(1001))
    }

    #[test]
    fn a_token_of_a_person_has_exactly_these_claims() {
        assert_eq!(
            json!(token()),
            json!({
                "iss": "https://id.example.fi",
                "sub": "sub-1",
                "aud": "https://id.example.fi",
                "client_id": "web",
                "scope": "email openid",
                "exp": at(1600).timestamp(),
                "iat": at(1000).timestamp(),
                "jti": "00000000-0000-0000-0000-000000000000",
                "auth_time": at(0).timestamp(),
                "acr": "https://id.example.fi/acr/password",
                "amr": ["pwd"],
                "sid": "sid-1",
                "grant_id": "00000000-0000-0000-0000-000000000002",
            })
        );
    }

    #[test]
    fn a_token_of_a_client_names_no_person() {
        let claims = AccessTokenClaims::for_client(&policy(), &client(), Scope::default(), Uuid::nil(), at(1000));
        assert_eq!(
            json!(claims),
            json!({
                "iss": "https://id.example.fi",
                "sub": "web",
                "aud": "https://id.example.fi",
                "client_id": "web",
                "exp": at(1600).timestamp(),
                "iat": at(1000).timestamp(),
                "jti": "00000000-0000-0000-0000-000000000000",
            })
        );
    }

    #[test]
    fn a_token_is_accepted_until_it_expires() {
        let claims = json!(token()).as_object().cloned().unwrap_or_default();
        for (seconds, expected) in
            [(1000, Ok(token())), (1599, Ok(token())), (1600, Err(EXPIRED)), (9999, Err(EXPIRED))]
        {
            let found = AccessTokenClaims::accept(claims.clone(), &policy(), at(seconds));
            assert_eq!(found, expected, "{seconds}");
        }
    }

    #[test]
    fn a_token_that_is_not_ours_is_refused() {
        for (name, value) in [
            ("iss", json!("https://evil.test")),
            ("iss", json!("https://id.example.fi/")),
            ("iss", Value::Null),
            ("aud", json!("web")),
            ("aud", json!(["https://id.example.fi", "web"])),
            ("exp", Value::Null),
            ("exp", json!("never")),
            ("jti", json!("x")),
            ("client_id", Value::Null),
            ("sub", json!(7)),
        ] {
            assert_eq!(accepted_with(name, value.clone()), Err(NOT_OURS), "{name} {value}");
        }
        let nothing = AccessTokenClaims::accept(Map::new(), &policy(), at(1));
        assert_eq!(nothing, Err(NOT_OURS));
    }

    #[test]
    fn userinfo_needs_openid_and_a_person() {
        assert_eq!(token().userinfo_grant(), Ok(grant().id));
        let plain = AccessTokenClaims { scope: Scope::parse("email"), ..token() };
        assert_eq!(plain.userinfo_grant(), Err(NOT_FOR_USERINFO));
        let own = AccessTokenClaims { grant_id: None, ..token() };
        assert_eq!(own.userinfo_grant(), Err(NOT_FOR_USERINFO));
    }
}
