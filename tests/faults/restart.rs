//! Every replica is replaced between two steps of a journey: who is in the
//! middle of it goes on.

use std::time::Duration;

use super::registration;
use super::replicas::Replicas;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::harness::{Browser, ERKKI, Setup};

/// In place of the only replica comes another process.
async fn replace(replicas: &mut Replicas) {
    replicas.kill(0);
    replicas.revive(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_restart_between_any_two_steps_loses_nobody() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(1, setup).await;
    let begun = std::time::Instant::now();
    first_password(&mut replicas, &bed).await;
    login_with_tokens(&mut replicas).await;
    newcomer(&mut replicas).await;
    eprintln!("three journeys with a restart before each step took {:.1?}", begun.elapsed());
    assert!(begun.elapsed() < Duration::from_mins(5));
    drop(replicas);
    bed.remove().await;
}

/// From the login by way of the mailed link back to the login that was begun.
async fn first_password(replicas: &mut Replicas, bed: &Bed) {
    let web = replicas.relying_party("web").await;
    let mut browser = replicas.browser();
    let page = browser.open(&web.begin().url).await;
    replace(replicas).await;
    let page = browser.on(page.is(200, "/login")).set("username", ERKKI.username).press("continue").await;
    page.is(200, "/login/link-sent");
    replace(replicas).await;
    // Of a mail that was being sent when its process died: they last two minutes.
    bed.execute("UPDATE outbox SET leased_until = NULL WHERE sent_at IS NULL").await;
    let link = replicas.mail.next_to(ERKKI.email).await.link();
    let page = browser.open(link).await;
    replace(replicas).await;
    let form = browser.on(page.is(200, "/password/set")).set("password", ERKKI.password);
    form.set("password_confirm", ERKKI.password).submit().await.is(200, "/password/done");
}

async fn login_with_tokens(replicas: &mut Replicas) {
    let web = replicas.relying_party("web").await;
    let mut browser = replicas.browser();
    let attempt = web.begin_with("openid offline_access", &[]);
    let page = browser.open(&attempt.url).await;
    replace(replicas).await;
    let page = browser.on(page.is(200, "/login")).set("username", ERKKI.username).press("continue").await;
    replace(replicas).await;
    let page = browser.on(page.is(200, "/login/password")).set("password", "Wrong-password-1").press("sign_in").await;
    replace(replicas).await;
    let form = browser.on(page.is(401, "/login/password")).set("password", ERKKI.password);
    let page = form.press("sign_in").await;
    replace(replicas).await;
    let tokens = web.finish(&attempt, &page).await;
    replace(replicas).await;
    let refreshed = web.refresh(&tokens.refresh_token.unwrap()).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.body);
    replace(replicas).await;
    assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
    let again = web.begin();
    web.finish(&again, &browser.open(&again.url).await).await;
    replace(replicas).await;
    let page = browser.open(web.logout_url(&replicas.issuer, &tokens.id_token, "s")).await;
    assert!(page.location().is_some(), "{}", page.told());
    replace(replicas).await;
    browser.open("/account").await.is(200, "/login");
}

async fn newcomer(replicas: &mut Replicas) {
    let email = "ulla.uusi@example.com";
    let mut browser: Browser = replicas.browser();
    let page = browser.open("/register").await;
    replace(replicas).await;
    let form = registration(&mut browser, &page, email);
    browser.send(&form).await.is(200, "/register/done");
    let link = replicas.mail.next_to(email).await.link_to("/activate");
    replace(replicas).await;
    let page = browser.open(link).await;
    replace(replicas).await;
    browser.on(page.is(200, "/activate")).press("activate").await.is(200, "/activate/done");
}
