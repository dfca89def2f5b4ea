//! Logout tokens: how a client's server learns that a session has ended
//! [OIDC Back-Channel Logout §2.4].

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::policy::Policy;
use crate::session::Session;

/// The `typ` of a logout token.
pub const TYP: &str = "logout+jwt";

/// A token is signed anew for every delivery, so it need not live long.
const TTL: TimeDelta = TimeDelta::minutes(2);

/// The claims of a logout token. Instants are in seconds. There is never a
/// nonce, so that no ID token can pass for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogoutTokenClaims {
    iss: String,
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: Uuid,
    sid: String,
    events: Events,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Events {
    #[serde(rename = "http://schemas.openid.net/event/backchannel-logout")]
    back_channel_logout: Map<String, Value>,
}

impl LogoutTokenClaims {
    /// Tells the client `client_id` that `session` has ended.
    pub fn new(policy: &Policy, client_id: &str, session: &Session, jti: Uuid, now: DateTime<Utc>) -> Self {
        Self {
            iss: policy.issuer.clone(),
            sub: session.sub.clone(),
            aud: client_id.to_owned(),
            iat: now.timestamp(),
            exp: (now + TTL).timestamp(),
            jti,
            sid: session.sid.clone(),
            events: Events { back_channel_logout: Map::new() },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::{at, policy, session};

    #[test]
    fn a_logout_token_has_exactly_these_claims() {
        let claims = LogoutTokenClaims::new(&policy(), "web", &session(), Uuid::nil(), at(1000));
        assert_eq!(
            json!(claims),
            json!({
                "iss": "https://id.example.fi",
                "sub": "sub-1",
                "aud": "web",
                "iat": at(1000).timestamp(),
                "exp": at(1120).timestamp(),
                "jti": "00000000-0000-0000-0000-000000000000",
                "sid": "sid-1",
                "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
            })
        );
    }
}
