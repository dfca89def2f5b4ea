//! Redeeming authorization codes [RFC 6749 §4.1.3, RFC 7636 §4.6].

use chrono::TimeDelta;

use idp::adapters::slots;
use oidc::authorization_code::secret_digest;

use crate::harness::{Attempt, ERKKI, RelyingParty, TestIdp};

async fn code(idp: &TestIdp, party: &RelyingParty) -> (Attempt, String) {
    let attempt = party.begin_with("openid email offline_access", &[]);
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    let code = party.code(&attempt, &page);
    (attempt, code)
}

#[tokio::test]
async fn the_answer_has_the_registered_shape() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let (attempt, code) = code(&idp, &web).await;
    let reply = web.redeem(&code, &attempt.verifier).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.body["token_type"], "Bearer");
    assert!(reply.body["expires_in"].is_u64(), "{}", reply.body);
    assert_eq!(reply.headers["cache-control"], "no-store");
    assert!(reply.headers["content-type"].to_str().unwrap().starts_with("application/json"));
    let claims = crate::harness::claims_of(&reply.text("id_token"));
    for absent in ["name", "email", "given_name"] {
        assert!(claims[absent].is_null(), "{absent} belongs into userinfo");
    }
    assert_eq!(claims["aud"], "web");
}

#[tokio::test]
async fn claims_stand_in_the_id_token_where_a_client_asked_for_that() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let feedback = idp.relying_party("feedback").await;
    let attempt = feedback.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    let tokens = feedback.finish(&attempt, &page).await;
    assert_eq!(tokens.claims["email"], ERKKI.email);
    assert_eq!(tokens.claims["family_name"], "Esimerkki");
}

#[tokio::test]
async fn what_is_kept_of_a_code_tells_nothing_and_fits_no_other_place() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let (attempt, own) = code(&idp, &web).await;
    let (_, other) = code(&idp, &web).await;
    let place = |code: &str| slots::code("web", &secret_digest(code).unwrap());
    let (ephemeral, now) = (&idp.running.ctx.ephemeral, idp.running.ctx.clock.now());
    let record = ephemeral.peek(&place(&own), now).await.unwrap().unwrap();
    let tells = |word: &[u8]| record.windows(word.len()).any(|part| part == word);
    assert!(!tells(b"openid") && !tells(b"sub") && !tells(attempt.nonce.as_bytes()), "it is sealed");
    let theirs = ephemeral.peek(&place(&other), now).await.unwrap().unwrap();
    ephemeral.put(&place(&own), &theirs, now + TimeDelta::seconds(30), now).await.unwrap();
    let reply = web.redeem(&own, &attempt.verifier).await;
    assert_eq!((reply.status, reply.error()), (503, "temporarily_unavailable"));
}

#[tokio::test]
async fn a_code_works_once_and_its_replay_revokes_everything() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let (attempt, code) = code(&idp, &web).await;
    let first = web.redeem(&code, &attempt.verifier).await;
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!(web.userinfo(&first.text("access_token")).await.status, 200);
    let second = web.redeem(&code, &attempt.verifier).await;
    assert_eq!((second.status, second.error()), (400, "invalid_grant"));
    assert_eq!(web.redeem(&code, &"x".repeat(43)).await.error(), "invalid_grant");
    let told = idp.audit_of(&ERKKI).await.into_iter().filter(|line| line.event == "token_replayed");
    assert_eq!(told.count(), 1, "whoever holds a spent code does not fill the trail");
    assert_eq!(web.userinfo(&first.text("access_token")).await.status, 401);
    assert_eq!(web.refresh(&first.text("refresh_token")).await.error(), "invalid_grant");
}

#[tokio::test]
async fn twenty_redemptions_at_once_give_tokens_to_one() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = std::sync::Arc::new(idp.relying_party("web").await);
    let (attempt, code) = code(&idp, &web).await;
    let mut redemptions = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (web, code, verifier) = (web.clone(), code.clone(), attempt.verifier.clone());
        redemptions.spawn(async move { web.redeem(&code, &verifier).await.status });
    }
    let statuses = redemptions.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 400)), "{statuses:?}");
}

#[tokio::test]
async fn a_code_expires_within_a_minute() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let (attempt, code) = code(&idp, &web).await;
    idp.advance(TimeDelta::seconds(61));
    assert_eq!(web.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
}

#[tokio::test]
async fn a_wrong_verifier_burns_the_code() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    for wrong in [&"x".repeat(43), "", "short", &"x".repeat(129)] {
        let (attempt, code) = code(&idp, &web).await;
        let reply = web.redeem(&code, wrong).await;
        assert_eq!(reply.status, 400, "{wrong}");
        let late = web.redeem(&code, &attempt.verifier).await;
        assert!(late.status == 400 || wrong.len() < 43 || wrong.len() > 128, "a wrong verifier burns the code");
    }
}

#[tokio::test]
async fn a_code_is_worth_nothing_with_other_particulars() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let (attempt, code) = code(&idp, &web).await;
    assert_eq!(feedback.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
    assert_eq!(web.userinfo("nothing").await.status, 401);
    for redirect_uri in ["http://127.0.0.1:9998/callback", ""] {
        let (attempt, code) = self::code(&idp, &web).await;
        let reply = web
            .token(&[
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", redirect_uri),
                ("code_verifier", &attempt.verifier),
            ])
            .await;
        assert_eq!(reply.status, 400, "{redirect_uri}");
    }
}

#[tokio::test]
async fn another_clients_try_does_not_take_the_code_away() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let (attempt, code) = code(&idp, &web).await;
    feedback.redeem(&code, &attempt.verifier).await;
    assert_eq!(web.redeem(&code, &attempt.verifier).await.status, 200);
}

#[tokio::test]
async fn a_client_must_prove_itself_as_it_is_registered() {
    let idp = TestIdp::start().await;
    let http = reqwest::Client::new();
    let secret = crate::harness::CLIENT_SECRET;
    let grant = ("grant_type", "authorization_code");
    let code = ("code", "ac_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for (basic, body) in [
        (None, vec![grant, code]),
        (None, vec![grant, code, ("client_id", "web")]),
        (None, vec![grant, code, ("client_id", "web"), ("client_secret", secret)]),
        (Some(("web", "wrong")), vec![grant, code]),
        (Some(("nobody", secret)), vec![grant, code]),
        (Some(("feedback", secret)), vec![grant, code]),
        (Some(("app", "")), vec![grant, code]),
        (None, vec![grant, code, ("client_id", "app"), ("client_secret", "x")]),
    ] {
        let request = http.post(idp.url("/token")).form(&body);
        let request = match basic {
            Some((id, password)) => request.basic_auth(id, Some(password)),
            None => request,
        };
        let reply = crate::harness::reply(request).await;
        assert_eq!((reply.status, reply.error()), (401, "invalid_client"), "{basic:?} {body:?}");
        assert!(reply.headers.contains_key("www-authenticate"), "{basic:?}");
    }
}

#[tokio::test]
async fn two_ways_of_proving_at_once_are_refused() {
    let idp = TestIdp::start().await;
    let secret = crate::harness::CLIENT_SECRET;
    let body = [("grant_type", "client_credentials"), ("client_id", "machine"), ("client_secret", secret)];
    let request = reqwest::Client::new().post(idp.url("/token")).basic_auth("machine", Some(secret)).form(&body);
    let reply = crate::harness::reply(request).await;
    assert!(matches!(reply.status, 400 | 401), "{reply:?}");
    assert!(matches!(reply.error(), "invalid_request" | "invalid_client"), "{reply:?}");
}

#[tokio::test]
async fn a_public_client_redeems_by_its_verifier_alone() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let app = idp.relying_party("app").await;
    let attempt = app.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    let tokens = app.finish(&attempt, &page).await;
    assert_eq!(tokens.claims["aud"], "app");
}

#[tokio::test]
async fn only_known_grants_are_redeemed() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    for (grant, error) in [
        ("password", "unsupported_grant_type"),
        ("implicit", "unsupported_grant_type"),
        ("urn:ietf:params:oauth:grant-type:jwt-bearer", "unsupported_grant_type"),
        ("client_credentials", "unauthorized_client"),
        ("", "invalid_request"),
    ] {
        let reply =
            web.token(&[("grant_type", grant), ("username", ERKKI.username), ("password", ERKKI.password)]).await;
        assert_eq!((reply.status, reply.error()), (400, error), "{grant}");
    }
}
