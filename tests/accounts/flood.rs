//! When more passwords come than can be hashed: a try that finds no turn is
//! told to come back and is nobody's wrong password, and who is known still
//! finds one.

use std::iter::from_fn;
use std::time::{Duration, Instant};

use idp::adapters::{Asker, Turn};

use crate::backends::bed::at_once;
use crate::harness::{ERKKI, Page, Setup, TestIdp, usual_or_thorough, wait_for};

const WRONG: &str = "Wrong-password-1";

/// Every turn that strangers can have now, until it is dropped.
fn turns(idp: &TestIdp) -> Vec<Turn> {
    from_fn(|| idp.running.ctx.hasher.turn(Asker::Stranger).ok()).collect()
}

/// All of the `count` turns: a thread that has just answered may not be idle yet.
async fn flood(idp: &TestIdp, count: usize) -> Vec<Turn> {
    wait_for("the threads to be idle", async || Some(turns(idp)).filter(|turns| turns.len() == count)).await
}

fn told_to_come_back(page: &Page) {
    page.is(503, "/login/password");
    assert!(!page.heading.is_empty(), "{}", page.body);
    assert_eq!(page.header("retry-after"), Some("5"));
}

#[tokio::test]
async fn a_try_in_a_flood_is_told_to_come_back_and_is_not_counted() {
    let idp = TestIdp::start().await;
    let count = turns(&idp).len();
    idp.activate(&ERKKI).await;
    let turns = flood(&idp, count).await;
    for username in [ERKKI.username, "nobody@example.com"] {
        for _ in 0..6 {
            told_to_come_back(&idp.try_password(&mut idp.browser(), "/login", username, WRONG).await);
        }
    }
    drop(turns);
    for username in [ERKKI.username, "nobody@example.com"] {
        for _ in 0..4 {
            idp.try_password(&mut idp.browser(), "/login", username, WRONG).await.is(401, "/login/password");
        }
    }
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn a_browser_that_signed_in_before_finds_a_place_in_a_flood() {
    let idp = TestIdp::start().await;
    let count = turns(&idp).len();
    idp.activate(&ERKKI).await;
    let mut own = idp.browser();
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let page = own.open("/logout").await;
    own.on(&page).press("confirm_logout").await;
    let _places = flood(&idp, count).await;
    told_to_come_back(&idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await);
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_burst_is_shed_and_leaves_nothing_behind() {
    // As behind a proxy, which lets a browser wait for its turn.
    let setup = Setup::new().set("http.trusted_proxies", r#"["127.0.0.1/32"]"#);
    let setup = setup.set("accounts.login", "\"one-page\"").set("accounts.privacy", "\"neutral\"");
    let idp = setup.start().await;
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(&page).set("email", ERKKI.email).submit().await.is(200, "/forgot/sent");
    let page = browser.open(idp.mail.next_to(ERKKI.email).await.link()).await;
    let form = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password);
    form.submit().await.is(200, "/password/done");
    let page = browser.open("/login").await;
    let answers = at_once(usual_or_thorough(300, 3_000), |number| {
        let name = format!("nobody.{number}@example.com");
        let form = browser.clone().on(&page).set("username", &name).set("password", WRONG).prepare_press("sign_in");
        let mut browser = browser.clone();
        async move { browser.send_once(&form).await }
    })
    .await;
    let over = Instant::now();
    let mut shed = 0;
    for page in answers {
        assert!(matches!(page.status, 401 | 429 | 503), "{}", page.told());
        if page.status != 401 {
            assert!(page.header("retry-after").is_some(), "{}", page.told());
            shed += 1;
        }
    }
    eprintln!("{shed} were told to come back");
    assert!(shed > 0, "a burst of this size does not fit");
    let page = browser.on(&page).set("username", ERKKI.username).set("password", ERKKI.password).press("sign_in").await;
    page.is(200, "/account");
    assert!(over.elapsed() < Duration::from_secs(10), "{:?}", over.elapsed());
}
