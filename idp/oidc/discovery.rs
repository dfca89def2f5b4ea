//! The provider's metadata [OIDC Discovery §3, RFC 8414 §2]: one document for
//! both well-known addresses. It names what is offered and nothing else.

use serde_json::{Value, json};

use crate::claims;
use crate::client::{AuthMethod, GrantType};
use crate::names::SigningAlgorithm;
use crate::pkce;
use crate::policy::Policy;
use crate::registration::Registration;
use crate::scope::Scope;

/// The metadata of a provider that signs ID tokens with `algorithms` and has
/// pages in the languages `ui_locales` (BCP 47 tags).
pub fn metadata(policy: &Policy, algorithms: &[SigningAlgorithm], ui_locales: &[&str]) -> Value {
    json!({
        "issuer": policy.issuer,
        "authorization_endpoint": policy.url("/authorize"),
        "token_endpoint": policy.url("/token"),
        "userinfo_endpoint": policy.url("/userinfo"),
        "jwks_uri": policy.url("/jwks.json"),
        "end_session_endpoint": policy.url("/logout"),
        "scopes_supported": Scope::STANDARD,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": GrantType::ALL.map(GrantType::name),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported":
            algorithms.iter().map(|algorithm| algorithm.name()).collect::<Vec<_>>(),
        "token_endpoint_auth_methods_supported": AuthMethod::ALL.map(AuthMethod::name),
        "code_challenge_methods_supported": [pkce::METHOD],
        "claims_supported": claims::SUPPORTED,
        "acr_values_supported": [policy.acr_password()],
        "display_values_supported": ["page", "popup"],
        "prompt_values_supported": prompt_values(policy),
        "ui_locales_supported": ui_locales,
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        // When absent this one means true.
        "request_uri_parameter_supported": false,
    })
}

/// `create` is offered where people can register by themselves.
fn prompt_values(policy: &Policy) -> Vec<&'static str> {
    let create = (policy.registration == Registration::Open).then_some("create");
    ["none", "login", "select_account"].into_iter().chain(create).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::policy;

    fn document() -> Value {
        let algorithms = [SigningAlgorithm::Es256, SigningAlgorithm::Rs256];
        metadata(&policy(), &algorithms, &["fi", "sv", "en"])
    }

    #[test]
    fn every_member_is_registered() {
        /// The registry of RFC 8414 §7.1, OIDC Discovery §3 and the logout
        /// specifications, as far as it could concern this provider.
        const REGISTERED: &[&str] = &[
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "end_session_endpoint",
            "scopes_supported",
            "response_types_supported",
            "response_modes_supported",
            "grant_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "token_endpoint_auth_methods_supported",
            "code_challenge_methods_supported",
            "claims_supported",
            "acr_values_supported",
            "display_values_supported",
            "prompt_values_supported",
            "ui_locales_supported",
            "authorization_response_iss_parameter_supported",
            "backchannel_logout_supported",
            "backchannel_logout_session_supported",
            "claims_parameter_supported",
            "request_parameter_supported",
            "request_uri_parameter_supported",
        ];
        let document = document();
        let members: Vec<_> = document.as_object().into_iter().flatten().collect();
        assert_eq!(members.len(), REGISTERED.len());
        for (name, value) in members {
            assert!(REGISTERED.contains(&name.as_str()), "{name}");
            assert!(!value.is_null(), "{name}");
        }
    }

    #[test]
    fn what_is_offered_is_written_out() {
        let document = document();
        for (member, expected) in [
            ("issuer", json!("https://id.example.fi")),
            ("authorization_endpoint", json!("https://id.example.fi/authorize")),
            ("jwks_uri", json!("https://id.example.fi/jwks.json")),
            ("end_session_endpoint", json!("https://id.example.fi/logout")),
            ("id_token_signing_alg_values_supported", json!(["ES256", "RS256"])),
            ("code_challenge_methods_supported", json!(["S256"])),
            ("response_types_supported", json!(["code"])),
            ("request_parameter_supported", json!(false)),
            ("request_uri_parameter_supported", json!(false)),
            ("acr_values_supported", json!(["https://id.example.fi/acr/password"])),
            ("token_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post", "none"])),
            ("grant_types_supported", json!(["authorization_code", "refresh_token", "client_credentials"])),
            ("ui_locales_supported", json!(["fi", "sv", "en"])),
            ("prompt_values_supported", json!(["none", "login", "select_account", "create"])),
        ] {
            assert_eq!(document.get(member), Some(&expected), "{member}");
        }
    }

    #[test]
    fn every_endpoint_begins_with_the_issuer() {
        for (name, value) in document().as_object().into_iter().flatten() {
            if name.ends_with("_endpoint") || name == "jwks_uri" {
                let begins = value.as_str().is_some_and(|url| url.starts_with(&policy().issuer));
                assert!(begins, "{name}");
            }
        }
    }
}
