//! Five wrong passwords lock an identifier for 24 hours, known or not; a mailed
//! link lets the owner in at once.

use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, MINNA, Person, TestIdp, wait_for};

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
    let key = idp::tally::keys_of(ctx, &account)[0];
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

#[tokio::test]
async fn no_count_tells_that_a_username_and_an_address_are_one_persons() {
    let idp = TestIdp::start().await;
    idp.activate(&MINNA).await;
    lock(&idp, MINNA.username).await;
    for left in [None, None, Some("2"), Some("1")] {
        let page = idp.try_password(&mut idp.browser(), "/login", MINNA.email, WRONG).await;
        page.is(401, "/login/password");
        assert_eq!(page.text.contains("jäljellä"), left.is_some(), "{}", page.told());
    }
    // Nor does the owner's login by one name end the lock of the other.
    idp.try_password(&mut idp.browser(), "/login", MINNA.email, MINNA.password).await.is(200, "/account");
    idp.try_password(&mut idp.browser(), "/login", MINNA.username, MINNA.password).await.is(423, "/login/password");
}

#[tokio::test]
async fn a_mailed_link_lifts_the_locks_of_every_name() {
    let idp = TestIdp::start().await;
    idp.activate(&MINNA).await;
    idp.advance(TimeDelta::minutes(5));
    lock(&idp, MINNA.username).await;
    let first = idp.mail.next_to_about(MINNA.email, "luki").await;
    lock(&idp, MINNA.email).await;
    let mail = wait_for("the second mail", async || {
        let locks = idp.mail.all_to(MINNA.email).into_iter().filter(|mail| mail.subject.contains("luki"));
        locks.into_iter().find(|mail| mail.message_id != first.message_id)
    });
    let mut browser = idp.browser();
    let page = browser.open(mail.await.link()).await;
    let fresh = "Uusi-talvi-12-lunta";
    browser.on(&page).set("password", fresh).set("password_confirm", fresh).submit().await.is(200, "/password/done");
    for name in [MINNA.username, MINNA.email] {
        idp.try_password(&mut idp.browser(), "/login", name, fresh).await.is(200, "/account");
    }
}

#[tokio::test]
async fn an_addresss_count_goes_on_when_somebody_registers_it() {
    let idp = TestIdp::start().await;
    let (ctx, typed) = (&idp.running.ctx, accounts::identifier::Identifier::parse("uusi.asukas@example.fi").unwrap());
    let account = accounts::Account {
        id: uuid::Uuid::from_u128(77),
        sub: "new".to_owned(),
        username: None,
        email: Some(accounts::Email::parse("uusi.asukas@example.fi").unwrap()),
        ..ctx.store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap()
    };
    assert_eq!(idp::tally::keys_of(ctx, &account), [idp::tally::key_of(ctx, &typed)]);
}
