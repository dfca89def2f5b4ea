//! Userinfo [OIDC Core §5.3]: only for a live login, only what was granted.

use chrono::TimeDelta;

use crate::harness::{ERKKI, TestIdp, Tokens, reply};

async fn tokens(idp: &TestIdp, scope: &str) -> Tokens {
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with(scope, &[]);
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    web.finish(&attempt, &page).await
}

#[tokio::test]
async fn claims_follow_the_granted_scope() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let tokens = tokens(&idp, "openid email").await;
    let person = web.userinfo(&tokens.access_token).await;
    assert_eq!(person.body["email"], ERKKI.email);
    for absent in ["name", "phone_number", "address"] {
        assert!(person.body[absent].is_null(), "{absent}");
    }
    assert!(person.body.as_object().unwrap().values().all(|value| !value.is_null() && value != ""), "{}", person.body);
    assert_eq!(person.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn a_token_is_taken_in_the_header_and_in_a_post_body() {
    let idp = TestIdp::start().await;
    let token = tokens(&idp, "openid").await.access_token;
    let http = reqwest::Client::new();
    let url = idp.url("/userinfo");
    for request in [
        http.get(url.clone()).bearer_auth(&token),
        http.get(url.clone()).header("authorization", format!("bearer {token}")),
        http.post(url.clone()).bearer_auth(&token),
        http.post(url.clone()).form(&[("access_token", &token)]),
    ] {
        assert_eq!(reply(request).await.status, 200);
    }
    let in_query = http.get(format!("{url}?access_token={token}"));
    assert_eq!(reply(in_query).await.status, 401, "never in the address");
}

#[tokio::test]
async fn what_is_no_live_token_is_refused_with_the_bearer_challenge() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let tokens = tokens(&idp, "openid").await;
    let parts: Vec<&str> = tokens.access_token.split('.').collect();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", parts[1]);
    let cut = format!("{}.{}.", parts[0], parts[1]);
    for wrong in
        ["", "x", "a.b.c", &unsigned, &cut, &tokens.id_token, &format!("{}A", tokens.access_token), &"x".repeat(20_000)]
    {
        let reply = web.userinfo(wrong).await;
        assert!(matches!(reply.status, 400 | 401 | 431), "{wrong:.40}: {reply:?}");
        if reply.status == 401 {
            assert!(reply.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"), "{wrong:.40}");
        }
    }
    idp.advance(TimeDelta::minutes(11));
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401, "expired");
}
