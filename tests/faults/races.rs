//! Three replicas that race for everything that may happen once.

use std::sync::Arc;

use super::registration;
use super::replicas::Replicas;
use crate::backends::bed::{Bed, at_once};
use crate::backends::redis::Redis;
use crate::harness::{AINO, Browser, ERKKI, Prepared, Setup, usual_or_thorough};

const RACERS: usize = 12;

/// The answers' statuses to `prepared`, sent by as many browsers at once.
async fn press_at_once(browser: &Browser, prepared: &Prepared) -> Vec<u16> {
    let (browser, prepared) = (Arc::new(browser.clone()), Arc::new(prepared.clone()));
    at_once(RACERS, |_| {
        let (browser, prepared) = (Arc::clone(&browser), Arc::clone(&prepared));
        async move { (*browser).clone().send_once(&prepared).await.status }
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn three_replicas_let_everything_happen_once() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let replicas = Replicas::start(3, setup).await;
    let mut browser = replicas.activate(&ERKKI).await;
    let web = Arc::new(replicas.relying_party("web").await);
    replicas.sign_in(&mut browser, &web.begin().url, &ERKKI).await;
    for _ in 0..usual_or_thorough(3, 100) {
        let attempt = web.begin_with("openid offline_access", &[]);
        let code = web.code(&attempt, &browser.open(&attempt.url).await);
        let redeemed = at_once(RACERS, |_| {
            let (web, code, verifier) = (Arc::clone(&web), code.clone(), attempt.verifier.clone());
            async move { web.redeem(&code, &verifier).await }
        })
        .await;
        let won: Vec<_> = redeemed.iter().filter(|reply| reply.status == 200).collect();
        assert_eq!(won.len(), 1, "one code is redeemed once");
        assert!(redeemed.iter().all(|reply| reply.status == 200 || reply.error() == "invalid_grant"));
        assert_eq!(web.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
        let refreshed = web.refresh(&won[0].text("refresh_token")).await;
        assert_eq!(refreshed.error(), "invalid_grant", "a replay ends what the code gave");

        let attempt = web.begin_with("openid offline_access", &[]);
        let tokens = web.finish(&attempt, &browser.open(&attempt.url).await).await;
        let old = tokens.refresh_token.unwrap();
        let refreshed = at_once(RACERS, |_| {
            let (web, old) = (Arc::clone(&web), old.clone());
            async move { web.refresh(&old).await }
        })
        .await;
        let won = refreshed.iter().filter(|reply| reply.status == 200).count();
        assert!(won <= 1, "{won} tokens live of one");
    }
    drop(replicas);
    bed.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_pressed_at_three_replicas_does_its_work_once() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let replicas = Replicas::start(3, setup).await;
    let mut browser = replicas.browser();
    let page = replicas.open_first_link(&mut browser, &AINO).await;
    let form = browser.on(&page).set("password", AINO.password).set("password_confirm", AINO.password).prepare();
    let statuses = press_at_once(&browser, &form).await;
    assert!(statuses.iter().all(|status| [303, 410].contains(status)), "{statuses:?}");
    assert!(statuses.contains(&303), "{statuses:?}");
    let set = "SELECT COUNT(*) FROM audit WHERE event = 'password_set'";
    assert_eq!(bed.count(set).await, 1, "set once, told once");

    let email = "ulla.uusi@example.com";
    let page = browser.open("/register").await;
    let form = registration(&mut browser, &page, email);
    press_at_once(&browser, &form).await;
    assert_eq!(bed.count(&format!("SELECT COUNT(*) FROM accounts WHERE email = '{email}'")).await, 1);
    let link = replicas.mail.next_to(email).await.link_to("/activate");
    let page = browser.open(&link).await;
    let form = browser.on(page.is(200, "/activate")).prepare_press("activate");
    press_at_once(&browser, &form).await;
    assert_eq!(bed.count("SELECT COUNT(*) FROM audit WHERE event = 'activated'").await, 1, "active once");
    assert_eq!(replicas.mail.all_to(email).len(), 1, "one mail for one form");
    drop(replicas);
    bed.remove().await;
}
