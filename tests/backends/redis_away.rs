//! Redis that is killed, frozen, emptied or made a replica: nothing is decided
//! in anybody's favour, what needs no short-lived value goes on, and all is
//! well when it is back, without a restart.

use std::time::{Duration, Instant};

use idp::adapters::slots;
use oidc::names::Digest;

use super::bed::Bed;
use super::redis::Redis;
use super::rows::at;
use crate::harness::{AINO, Browser, ERKKI, RelyingParty, Setup, TestIdp, Tokens};

async fn service(redis: &Redis) -> TestIdp {
    Setup::new().set("ephemeral.url", format!("{:?}", redis.url)).start().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_that_was_killed_is_found_again() {
    let mut redis = Redis::start().await;
    let store = redis.store();
    let slot = slots::code("web", &Digest::of("code"));
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    redis.kill();
    assert!(store.take(&slot, at(1)).await.is_err());
    assert!(store.put(&slot, b"value", at(60), at(0)).await.is_err());
    redis.come_back().await;
    assert_eq!(store.take(&slot, at(1)).await.unwrap(), None, "what it lost is not there");
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    assert_eq!(store.take(&slot, at(1)).await.unwrap().as_deref(), Some(&b"value"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_store_that_hangs_is_given_up_and_found_again() {
    let redis = Redis::start().await;
    let store = redis.store();
    let slot = slots::code("web", &Digest::of("code"));
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    redis.freeze(true);
    let before = Instant::now();
    for _ in 0..2 {
        assert!(store.peek(&slot, at(1)).await.is_err());
    }
    let waited = before.elapsed();
    redis.freeze(false);
    assert!(waited < Duration::from_secs(2), "a request must not hang with it: {waited:?}");
    assert_eq!(store.peek(&slot, at(1)).await.unwrap().as_deref(), Some(&b"value"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_became_a_replica_is_not_written_to() {
    let (redis, other) = (Redis::start().await, Redis::start().await);
    let store = redis.store();
    let slot = slots::code("web", &Digest::of("code"));
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    let port = other.url.rsplit(':').next().unwrap();
    redis.command(&["REPLICAOF", "127.0.0.1", port]);
    assert!(store.take(&slot, at(1)).await.is_err(), "a code that cannot be taken must not be redeemed");
    redis.command(&["REPLICAOF", "NO", "ONE"]);
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_redis_logins_pause_and_the_rest_goes_on() {
    let mut redis = Redis::start().await;
    let idp = service(&redis).await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let tokens = log_in(&idp, &web, &mut browser).await;
    let open = web.begin();
    let code = web.code(&open, &browser.open(&open.url).await);
    redis.kill();

    let refreshed = web.refresh(tokens.refresh_token.as_ref().unwrap()).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.body);
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 200);
    assert_eq!(web.redeem(&code, &open.verifier).await.status, 503);
    assert_eq!(idp.browser().open("/ready").await.status, 200, "the rest is worth its traffic");
    let stranger = idp.try_password(&mut idp.browser(), web.begin().url, ERKKI.username, ERKKI.password).await;
    assert_eq!(stranger.status, 503, "{}", stranger.told());
    let silent = browser.open(web.begin().url).await;
    assert_eq!(silent.status, 503, "a code that nobody could redeem must not be given: {}", silent.told());

    redis.come_back().await;
    assert_eq!(web.redeem(&code, &open.verifier).await.error(), "invalid_grant", "the code is lost, not spent twice");
    log_in(&idp, &web, &mut idp.browser()).await;
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_redis_what_ended_stays_ended_and_locks_hold() {
    const WRONG: &str = "Wrong-password-1";
    let mut redis = Redis::start().await;
    let idp = service(&redis).await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let (web, mut browser) = (idp.relying_party("web").await, idp.browser());
    let open = web.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &open.url, &ERKKI).await;
    let (code, tokens) = (web.code(&open, &page), web.finish(&open, &page).await);
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", AINO.username, WRONG).await;
    }
    redis.kill();

    let again = web.redeem(&code, &open.verifier).await;
    assert_eq!(again.status, 503, "a code that was used is not redeemed: {}", again.body);
    let page = browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    assert!(page.location().is_some(), "{}", page.told());
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    assert_eq!(web.refresh(tokens.refresh_token.as_ref().unwrap()).await.error(), "invalid_grant");
    let locked = idp.try_password(&mut idp.browser(), "/login", AINO.username, AINO.password).await;
    assert!([423, 503].contains(&locked.status), "{}", locked.told());

    redis.come_back().await;
    idp.try_password(&mut idp.browser(), "/login", AINO.username, AINO.password).await.is(423, "/login/password");
    assert_eq!(web.redeem(&code, &open.verifier).await.error(), "invalid_grant");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_that_an_old_copy_of_redis_still_holds_is_refused() {
    let redis = Redis::start().await;
    let idp = service(&redis).await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    log_in(&idp, &web, &mut browser).await;
    let open = web.begin();
    let code = web.code(&open, &browser.open(&open.url).await);
    let keys = redis.command(&["KEYS", "idp:code:*"]);
    let key = keys.trim();
    assert!(!key.is_empty() && !key.contains('\n'), "one live code: {keys:?}");
    redis.command(&["COPY", key, "kept"]);
    assert_eq!(web.redeem(&code, &open.verifier).await.status, 200);
    redis.command(&["COPY", "kept", key]);
    assert_eq!(web.redeem(&code, &open.verifier).await.error(), "invalid_grant");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replicas_share_codes_and_counts() {
    let redis = Redis::start().await;
    let bed = Bed::postgres().await;
    let setup = || {
        Setup::new()
            .set("ephemeral.url", format!("{:?}", redis.url))
            .set("database.url", format!("{:?}", bed.url))
            .set("limits.per_network", "6")
            .set("limits.per_account", "3")
    };
    let (one, two) = (setup().start().await, setup().start().await);
    one.activate(&ERKKI).await;
    let mut statuses = Vec::new();
    for replica in [&one, &two, &one, &two] {
        let page = replica.try_password(&mut replica.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
        statuses.push(page.status);
    }
    assert_eq!(statuses, [401, 401, 401, 429], "three tries a minute, wherever they arrive");
    one.stop().await;
    two.stop().await;
    bed.remove().await;
}

async fn log_in(idp: &TestIdp, web: &RelyingParty, browser: &mut Browser) -> Tokens {
    let attempt = web.begin_with("openid offline_access", &[]);
    let redirect = idp.sign_in(browser, &attempt.url, &ERKKI).await;
    web.finish(&attempt, &redirect).await
}
