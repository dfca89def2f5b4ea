//! `idp keys rotate` while people log in: tokens of every key stay genuine.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::replicas::Replicas;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::harness::{AINO, Browser, ERKKI, RelyingParty, Setup, succeed, usual_or_thorough, wait_for};

/// People who log in, until it is over.
struct Shared {
    web: RelyingParty,
    jwks_uri: String,
    logins: AtomicUsize,
    over: AtomicBool,
}

/// What one person was given.
#[derive(Default)]
struct Given {
    id_tokens: Vec<String>,
    access_token: String,
}

/// Logs in again and again. The key of each token is published when it comes,
/// by whichever replica is asked.
async fn live(shared: Arc<Shared>, mut browser: Browser) -> Given {
    let mut given = Given::default();
    while !shared.over.load(Relaxed) {
        let web = &shared.web;
        let attempt = web.begin_with("openid offline_access", &[]);
        let page = browser.open(&attempt.url).await;
        let reply = web.redeem(&web.code(&attempt, &page), &attempt.verifier).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        let id_token = reply.text("id_token");
        let published = reqwest::get(&shared.jwks_uri).await.unwrap().text().await.unwrap();
        assert!(published.contains(&kid(&id_token)), "{} is not in {published}", kid(&id_token));
        let refreshed = web.refresh(&reply.text("refresh_token")).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        for token in [reply.text("access_token"), refreshed.text("access_token")] {
            let claims = web.userinfo(&token).await;
            assert_eq!(claims.status, 200, "{}", claims.body);
            given.access_token = token;
        }
        given.id_tokens.push(id_token);
        shared.logins.fetch_add(1, Relaxed);
    }
    given
}

fn kid(jwt: &str) -> String {
    let header = URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap();
    serde_json::from_slice::<serde_json::Value>(&header).unwrap()["kid"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_notices_that_the_keys_turn() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(2, setup).await;
    let shared = Arc::new(Shared {
        web: replicas.relying_party("web").await,
        jwks_uri: format!("{}/jwks.json", replicas.issuer),
        logins: AtomicUsize::new(0),
        over: AtomicBool::new(false),
    });
    let mut people = Vec::new();
    for person in [ERKKI, AINO] {
        let mut browser = replicas.activate(&person).await;
        replicas.sign_in(&mut browser, &shared.web.begin().url, &person).await;
        people.push(tokio::spawn(live(Arc::clone(&shared), browser)));
    }
    // A replica takes the keys up within a minute, or at once when it starts:
    // those of before and those of after are asked in turns meanwhile.
    for old in 0..usual_or_thorough(2, 20) {
        some_more(&shared).await;
        if old % 2 == 0 {
            succeed(&replicas.idp(&["keys", "rotate"]));
            some_more(&shared).await;
        }
        replicas.add().await;
        some_more(&shared).await;
        replicas.stop(old).await;
    }
    some_more(&shared).await;
    shared.over.store(true, Relaxed);
    let web = replicas.relying_party("web").await;
    let mut kids = BTreeSet::new();
    for person in people {
        let given = person.await.expect("a login failed");
        assert!(given.id_tokens.iter().all(|token| web.is_genuine(token)), "a key is not published any more");
        assert_eq!(web.userinfo(&given.access_token).await.status, 200);
        kids.extend(given.id_tokens.iter().map(|token| kid(token)));
    }
    eprintln!("{} logins while the keys turned, tokens of {} keys", shared.logins.load(Relaxed), kids.len());
    assert!(kids.len() > 1, "{kids:?}");
    drop(replicas);
    bed.remove().await;
}

async fn some_more(shared: &Shared) {
    let until = shared.logins.load(Relaxed) + 4;
    wait_for("more logins", async || (shared.logins.load(Relaxed) >= until).then_some(())).await;
}
