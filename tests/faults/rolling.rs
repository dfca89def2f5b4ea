//! Replicas that are replaced one by one while people log in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::load::signed_in;
use super::replicas::Replicas;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::harness::{AINO, Browser, ERKKI, MINNA, RelyingParty, Setup, usual_or_thorough};

/// What one person did while replicas came and went.
#[derive(Debug, Default)]
struct Done {
    logins: usize,
    refreshes: usize,
}

/// Logs in with a session again and again, and refreshes what that gave.
async fn live(web: RelyingParty, mut browser: Browser, over: Arc<AtomicBool>) -> Done {
    let mut done = Done::default();
    while !over.load(Relaxed) {
        let attempt = web.begin_with("openid offline_access", &[]);
        let redirect = browser.open(&attempt.url).await;
        let tokens = web.finish(&attempt, &redirect).await;
        done.logins += 1;
        let refreshed = web.refresh(tokens.refresh_token.as_ref().unwrap()).await;
        assert_eq!(refreshed.status, 200, "{}", refreshed.body);
        assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
        done.refreshes += 1;
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_notices_that_replicas_are_replaced() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(2, setup).await;
    let over = Arc::new(AtomicBool::new(false));
    let mut people = Vec::new();
    for person in [&ERKKI, &AINO, &MINNA] {
        let browser = signed_in(&replicas, person).await;
        for _ in 0..2 {
            let web = replicas.relying_party("web").await;
            people.push(tokio::spawn(live(web, browser.clone(), Arc::clone(&over))));
        }
    }
    for old in 0..usual_or_thorough(2, 20) {
        replicas.add().await;
        replicas.stop(old).await;
    }
    over.store(true, Relaxed);
    for person in people {
        let done = person.await.expect("a login or a refresh failed");
        assert!(done.logins > 0 && done.refreshes == done.logins, "{done:?}");
    }
    assert_eq!(replicas.front.broken(), 0);
    drop(replicas);
    bed.remove().await;
}
