//! The token endpoint's answer [RFC 6749 §5.1, OIDC Core §3.1.3.3].

use serde::Serialize;

use crate::policy::Policy;
use crate::scope::Scope;

/// The JSON body that brings tokens to a client. It has no `Debug`, since all
/// of it is secret.
#[derive(Serialize)]
pub struct TokenResponse {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Scope::is_empty")]
    scope: Scope,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

impl TokenResponse {
    /// The answer with a new `access_token` of `scope`.
    pub fn new(policy: &Policy, access_token: String, scope: Scope) -> Self {
        Self {
            access_token,
            token_type: "Bearer",
            expires_in: policy.access_token_ttl.num_seconds(),
            scope,
            id_token: None,
            refresh_token: None,
        }
    }

    /// With an ID token, if there is one.
    pub fn with_id_token(self, id_token: Option<String>) -> Self {
        Self { id_token, ..self }
    }

    /// With a refresh token, if there is one.
    pub fn with_refresh_token(self, refresh_token: Option<String>) -> Self {
        Self { refresh_token, ..self }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::policy;

    #[test]
    fn only_what_was_issued_is_in_the_answer() {
        let openid = || TokenResponse::new(&policy(), "at".to_owned(), Scope::parse("openid"));
        let full = openid().with_id_token(Some("id".into())).with_refresh_token(Some("rt".into()));
        let expected = json!({
            "access_token": "at",
            "token_type": "Bearer",
            "expires_in": 600,
            "scope": "openid",
            "id_token": "id",
            "refresh_token": "rt",
        });
        assert_eq!(json!(full), expected);
        let least = TokenResponse::new(&policy(), "at".to_owned(), Scope::default());
        let expected = json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 600 });
        assert_eq!(json!(least), expected);
    }
}
