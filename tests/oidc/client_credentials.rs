//! Tokens for a client itself [RFC 6749 §4.4, RFC 9068].

use crate::harness::{TestIdp, claims_of};

#[tokio::test]
async fn a_machine_gets_a_token_for_itself() {
    let idp = TestIdp::start().await;
    let machine = idp.relying_party("machine").await;
    let reply = machine.token(&[("grant_type", "client_credentials"), ("scope", "reports")]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.body["id_token"].is_null() && reply.body["refresh_token"].is_null());
    let claims = claims_of(&reply.text("access_token"));
    assert_eq!(claims["sub"], "machine");
    assert_eq!(claims["client_id"], "machine");
    assert_eq!(claims["scope"], "reports");
    assert_eq!(claims["iss"], idp.issuer);
    assert!(claims["exp"].as_i64() > claims["iat"].as_i64());
}

#[tokio::test]
async fn a_machine_gets_no_persons_scope() {
    let idp = TestIdp::start().await;
    let machine = idp.relying_party("machine").await;
    for scope in ["openid", "offline_access", "reports openid", "admin"] {
        let reply = machine.token(&[("grant_type", "client_credentials"), ("scope", scope)]).await;
        assert_eq!((reply.status, reply.error()), (400, "invalid_scope"), "{scope}");
    }
}

#[tokio::test]
async fn a_machines_token_opens_no_persons_data() {
    let idp = TestIdp::start().await;
    let machine = idp.relying_party("machine").await;
    let token = machine.token(&[("grant_type", "client_credentials")]).await.text("access_token");
    let reply = machine.userinfo(&token).await;
    assert!(matches!(reply.status, 401 | 403), "{reply:?}");
}
