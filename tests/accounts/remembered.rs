//! "Remember my login on this computer": what a browser keeps when it is
//! closed, and what becomes of a copy.

use chrono::TimeDelta;

use crate::harness::{Browser, ERKKI, TestIdp};

const TOKEN: &str = "idp_remembered";

/// Erkki's browser, with the box ticked.
async fn remembered(idp: &TestIdp) -> Browser {
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    idp.sign_in_remembered(&mut browser, "/login", &ERKKI).await.is(200, "/account");
    browser
}

fn token(browser: &Browser) -> Option<String> {
    browser.cookies().iter().find(|cookie| cookie.name == TOKEN).map(|cookie| cookie.value.clone())
}

#[tokio::test]
async fn the_token_changes_at_each_return_and_the_session_cookie_ends_with_the_browser() {
    let idp = TestIdp::start().await;
    let mut browser = remembered(&idp).await;
    let session = browser.cookies().iter().find(|cookie| cookie.name == "idp_session").cloned().unwrap();
    assert_eq!(session.expires_at, None);
    let mut tokens = vec![token(&browser).unwrap()];
    for _ in 0..3 {
        browser.close();
        browser.open("/account").await.is(200, "/account").says("Erkki Esimerkki");
        tokens.push(token(&browser).unwrap());
        idp.advance(TimeDelta::days(2));
    }
    tokens.sort();
    tokens.dedup();
    assert_eq!(tokens.len(), 4);
}

#[tokio::test]
async fn a_service_gets_its_login_without_a_page_and_the_same_session() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in_remembered(&mut browser, &attempt.url, &ERKKI).await;
    let first = web.finish(&attempt, &page).await;
    browser.close();
    idp.advance(TimeDelta::days(3));
    let attempt = web.begin();
    let page = browser.open(&attempt.url).await;
    let second = web.finish(&attempt, &page).await;
    assert_eq!(first.claims["sid"], second.claims["sid"]);
    assert_eq!(first.claims["auth_time"], second.claims["auth_time"], "nobody typed a password");
    let attempt = web.begin_with("openid", &[("max_age", "3600")]);
    browser.open(&attempt.url).await.is(200, "/login");
    // A log-out reaches what was given before the browser was closed.
    let page = browser.open("/logout").await;
    browser.on(&page).press("confirm_logout").await;
    assert_eq!(web.userinfo(&first.access_token).await.status, 401);
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn an_idle_login_goes_on_and_a_long_one_too_until_the_last_day() {
    let idp = TestIdp::start().await;
    let mut browser = remembered(&idp).await;
    for _ in 0..14 {
        idp.advance(TimeDelta::days(2));
        browser.open("/account").await.is(200, "/account");
    }
    idp.advance(TimeDelta::days(3));
    browser.open("/account").await.is(200, "/login");
    assert_eq!(token(&browser), None);
}

#[tokio::test]
async fn pages_that_a_browser_opens_at_once_all_find_it_logged_in() {
    let idp = TestIdp::start().await;
    let mut browser = remembered(&idp).await;
    browser.close();
    let mut tabs = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let mut tab = browser.clone();
        tabs.spawn(async move {
            let page = tab.open("/account").await;
            (page.status, page.url.path().to_owned(), token(&tab))
        });
    }
    let mut kept = Vec::new();
    for (status, path, token) in tabs.join_all().await {
        assert_eq!((status, path.as_str()), (200, "/account"));
        kept.push(token.unwrap());
    }
    kept.dedup();
    assert_eq!(kept.len(), 1, "each tab got the same next token");
}

#[tokio::test]
async fn a_copy_that_comes_later_ends_both_logins_and_the_owner_is_told() {
    let idp = TestIdp::start().await;
    let mut owner = remembered(&idp).await;
    owner.close();
    let mut thief = owner.clone();
    thief.open("/account").await.is(200, "/account");
    idp.advance(TimeDelta::minutes(1));
    owner.open("/account").await.is(200, "/login");
    thief.open("/account").await.is(200, "/login");
    thief.close();
    thief.open("/account").await.is(200, "/login");
    let mail = idp.mail.next_to_about(ERKKI.email, "päätettiin").await;
    assert!(mail.text.contains("kahdessa selaimessa"), "{}", mail.text);
}

#[tokio::test]
async fn a_made_up_token_ends_nothing() {
    let idp = TestIdp::start().await;
    let mut owner = remembered(&idp).await;
    let token = token(&owner).unwrap();
    let (selector, _) = token.split_once('.').unwrap();
    let forged = format!("{selector}.{}", "A".repeat(48));
    let request = reqwest::Client::new().get(idp.url("/account")).header("cookie", format!("{TOKEN}={forged}"));
    assert!(request.send().await.unwrap().url().path().starts_with("/login"));
    owner.close();
    owner.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn a_new_password_ends_it() {
    let idp = TestIdp::start().await;
    let mut browser = remembered(&idp).await;
    browser.close();
    idp.advance(TimeDelta::minutes(5));
    let mut elsewhere = idp.browser();
    let page = elsewhere.open("/forgot").await;
    elsewhere.on(&page).set("email", ERKKI.email).submit().await;
    let page = elsewhere.open(idp.mail.next_to_about(ERKKI.email, "vaihtaminen").await.link()).await;
    let fresh = "Uusi-talvi-12-lunta";
    elsewhere.on(&page).set("password", fresh).set("password_confirm", fresh).submit().await;
    browser.open("/account").await.is(200, "/login");
    assert_eq!(token(&browser), None);
}

#[tokio::test]
async fn without_the_box_nothing_is_kept() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    assert!(browser.cookies().iter().all(|cookie| cookie.expires_at.is_none()), "{:?}", browser.cookies());
    assert_eq!(token(&browser), None);
}
