//! Another password in place of the one that is known.

use super::{at_home, elsewhere};
use crate::harness::{Browser, ERKKI, Page, TestIdp, claims_of};

const FRESH: &str = "Uusi-talvi-12-lunta";

async fn change(browser: &mut Browser, current: &str, new: &str, confirm: &str) -> Page {
    let form = browser.open("/account/password").await;
    let form = browser.on(&form).set("current_password", current).set("password", new);
    form.set("password_confirm", confirm).press("change_password").await
}

#[tokio::test]
async fn a_change_ends_every_other_login_and_this_one_goes_on_under_a_new_secret() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let web = idp.relying_party("web").await;
    let (mut other, tokens) = elsewhere(&idp, &web, &ERKKI).await;
    let mut copy = browser.clone();
    change(&mut browser, ERKKI.password, FRESH, FRESH).await.is(200, "/account").says("Salasana on vaihdettu.");
    browser.open("/account").await.is(200, "/account");
    copy.open("/account").await.is(200, "/login");
    other.open("/account").await.is(200, "/login");
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    let notice = idp.logouts.next().await;
    assert_eq!(claims_of(&notice.pairs[0].1)["sid"], tokens.claims["sid"]);
    let mail = super::mail_with(&idp, ERKKI.email, "vaihdettiin").await;
    assert!(!mail.text.contains("http"), "{}", mail.text);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(401, "/login/password");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, FRESH).await.is(200, "/account");
}

#[tokio::test]
async fn a_change_ends_staying_logged_in_for_copies_of_the_browser_too() {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let form = browser.on(&page).set("password", ERKKI.password).set("remember_me", "on");
    form.press("sign_in").await.is(200, "/account");
    let mut copy = browser.clone();
    change(&mut browser, ERKKI.password, FRESH, FRESH).await.is(200, "/account");
    copy.open("/account").await.is(200, "/login");
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_no_password_comes_back() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    for (current, new, confirm, told) in [
        ("", FRESH, FRESH, "Kirjoita nykyinen salasanasi."),
        (ERKKI.password, "", "", "Kirjoita uusi salasana."),
        (ERKKI.password, FRESH, "Toinen-1-x", "Salasanat eivät ole samat"),
        (ERKKI.password, "lyhyt", "lyhyt", "Salasana on liian lyhyt"),
        (ERKKI.password, "Esimerkki-1!", "Esimerkki-1!", "Salasanassa ei saa olla nimeäsi"),
        (ERKKI.password, ERKKI.password, ERKKI.password, "Uusi salasana on sama kuin nykyinen"),
        ("Väärä-1-salasana", FRESH, FRESH, "Nykyinen salasana ei täsmää"),
    ] {
        let page = change(&mut browser, current, new, confirm).await;
        page.is(422, "/account/password").says(told).hides(FRESH).hides(ERKKI.password);
    }
}

#[tokio::test]
async fn wrong_tries_count_with_those_of_the_login_and_lock() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    for _ in 0..2 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Väärä-1-salasana").await;
    }
    change(&mut browser, "Väärä-1-salasana", FRESH, FRESH).await.says("Sinulla on 2 yritystä jäljellä");
    change(&mut browser, "Väärä-1-salasana", FRESH, FRESH).await.says("Sinulla on 1 yritys jäljellä");
    change(&mut browser, "Väärä-1-salasana", FRESH, FRESH).await.is(423, "/account/password");
    change(&mut browser, ERKKI.password, FRESH, FRESH).await.is(423, "/account/password");
    super::mail_with(&idp, ERKKI.email, "lukittu").await;
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    browser.open("/account").await.is(200, "/account");
}
