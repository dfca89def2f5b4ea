//! A person whose mail goes to an address that is another account's login is
//! asked for one of their own, after a login, and may leave it open.

use chrono::TimeDelta;

use crate::harness::{Browser, Page, TestIdp, succeed};

const ROWS: &str = "\
external_id;source_system;username;email;given_name;family_name;user_type
N-4;lupa;perhe.aiti;perhe@example.com;Äiti;Perhe;citizen
N-5;lupa;perhe.isa;perhe@example.com;Isä;Perhe;citizen
";
const PASSWORD: &str = "Uusi-talvi-12-lunta";
const ASKED: &str = "/login/own-address";

/// A family that shares an address; the father has set his password.
async fn family() -> TestIdp {
    let idp = TestIdp::start().await;
    idp.write_file("family.csv", ROWS);
    succeed(&idp.idp(&["import", "run", "family.csv", "--batch", "family"]));
    set_password(&idp, "perhe.isa").await;
    idp
}

async fn set_password(idp: &TestIdp, username: &str) {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", username).press("continue").await;
    let mail = idp.mail.next_to_about("perhe@example.com", "salasana").await;
    let page = browser.open(mail.link()).await;
    let form = browser.on(&page).set("password", PASSWORD).set("password_confirm", PASSWORD);
    form.submit().await.is(200, "/password/done");
}

async fn log_in(idp: &TestIdp, browser: &mut Browser, url: &str) -> Page {
    idp.try_password(browser, url, "perhe.isa", PASSWORD).await
}

#[tokio::test]
async fn the_question_leads_to_an_address_and_back_to_the_service() {
    let idp = family().await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid email", &[]);
    let mut browser = idp.browser();
    let page = log_in(&idp, &mut browser, attempt.url.as_str()).await;
    page.is(200, ASKED).says("Rakennusvalvonnan asiointi").hides("perhe@example.com");
    let page = browser.open(page.link("/account/email")).await;
    let new = "isa.perhe@example.com";
    let form = browser.on(&page).set("email", new).set("email_confirm", new).set("password", "Väärä-salasana-1");
    let page = form.submit().await;
    let form = browser.on(page.is(422, "/account/email")).set("email", new).set("email_confirm", new);
    let page = form.set("password", PASSWORD).submit().await;
    page.is(200, "/account").says("Palaa palveluun: Rakennusvalvonnan asiointi");
    let link = idp.mail.next_to(new).await.link_to("/account/email/confirm");
    let mut phone = idp.browser();
    let confirm = phone.open(link).await;
    phone.on(&confirm).press("confirm_address").await.is(200, "/account/email/confirm");
    let page = browser.open(page.link("/authorize/resume")).await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(web.userinfo(&tokens.access_token).await.text("email"), new);
    log_in(&idp, &mut idp.browser(), "/login").await.is(200, "/account");
}

#[tokio::test]
async fn who_leaves_the_question_open_goes_on_and_is_asked_again_a_month_later() {
    let idp = family().await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let mut browser = idp.browser();
    let page = log_in(&idp, &mut browser, attempt.url.as_str()).await;
    let page = browser.open(page.is(200, ASKED).link("/authorize/resume")).await;
    web.finish(&attempt, &page).await;
    log_in(&idp, &mut idp.browser(), "/login").await.is(200, "/account");
    idp.advance(TimeDelta::days(31));
    log_in(&idp, &mut idp.browser(), "/login").await.is(200, ASKED);
}

#[tokio::test]
async fn who_has_the_address_as_login_is_not_asked_and_the_page_is_in_every_language() {
    let idp = family().await;
    let mut browser = idp.browser();
    let page = log_in(&idp, &mut browser, "/login").await;
    page.is(200, ASKED).says("Anna oma sähköpostiosoite");
    let page = browser.open(page.link("ui_locales=sv")).await;
    page.is(200, ASKED).says("Ange en egen e-postadress");
    browser.open(page.link("ui_locales=en")).await.is(200, ASKED).says("Enter an email address of your own");
    idp.advance(TimeDelta::minutes(3));
    set_password(&idp, "perhe@example.com").await;
    idp.try_password(&mut idp.browser(), "/login", "perhe@example.com", PASSWORD).await.is(200, "/account");
}
