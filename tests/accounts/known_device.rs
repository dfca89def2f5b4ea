//! A lock keeps strangers out, not the owner in the own browser; and many
//! people in one network do not hurt each other.

use accounts::Account;
use chrono::TimeDelta;

use crate::harness::{AINO, Browser, ERKKI, Setup, TestIdp};

const WRONG: &str = "Wrong-password-1";

/// Erkki's browser, logged out.
async fn logged_out(idp: &TestIdp) -> Browser {
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let page = browser.open("/logout").await;
    browser.on(&page).press("confirm_logout").await;
    browser
}

/// The same, and his username locked by somebody else.
async fn locked_out(idp: &TestIdp) -> Browser {
    idp.activate(&ERKKI).await;
    let browser = logged_out(idp).await;
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    }
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    browser
}

#[tokio::test]
async fn the_owner_gets_in_with_the_own_browser_while_strangers_are_locked_out() {
    let idp = TestIdp::start().await;
    let mut own = locked_out(&idp).await;
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    // A right password ends the lock for everybody.
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn a_stolen_cookie_gives_five_tries_and_no_more() {
    let idp = TestIdp::start().await;
    let mut own = locked_out(&idp).await;
    let before = idp.running.ctx.hasher.hashes();
    for _ in 0..4 {
        idp.try_password(&mut own, "/login", ERKKI.username, WRONG).await.is(401, "/login/password");
    }
    idp.try_password(&mut own, "/login", ERKKI.username, WRONG).await.is(423, "/login/password");
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    assert_eq!(idp.running.ctx.hasher.hashes() - before, 5);
    idp.advance(TimeDelta::hours(25));
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn tries_with_the_cookie_count_for_the_username_too() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut own = idp.browser();
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    for _ in 0..5 {
        idp.try_password(&mut own, "/login", ERKKI.username, WRONG).await;
    }
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
}

#[tokio::test]
async fn the_cookie_is_good_for_one_account_one_password_and_one_browser_session() {
    let idp = TestIdp::start().await;
    idp.activate(&AINO).await;
    let mut other = idp.browser();
    idp.try_password(&mut other, "/login", AINO.username, AINO.password).await.is(200, "/account");
    let mut own = locked_out(&idp).await;
    idp.try_password(&mut other, "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    let mut closed = own.clone();
    closed.close();
    idp.try_password(&mut closed, "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    // Recovery in another browser unlocks, and the old password's cookie is void.
    let mut elsewhere = idp.browser();
    idp.advance(TimeDelta::minutes(5));
    let page = elsewhere.open("/forgot").await;
    elsewhere.on(&page).set("username", ERKKI.username).submit().await.is(200, "/forgot/sent");
    let page = elsewhere.open(idp.mail.next_to_about(ERKKI.email, "vaihtaminen").await.link()).await;
    let fresh = "Uusi-talvi-12-lunta";
    elsewhere.on(&page).set("password", fresh).set("password_confirm", fresh).submit().await.is(200, "/password/done");
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    }
    idp.try_password(&mut own, "/login", ERKKI.username, fresh).await.is(423, "/login/password");
}

#[tokio::test]
async fn with_the_box_ticked_the_browser_stays_known_when_it_was_closed() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut own = idp.browser();
    idp.sign_in_remembered(&mut own, "/login", &ERKKI).await.is(200, "/account");
    let page = own.open("/logout").await;
    own.on(&page).press("confirm_logout").await;
    own.close();
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    }
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn one_password_on_many_names_is_slowed_down_and_the_known_pass() {
    let idp = Setup::new().set("limits.wrong_per_network", "20").start().await;
    idp.clock.freeze();
    idp.activate(&ERKKI).await;
    let mut own = logged_out(&idp).await;
    let mut statuses = Vec::new();
    for number in 0..23 {
        let name = format!("asukas{number}@example.com");
        statuses.push(idp.try_password(&mut idp.browser(), "/login", &name, WRONG).await.status);
    }
    // The try that is one too many is still checked; the next ones wait.
    assert_eq!(statuses, [vec![401; 21], vec![429; 2]].concat());
    let stranger = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    stranger.is(429, "/login/password");
    assert_eq!(stranger.header("retry-after"), Some("3"));
    idp.try_password(&mut own, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    idp.advance(TimeDelta::seconds(3));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn many_tries_at_once_from_a_watched_network_are_no_more_than_one_after_the_other() {
    let idp = Setup::new().set("limits.wrong_per_network", "20").start().await;
    idp.clock.freeze();
    for number in 0..21 {
        let name = format!("asukas{number}@example.com");
        idp.try_password(&mut idp.browser(), "/login", &name, WRONG).await.is(401, "/login/password");
    }
    idp.advance(TimeDelta::seconds(7));
    let hashes = idp.running.ctx.hasher.hashes();
    let mut tries = tokio::task::JoinSet::new();
    for number in 100..110 {
        let mut browser = idp.browser();
        let page = browser.open("/login").await;
        let page = browser.on(&page).set("username", &format!("asukas{number}@example.com")).press("continue").await;
        let form = browser.on(&page).set("password", WRONG).prepare();
        tries.spawn(async move { browser.send(&form).await.status });
    }
    let statuses = tries.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 2, "{statuses:?}");
    assert_eq!(idp.running.ctx.hasher.hashes() - hashes, 2);
}

#[tokio::test]
async fn three_hundred_people_behind_one_address_all_get_in() {
    let idp = Setup::new().set("limits.per_network", "600").set("limits.per_account", "10").start().await;
    idp.activate(&ERKKI).await;
    let store = &idp.running.ctx.store;
    let erkki = store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let tx = store.begin().await.unwrap();
    for number in 0..300 {
        let account = Account {
            id: uuid::Uuid::from_u128(number + 1),
            sub: format!("resident-{number}"),
            email: Some(accounts::Email::parse(&format!("asukas{number}@example.com")).unwrap()),
            ..erkki.clone()
        };
        assert!(tx.insert_account(&account).await.unwrap());
    }
    tx.commit().await.unwrap();
    // Somebody in the same network locks a neighbour meanwhile.
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", "asukas7@example.com", WRONG).await;
    }
    let mut refused = Vec::new();
    for number in (0..300).filter(|number| *number != 7) {
        let username = format!("asukas{number}@example.com");
        let page = idp.try_password(&mut idp.browser(), "/login", &username, ERKKI.password).await;
        if page.url.path() != "/account" {
            refused.push((number, page.status));
        }
    }
    assert_eq!(refused, []);
}
