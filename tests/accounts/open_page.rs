//! A login that takes its time: a page left open over night, a restart in the
//! middle, a service that forgot everything it held in memory.

use chrono::TimeDelta;

use crate::harness::{ERKKI, TestIdp};

#[tokio::test]
async fn a_page_left_open_over_night_still_works() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    idp.advance(TimeDelta::hours(23));
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let page = browser.on(page.is(200, "/login/password")).set("password", ERKKI.password).press("sign_in").await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn a_page_open_for_longer_begins_anew_with_the_username_kept() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    idp.advance(TimeDelta::hours(25));
    let page = browser.on(page.is(200, "/login/password")).set("password", ERKKI.password).press("sign_in").await;
    page.is(200, "/login").says("Sivu oli auki liian kauan");
    let username = page.forms.iter().find_map(|form| form.field("username")).unwrap();
    assert_eq!(username.value, ERKKI.username);
    let page = browser.on(&page).press("continue").await;
    let page = browser.on(page.is(200, "/login/password")).set("password", ERKKI.password).press("sign_in").await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn a_restart_between_the_steps_goes_unnoticed() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = browser.open(&attempt.url).await;
    let idp = idp.restart().await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let idp = idp.restart().await;
    let page = browser.on(page.is(200, "/login/password")).set("password", ERKKI.password).press("sign_in").await;
    let tokens = web.finish(&attempt, &page).await;
    let idp = idp.restart().await;
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 200);
    assert!(idp.relying_party("web").await.is_genuine(&tokens.id_token), "the signing keys are the same");
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn a_mailed_link_outlives_a_restart() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let idp = idp.restart().await;
    let done = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    done.is(200, "/password/done");
    let page = browser.open(done.link("/login")).await;
    page.is(200, "/login/password").says("Rakennusvalvonnan asiointi");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn a_code_from_before_a_restart_is_refused_cleanly() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    let code = web.code(&attempt, &page);
    let _idp = idp.restart().await;
    let reply = web.redeem(&code, &attempt.verifier).await;
    assert_eq!((reply.status, reply.error()), (400, "invalid_grant"));
}
