//! When more passwords come than can be hashed: a try that finds no turn is
//! told to come back and is nobody's wrong password, and who is known still
//! finds one.

use std::iter::from_fn;

use idp::adapters::{Asker, Turn};

use crate::harness::{ERKKI, Page, TestIdp, wait_for};

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
