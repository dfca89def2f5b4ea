//! Refresh tokens: rotation, reuse, and what ends a family [RFC 9700 §4.14].

use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, RelyingParty, TestIdp, Tokens, claims_of, usual_or_thorough};

async fn tokens(idp: &TestIdp, party: &RelyingParty) -> Tokens {
    idp.activate(&ERKKI).await;
    let attempt = party.begin_with("openid email offline_access", &[]);
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    party.finish(&attempt, &page).await
}

#[tokio::test]
async fn a_refresh_gives_new_tokens_of_the_same_login() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let first = tokens(&idp, &web).await;
    idp.advance(TimeDelta::minutes(30));
    assert_eq!(web.userinfo(&first.access_token).await.status, 401, "the first access token has expired");
    let second = web.refresh(first.refresh_token.as_ref().unwrap()).await;
    assert_eq!(second.status, 200, "{second:?}");
    assert_ne!(second.text("refresh_token"), first.refresh_token.unwrap());
    assert_eq!(web.userinfo(&second.text("access_token")).await.status, 200);
    let claims = claims_of(&second.text("id_token"));
    for same in ["iss", "sub", "aud", "auth_time", "sid"] {
        assert_eq!(claims[same], first.claims[same], "{same}");
    }
    assert!(claims["iat"].as_i64() > first.claims["iat"].as_i64());
    assert!(web.is_genuine(&second.text("id_token")));
}

#[tokio::test]
async fn reuse_of_an_old_token_ends_the_family() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let first = tokens(&idp, &web).await.refresh_token.unwrap();
    let second = web.refresh(&first).await;
    let reuse = web.refresh(&first).await;
    assert_eq!((reuse.status, reuse.error()), (400, "invalid_grant"));
    assert_eq!(web.refresh(&second.text("refresh_token")).await.error(), "invalid_grant");
    assert_eq!(web.userinfo(&second.text("access_token")).await.status, 401);
}

#[tokio::test]
async fn a_lost_answer_can_be_asked_for_again_within_the_grace() {
    let idp = TestIdp::start().await;
    let feedback = idp.relying_party("feedback").await;
    let first = tokens(&idp, &feedback).await.refresh_token.unwrap();
    let lost = feedback.refresh(&first).await.text("refresh_token");
    idp.advance(TimeDelta::seconds(20));
    let again = feedback.refresh(&first).await;
    assert_eq!(again.status, 200, "{again:?}");
    assert_eq!(again.text("refresh_token"), lost, "the same successor");
    idp.advance(TimeDelta::seconds(31));
    assert_eq!(feedback.refresh(&first).await.error(), "invalid_grant");
    assert_eq!(feedback.refresh(&lost).await.error(), "invalid_grant", "the reuse ended the family");
}

#[tokio::test]
async fn twenty_uses_at_once_are_one_use() {
    let idp = TestIdp::start().await;
    let web = std::sync::Arc::new(idp.relying_party("web").await);
    let token = tokens(&idp, &web).await.refresh_token.unwrap();
    let mut uses = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (web, token) = (web.clone(), token.clone());
        uses.spawn(async move { web.refresh(&token).await.status });
    }
    let statuses = uses.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

/// How many rows each table has.
fn rows(idp: &TestIdp) -> Vec<(String, i64)> {
    let file = rusqlite::Connection::open(idp.folder().join("idp.db")).unwrap();
    let mut tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |name: &String| file.query_row(&format!("SELECT COUNT(*) FROM \"{name}\""), [], |row| row.get(0));
    names.iter().map(|name| (name.clone(), count(name).unwrap())).collect()
}

#[tokio::test]
async fn a_family_that_is_refreshed_all_day_takes_no_more_room() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let mut token = tokens(&idp, &web).await.refresh_token.unwrap();
    let mut before = Vec::new();
    for number in 0..usual_or_thorough(48, 2_000) {
        idp.advance(TimeDelta::seconds(30));
        let refreshed = web.refresh(&token).await;
        assert_eq!(refreshed.status, 200, "{number}: {refreshed:?}");
        token = refreshed.text("refresh_token");
        if number == 0 {
            before = rows(&idp);
        }
    }
    assert!(before.iter().any(|(_, count)| *count > 0));
    assert_eq!(rows(&idp), before);
}

#[tokio::test]
async fn nobody_but_its_client_can_use_a_refresh_token() {
    let idp = TestIdp::start().await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let token = tokens(&idp, &web).await.refresh_token.unwrap();
    assert_eq!(feedback.refresh(&token).await.error(), "invalid_grant");
    assert_eq!(web.refresh(&token).await.status, 200, "the stranger's try changed nothing");
}

#[tokio::test]
async fn garbage_revokes_nothing() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let token = tokens(&idp, &web).await.refresh_token.unwrap();
    let (body, last) = token.split_at(token.len() - 1);
    let forged = format!("{body}{}", if last == "A" { "Q" } else { "A" });
    for wrong in ["", "rt_", "rt_AAAA", &forged, &token.replace("rt_", "ac_"), &format!("{token}="), &"x".repeat(9000)]
    {
        let reply = web.refresh(wrong).await;
        assert!(
            reply.status == 400 && matches!(reply.error(), "invalid_grant" | "invalid_request"),
            "{wrong}: {reply:?}"
        );
    }
    assert_eq!(web.refresh(&token).await.status, 200);
}

#[tokio::test]
async fn a_refresh_can_ask_for_less_but_not_for_more() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let token = tokens(&idp, &web).await.refresh_token.unwrap();
    let more =
        web.token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "openid email phone")]).await;
    assert_eq!((more.status, more.error()), (400, "invalid_scope"));
    let less = web.token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "openid")]).await;
    assert_eq!(less.status, 200, "{less:?}");
    assert!(web.userinfo(&less.text("access_token")).await.body["email"].is_null());
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid", &[]);
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    assert_eq!(web.finish(&attempt, &page).await.refresh_token, None);
}

#[tokio::test]
async fn a_family_ends_when_somebody_else_logs_in_in_the_same_browser() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let mut browser = idp.browser();
    let attempt = web.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    idp.try_password(&mut browser, "/login", AINO.username, AINO.password).await.is(200, "/account");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
}

#[tokio::test]
async fn a_family_ends_with_its_session_and_survives_a_restart() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let attempt = web.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    let idp = idp.restart().await;
    let next = web.refresh(&tokens.refresh_token.unwrap()).await;
    assert_eq!(next.status, 200, "{next:?}");
    browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    assert_eq!(web.refresh(&next.text("refresh_token")).await.error(), "invalid_grant");
}
