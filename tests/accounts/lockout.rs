//! Five wrong passwords lock a username for 24 hours, known or not; a mailed
//! link lets the owner in at once.

use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, Person, TestIdp, wait_for};

const WRONG: &str = "Wrong-password-1";

async fn lock(idp: &TestIdp, username: &str) {
    for _ in 0..4 {
        idp.try_password(&mut idp.browser(), "/login", username, WRONG).await.is(401, "/login/password");
    }
    idp.try_password(&mut idp.browser(), "/login", username, WRONG).await.is(423, "/login/password");
}

#[tokio::test]
async fn a_locked_username_stays_locked_for_the_right_password() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    lock(&idp, ERKKI.username).await;
    let wrong = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    let right = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    right.is(423, "/login/password").says("lukittu").says(" klo ");
    assert_eq!(right.without(ERKKI.username), wrong.without(ERKKI.username));
}

#[tokio::test]
async fn a_lock_ends_by_itself_after_a_day() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    lock(&idp, ERKKI.username).await;
    idp.advance(TimeDelta::hours(24) - TimeDelta::minutes(1));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    idp.advance(TimeDelta::minutes(2));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn an_unknown_username_is_locked_alike() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    lock(&idp, ERKKI.username).await;
    lock(&idp, "nobody@example.com").await;
    let known = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    let unknown = idp.try_password(&mut idp.browser(), "/login", "nobody@example.com", WRONG).await;
    known.is(423, "/login/password");
    // The two locks may end in different minutes.
    let same = |page: &crate::harness::Page, typed| page.without(typed).replace(|c: char| c.is_ascii_digit(), "0");
    assert_eq!(same(&known, ERKKI.username), same(&unknown, "nobody@example.com"));
}

#[tokio::test]
async fn a_right_password_before_the_fifth_try_forgets_the_wrong_ones() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for _ in 0..2 {
        for _ in 0..4 {
            idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await.is(401, "/login/password");
        }
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    }
}

#[tokio::test]
async fn the_last_tries_are_counted_down() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for (username, left) in [
        (ERKKI.username, [None, None, Some("2"), Some("1")]),
        ("nobody@example.com", [None, None, Some("2"), Some("1")]),
    ] {
        for count in left {
            let page = idp.try_password(&mut idp.browser(), "/login", username, WRONG).await;
            assert_eq!(page.text.contains("jäljellä"), count.is_some(), "{}", page.told());
            if let Some(count) = count {
                page.says(count);
            }
        }
    }
}

#[tokio::test]
async fn different_spellings_are_one_username() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let spellings = [
        "ERKKI.ESIMERKKI@example.com",
        "erkki.esimerkki@EXAMPLE.COM",
        " Erkki.Esimerkki@example.com",
        "erkki.esimerkki@example.com",
    ];
    for username in spellings {
        idp.try_password(&mut idp.browser(), "/login", username, WRONG).await.is(401, "/login/password");
    }
    idp.try_password(&mut idp.browser(), "/login", spellings[0], WRONG).await.is(423, "/login/password");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
}

#[tokio::test]
async fn the_owner_is_told_once_and_gets_in_by_the_mailed_link() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.advance(TimeDelta::minutes(5));
    lock(&idp, ERKKI.username).await;
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await.is(423, "/login/password");
    let mail = idp.mail.next_to(ERKKI.email).await;
    assert!(mail.text.contains("luki"), "{}", mail.text);
    let mut browser = idp.browser();
    let page = browser.open(mail.link()).await;
    let fresh = Person { password: "Uusi-talvi-12-lunta", ..ERKKI };
    let done = browser
        .on(page.is(200, "/password/set"))
        .set("password", fresh.password)
        .set("password_confirm", fresh.password)
        .submit()
        .await;
    done.is(200, "/password/done");
    idp.try_password(&mut browser, "/login", fresh.username, fresh.password).await.is(200, "/account");
    let locks = idp.mail.all_to(ERKKI.email).iter().filter(|mail| mail.subject.contains("luki")).count();
    assert_eq!(locks, 1);
}

#[tokio::test]
async fn twenty_tries_at_once_are_five_tries() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let form = browser.on(&page).set("password", WRONG).prepare();
    let before = idp.running.ctx.hasher.hashes();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (mut browser, form) = (browser.clone(), form.clone());
        tries.spawn(async move { browser.send(&form).await.status });
    }
    let answers = tries.join_all().await;
    assert!(answers.iter().all(|status| matches!(status, 401 | 423 | 503)), "{answers:?}");
    let hashes = idp.running.ctx.hasher.hashes() - before;
    assert!(hashes <= 5, "{hashes} passwords were checked");
}

#[tokio::test]
async fn a_lock_outlives_a_restart() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    lock(&idp, ERKKI.username).await;
    let idp = idp.restart().await;
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
}

#[tokio::test]
async fn one_persons_lock_is_nobody_elses() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", AINO.username, AINO.password).await.is(200, "/account");
    lock(&idp, ERKKI.username).await;
    lock(&idp, AINO.username).await;
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn tries_that_nobody_waited_for_lock_and_the_owner_is_told() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let ctx = &idp.running.ctx;
    let account = ctx.store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let key = idp::tally::key_of(ctx, &account);
    let tx = ctx.store.begin().await.unwrap();
    let mut tally = tx.lock_tally(&key).await.unwrap();
    for _ in 0..5 {
        tally = tally.reserve(&ctx.accounts.lockout, ctx.clock.now()).0;
    }
    tx.save_tally(&key, &tally).await.unwrap();
    tx.commit().await.unwrap();
    idp.advance(TimeDelta::minutes(2));
    for _ in 0..2 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await.is(423, "/login/password");
    }
    wait_for("the mail about the lock", async || idp.mail.all_to(ERKKI.email).get(1).cloned()).await;
    let locks = idp.mail.all_to(ERKKI.email).iter().filter(|mail| mail.subject.contains("luki")).count();
    assert_eq!(locks, 1);
}
