//! The provider's metadata [OIDC Discovery §3, RFC 8414] and keys.

use serde_json::{Value, json};

use crate::harness::TestIdp;

#[tokio::test]
async fn the_metadata_says_what_is_really_offered() {
    let idp = TestIdp::start().await;
    let page = idp.browser().open("/.well-known/openid-configuration").await;
    page.is(200, "/.well-known/openid-configuration");
    assert_eq!(page.header("content-type"), Some("application/json"));
    let metadata = page.json();
    assert_eq!(metadata["issuer"], idp.issuer);
    for (member, expected) in [
        ("response_types_supported", json!(["code"])),
        ("code_challenge_methods_supported", json!(["S256"])),
        ("authorization_response_iss_parameter_supported", json!(true)),
        ("backchannel_logout_supported", json!(true)),
        ("backchannel_logout_session_supported", json!(true)),
        ("request_parameter_supported", json!(false)),
        ("request_uri_parameter_supported", json!(false)),
        ("claims_parameter_supported", json!(false)),
    ] {
        assert_eq!(metadata[member], expected, "{member}");
    }
    assert!(metadata["scopes_supported"].as_array().unwrap().contains(&json!("openid")));
    let algorithms = metadata["id_token_signing_alg_values_supported"].as_array().unwrap();
    assert!(algorithms.contains(&json!("RS256")) && algorithms.contains(&json!("ES256")), "{algorithms:?}");
    assert!(!algorithms.contains(&json!("none")));
    for (name, value) in metadata.as_object().unwrap() {
        assert!(!value.is_null(), "{name}");
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(value.as_str().unwrap().starts_with(&idp.issuer), "{name}");
        }
    }
}

#[tokio::test]
async fn both_well_known_documents_are_one() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let oidc = browser.open("/.well-known/openid-configuration").await.json();
    assert_eq!(browser.open("/.well-known/oauth-authorization-server").await.json(), oidc);
}

#[tokio::test]
async fn the_key_set_holds_public_keys_only() {
    let idp = TestIdp::start().await;
    let keys = idp.browser().open("/jwks.json").await.json();
    let keys = keys["keys"].as_array().unwrap();
    let mut kids: Vec<&str> = keys.iter().map(|key| key["kid"].as_str().unwrap()).collect();
    kids.sort_unstable();
    kids.dedup();
    assert_eq!(kids.len(), keys.len(), "no kid twice");
    assert!(keys.len() >= 4, "a current and a next key of both algorithms: {kids:?}");
    for key in keys {
        for private in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
            assert_eq!(key[private], Value::Null, "{private}");
        }
        assert_eq!(key["use"], "sig");
        assert!(matches!(key["alg"].as_str(), Some("ES256" | "RS256")), "{key}");
    }
}

#[tokio::test]
async fn another_site_may_read_the_documents() {
    let idp = TestIdp::start().await;
    for path in ["/.well-known/openid-configuration", "/jwks.json"] {
        let answer =
            reqwest::Client::new().get(idp.url(path)).header("origin", "https://app.example").send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers().get("x-content-type-options").unwrap(), "nosniff", "{path}");
    }
}
