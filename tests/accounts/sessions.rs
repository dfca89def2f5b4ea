//! How long a login lasts, and what a browser keeps of it.

use chrono::TimeDelta;

use crate::harness::{Browser, ERKKI, TestIdp};

async fn signed_in(idp: &TestIdp, remember: bool) -> Browser {
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let form = browser.on(&page).set("password", ERKKI.password);
    let form = if remember { form.set("remember_me", "on") } else { form };
    form.press("sign_in").await.is(200, "/account");
    browser
}

#[tokio::test]
async fn closing_the_browser_ends_a_login_that_was_not_to_be_remembered() {
    let idp = TestIdp::start().await;
    let mut browser = signed_in(&idp, false).await;
    browser.open("/account").await.is(200, "/account").says("Erkki Esimerkki");
    browser.close();
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn a_remembered_login_outlives_the_window() {
    let idp = TestIdp::start().await;
    let mut browser = signed_in(&idp, true).await;
    browser.close();
    browser.open("/account").await.is(200, "/account");
    idp.advance(TimeDelta::days(400));
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn an_unused_login_ends() {
    let idp = TestIdp::start().await;
    let mut browser = signed_in(&idp, false).await;
    idp.advance(TimeDelta::days(2));
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn every_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let idp = TestIdp::start().await;
    let mut browser = signed_in(&idp, true).await;
    browser.open("/login?ui_locales=sv").await;
    assert!(browser.cookies().len() >= 2, "{:?}", browser.cookies());
    for cookie in browser.cookies() {
        assert!(cookie.http_only, "{cookie:?}");
        assert_eq!(cookie.same_site.as_deref(), Some("Lax"), "{cookie:?}");
        assert_eq!(cookie.path, "/", "{cookie:?}");
        assert!(!cookie.value.contains("erkki"), "{cookie:?}");
    }
}

#[tokio::test]
async fn the_cookie_from_before_the_login_is_worth_nothing_after_it() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    browser.open("/login").await;
    let mut planted = browser.clone();
    idp.activate(&ERKKI).await;
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    planted.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn logging_out_ends_the_login_on_the_server() {
    let idp = TestIdp::start().await;
    let mut browser = signed_in(&idp, true).await;
    let mut copy = browser.clone();
    let page = browser.open("/logout").await;
    browser.on(page.is(200, "/logout")).press("confirm_logout").await.is(200, "/logout/done");
    copy.open("/account").await.is(200, "/login");
}
