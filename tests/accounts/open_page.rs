//! A login that takes its time: a page left open over night, a restart in the
//! middle, a service that forgot everything it held in memory.

use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, Page, Prepared, TestIdp};

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

#[tokio::test]
async fn the_log_out_button_of_a_page_left_open_works_when_the_login_has_ended() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await;
    let open = browser.open("/account/phone").await;
    browser.on(&page).press("log_out").await.is(200, "/logout/done");
    browser.on(&open).press("log_out").await.is(200, "/logout/done");
    let form = browser.on(&open).set("phone", "0401112223").press("save").await;
    form.is(200, "/login");
}

#[tokio::test]
async fn a_form_of_before_the_login_does_nothing_after_it() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", AINO.username, AINO.password).await.is(200, "/account");
    let aino = browser.open("/account/phone").await;
    let log_out = browser.on(&aino).prepare_press("log_out");
    browser.send(&log_out).await.is(200, "/logout/done");
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let erkki = browser.open("/account/phone").await;
    let save = browser.on(&erkki).set("phone", "040 765 4321").prepare_press("save");
    let page = browser.send(&with_token_of(&save, &aino)).await;
    page.is(200, "/account/phone").hides("040 765 4321");
    browser.open("/account").await.hides("+358407654321");
    // Who is logged out by a page of an earlier login is asked.
    let page = browser.send(&log_out).await;
    page.is(200, "/logout").says(ERKKI.username);
    browser.open("/account").await.is(200, "/account");
    browser.send(&save).await.is(200, "/account").says("+358407654321");
    browser.on(&page).press("confirm_logout").await.is(200, "/logout/done");
}

/// The form with the token that another page holds.
fn with_token_of(form: &Prepared, page: &Page) -> Prepared {
    let token = page.forms.iter().find_map(|form| form.field("csrf")).unwrap().value.clone();
    let pairs = form.pairs.iter().map(|(name, value)| match name.as_str() {
        "csrf" => (name.clone(), token.clone()),
        _ => (name.clone(), value.clone()),
    });
    Prepared { pairs: pairs.collect(), ..form.clone() }
}
