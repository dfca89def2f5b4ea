//! A forgotten username or password.

use chrono::{DateTime, TimeDelta};

use crate::harness::{AINO, ERKKI, MINNA, Page, Person, TestIdp, claims_of, wait_for};

const FRESH: Person = Person { password: "Uusi-talvi-12-lunta", ..ERKKI };

async fn ask(idp: &TestIdp, username: &str, email: &str) -> Page {
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(page.is(200, "/forgot")).set("username", username).set("email", email).submit().await
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_mailed_link() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.mail.all_to(ERKKI.email);
    idp.advance(TimeDelta::minutes(5));
    ask(&idp, "", ERKKI.email).await.is(200, "/forgot/sent");
    let mail = idp.mail.next_to(ERKKI.email).await;
    assert!(mail.text.contains(ERKKI.username), "the mail tells the username too");
    let mut browser = idp.browser();
    let page = browser.open(mail.link()).await;
    let done = browser.on(&page).set("password", FRESH.password).set("password_confirm", FRESH.password).submit().await;
    done.is(200, "/password/done");
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(401, "/login/password");
    idp.try_password(&mut browser, "/login", ERKKI.username, FRESH.password).await.is(200, "/account");
    let notice = idp.mail.next_to(ERKKI.email).await;
    assert!(!notice.text.contains("/password/set?"), "the notice has no way in: {}", notice.text);
}

#[tokio::test]
async fn a_reset_ends_every_login_and_every_token() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut elsewhere = idp.browser();
    let attempt = web.begin_with("openid email offline_access", &[]);
    let page = idp.sign_in(&mut elsewhere, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    idp.advance(TimeDelta::minutes(5));
    ask(&idp, "", ERKKI.email).await;
    let mut browser = idp.browser();
    let page = browser.open((idp.mail.next_to(ERKKI.email).await).link()).await;
    browser
        .on(&page)
        .set("password", FRESH.password)
        .set("password_confirm", FRESH.password)
        .submit()
        .await
        .is(200, "/password/done");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    elsewhere.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn everybody_gets_the_same_answer() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut answers = Vec::new();
    for (username, email) in [
        ("", ERKKI.email),
        ("", "nobody@example.com"),
        ("nobody", ""),
        (MINNA.username, ""),
        (MINNA.username, AINO.email),
    ] {
        let page = ask(&idp, username, email).await;
        page.is(200, "/forgot/sent");
        answers.push(page.text.clone());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:#?}");
}

#[tokio::test]
async fn a_username_is_enough_and_a_contradiction_mails_nobody() {
    let idp = TestIdp::start().await;
    ask(&idp, MINNA.username, AINO.email).await.is(200, "/forgot/sent");
    let store = &idp.running.ctx.store;
    let minna = store.resolve_account(MINNA.username, None).await.unwrap().unwrap();
    assert!(store.link_times(minna.id, DateTime::UNIX_EPOCH).await.unwrap().is_empty());
    ask(&idp, MINNA.username, "").await.is(200, "/forgot/sent");
    idp.mail.next_to(MINNA.email).await;
    assert_eq!(idp.mail.all_to(MINNA.email).len(), 1);
    assert!(idp.mail.all_to(AINO.email).is_empty());
}

#[tokio::test]
async fn neither_of_both_is_told_at_the_field() {
    let idp = TestIdp::start().await;
    let page = ask(&idp, "", "").await;
    page.is(422, "/forgot");
    assert!(page.title.starts_with("Virhe"), "{}", page.title);
    ask(&idp, "", "not an address").await.is(422, "/forgot");
}

#[tokio::test]
async fn recovery_inside_a_login_leads_back_to_the_service() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.advance(TimeDelta::minutes(5));
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    let page = browser.open(page.link("/forgot")).await;
    browser.on(&page).set("email", ERKKI.email).submit().await.is(200, "/forgot/sent");
    let page = browser.open((idp.mail.next_to(ERKKI.email).await).link()).await;
    let page = browser.on(&page).set("password", FRESH.password).set("password_confirm", FRESH.password).submit().await;
    let page = browser.open(page.link("/login")).await;
    let page = browser.on(page.is(200, "/login/password")).set("password", FRESH.password).press("sign_in").await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn who_has_just_used_a_link_is_mailed_another_at_once_and_then_waits() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    ask(&idp, "", ERKKI.email).await.is(200, "/forgot/sent");
    let again = wait_for("another link", async || idp.mail.all_to(ERKKI.email).get(1).cloned()).await;
    idp.browser().open(again.link()).await.is(200, "/password/set");
    ask(&idp, "", ERKKI.email).await.is(200, "/forgot/sent");
    ask(&idp, "", AINO.email).await.is(200, "/forgot/sent");
    idp.mail.next_to(AINO.email).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 2, "the newest link has not been used");
}

#[tokio::test]
async fn a_login_with_the_old_password_cannot_end_after_the_change() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let ctx = idp.running.ctx.clone();
    let account = ctx.store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let fresh = ctx.hasher.hash("Uusi-talvi-12-lunta".to_owned().into(), [7; 16]).await.unwrap();
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let form = browser.on(&page).set("password", ERKKI.password).prepare_press("sign_in");
    // Work before it in the queue keeps the old password waiting for its hash.
    for _ in 0..24 {
        let ctx = ctx.clone();
        tokio::spawn(async move { ctx.hasher.hash("in the way".to_owned().into(), [1; 16]).await });
    }
    let login = tokio::spawn(async move { browser.send(&form).await });
    let key = idp::tally::keys_of(&ctx, &account)[0];
    wait_for("the try", async || (ctx.store.find_tally(&key).await.unwrap().failures == 1).then_some(())).await;
    let tx = ctx.store.begin().await.unwrap();
    tx.update_account(&accounts::Account { password: Some(fresh), ..account.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    login.await.unwrap().is(401, "/login/password");
    let sessions = ctx.store.sessions_of(account.id, ctx.accounts.session_idle, ctx.clock.now()).await.unwrap();
    assert!(sessions.is_empty(), "a session was begun with a password that is no more");
}

#[tokio::test]
async fn a_reset_is_told_to_the_clients_of_every_session() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    idp.advance(TimeDelta::minutes(5));
    ask(&idp, "", ERKKI.email).await;
    let mail = wait_for("the link", async || idp.mail.all_to(ERKKI.email).get(1).cloned()).await;
    let mut browser = idp.browser();
    let page = browser.open(mail.link()).await;
    let form = browser.on(&page).set("password", FRESH.password).set("password_confirm", FRESH.password);
    form.submit().await.is(200, "/password/done");
    let notice = idp.logouts.next().await;
    assert_eq!(claims_of(&notice.pairs[0].1)["sid"], tokens.claims["sid"]);
}
