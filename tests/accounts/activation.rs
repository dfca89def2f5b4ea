//! Activating a registered account: where one click is enough, how long a link
//! works, and that nothing is possible before.

use chrono::TimeDelta;
use reqwest::Method;

use crate::harness::{Browser, Page, TestIdp};

const ULLA: &str = "ulla.uusi@example.com";
const PASSWORD: &str = "Kevät-tulva-4-jokea";
const OTHER: &str = "Syksyn-tuuli-6-puuta";

/// Registers Ulla in `browser`, and gives the link that she was mailed.
async fn registered(idp: &TestIdp, browser: &mut Browser) -> (Page, String) {
    let page = browser.open("/register").await;
    let done = browser
        .on(&page)
        .set("email", ULLA)
        .set("email_confirm", ULLA)
        .set("password", PASSWORD)
        .set("password_confirm", PASSWORD)
        .set("first_name", "Ulla")
        .set("last_name", "Uusi")
        .set("accept_terms", "on")
        .press("create_account")
        .await;
    done.is(200, "/register/done");
    (done, idp.mail.next_to(ULLA).await.link_to("/activate"))
}

async fn type_password(browser: &mut Browser, page: &Page, password: &str) -> Page {
    browser.on(page).set("password", password).set("password_confirm", password).press("activate").await
}

#[tokio::test]
async fn elsewhere_the_link_asks_for_a_password_and_the_typed_one_is_void() {
    let idp = TestIdp::start().await;
    let mut stranger = idp.browser();
    let (_, link) = registered(&idp, &mut stranger).await;
    let mut owner = idp.browser();
    let page = owner.open(&link).await;
    assert!(page.is(200, "/activate").asks_for("password"));
    page.hides("Ulla ").says(ULLA);
    type_password(&mut owner, &page, "lyhyt").await.is(422, "/activate").says("puuttuu");
    owner.on(&page).press("activate").await.is(422, "/activate").says("Kirjoita uusi salasana");
    type_password(&mut owner, &page, OTHER).await.is(200, "/activate/done");
    idp.try_password(&mut stranger, "/login", ULLA, PASSWORD).await.is(401, "/login/password");
    idp.try_password(&mut owner, "/login", ULLA, OTHER).await.is(200, "/account");
}

#[tokio::test]
async fn looking_at_a_link_uses_nothing_up() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let (_, link) = registered(&idp, &mut browser).await;
    for _ in 0..3 {
        idp.browser().open(&link).await.is(200, "/activate");
        idp.browser().ask(Method::HEAD, link.parse().unwrap()).await;
    }
    let page = browser.open(&link).await;
    let secret = link.split("token=").nth(1).unwrap();
    page.hides(secret);
    assert!(!page.url.as_str().contains(secret));
    browser.on(&page).press("activate").await.is(200, "/activate/done");
}

#[tokio::test]
async fn a_link_works_for_thirty_minutes_and_a_page_opened_in_time_a_little_longer() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let (_, link) = registered(&idp, &mut browser).await;
    idp.advance(TimeDelta::minutes(29));
    let page = browser.open(&link).await;
    page.is(200, "/activate");
    idp.advance(TimeDelta::minutes(2));
    let late = idp.browser().open(&link).await;
    late.is(410, "/activate").says("oli voimassa 30 minuuttia").says("asiakaspalvelu@kaskenranta.example.fi");
    browser.on(&page).press("activate").await.is(200, "/activate/done");
}

#[tokio::test]
async fn a_page_that_stood_open_for_too_long_leads_to_a_new_link() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let (_, link) = registered(&idp, &mut browser).await;
    let page = browser.open(&link).await;
    idp.advance(TimeDelta::minutes(41));
    let dead = browser.on(&page).press("activate").await;
    dead.is(410, "/activate").says("u•••i@example.com").hides(ULLA);
    browser.on(&dead).press("new_link").await.is(200, "/activate/link-sent");
    let page = browser.open(idp.mail.next_to(ULLA).await.link_to("/activate")).await;
    assert!(!page.asks_for("password"), "the browser has shown before that it knows it");
    browser.on(&page).press("activate").await.is(200, "/activate/done");
    idp.try_password(&mut browser, "/login", ULLA, PASSWORD).await.is(200, "/account");
}

#[tokio::test]
async fn a_new_link_asked_for_elsewhere_needs_a_password() {
    let idp = TestIdp::start().await;
    let (_, link) = registered(&idp, &mut idp.browser()).await;
    idp.advance(TimeDelta::minutes(31));
    let mut owner = idp.browser();
    let dead = owner.open(&link).await;
    owner.on(dead.is(410, "/activate")).press("new_link").await.is(200, "/activate/link-sent");
    let page = owner.open(idp.mail.next_to(ULLA).await.link_to("/activate")).await;
    assert!(page.asks_for("password"));
}

#[tokio::test]
async fn a_second_use_says_that_the_account_is_active() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let (_, link) = registered(&idp, &mut browser).await;
    let page = browser.open(&link).await;
    let form = browser.on(&page).prepare_press("activate");
    let (mut first, mut second) = (browser.clone(), browser.clone());
    let (one, two) = tokio::join!(first.send(&form), second.send(&form));
    one.is(200, "/activate/done");
    two.is(200, "/activate/done");
    let page = idp.browser().open(&link).await;
    page.is(410, "/activate").says("on jo aktivoitu").link("/login");
}

#[tokio::test]
async fn before_activation_the_right_password_leads_to_another_link_and_no_further() {
    let idp = TestIdp::start().await;
    let (_, old) = registered(&idp, &mut idp.browser()).await;
    let mut browser = idp.browser();
    let page = idp.try_password(&mut browser, "/login", ULLA, "Väärä-salasana-1").await;
    page.is(401, "/login/password").says("Kirjautuminen ei onnistunut").hides("aktivoi");
    let page = idp.try_password(&mut browser, "/login", ULLA, PASSWORD).await;
    page.is(401, "/login/password").says("Käyttäjätunnusta ei ole aktivoitu");
    browser.on(&page).press("resend").await.is(200, "/register/done").says("juuri lähetetty");
    idp.advance(TimeDelta::minutes(3));
    browser.on(&page).press("resend").await.is(200, "/register/done").says("lähetimme uuden");
    let new = idp.mail.next_to(ULLA).await.link_to("/activate");
    idp.browser().open(&old).await.is(410, "/activate");
    browser.open("/account").await.is(200, "/login");
    let page = browser.open(&new).await;
    assert!(!page.asks_for("password"), "this browser has shown that it knows it");
    browser.on(&page).press("activate").await.is(200, "/activate/done");
}

#[tokio::test]
async fn wrong_passwords_lock_an_account_that_waits() {
    let idp = TestIdp::start().await;
    registered(&idp, &mut idp.browser()).await;
    for _ in 0..4 {
        idp.try_password(&mut idp.browser(), "/login", ULLA, "Väärä-salasana-1").await.is(401, "/login/password");
    }
    idp.try_password(&mut idp.browser(), "/login", ULLA, "Väärä-salasana-1").await.is(423, "/login/password");
    idp.try_password(&mut idp.browser(), "/login", ULLA, PASSWORD).await.is(423, "/login/password");
}

#[tokio::test]
async fn a_forgotten_password_of_an_account_that_waits_is_an_activation() {
    let idp = TestIdp::start().await;
    registered(&idp, &mut idp.browser()).await;
    idp.advance(TimeDelta::minutes(3));
    let mut owner = idp.browser();
    let page = owner.open("/forgot").await;
    owner.on(&page).set("email", ULLA).submit().await.is(200, "/forgot/sent");
    let mail = idp.mail.next_to(ULLA).await;
    let page = owner.open(mail.link_to("/activate")).await;
    assert!(page.asks_for("password"), "whoever forgot it has not shown that they know it");
    type_password(&mut owner, &page, OTHER).await.is(200, "/activate/done");
    idp.try_password(&mut owner, "/login", ULLA, OTHER).await.is(200, "/account");
}

#[tokio::test]
async fn who_never_activates_is_forgotten_after_a_week() {
    let idp = TestIdp::start().await;
    let (_, link) = registered(&idp, &mut idp.browser()).await;
    let ctx = &idp.running.ctx;
    idp.advance(TimeDelta::days(7) - TimeDelta::hours(1));
    assert_eq!(idp::flows::remove_unactivated::remove_unactivated(ctx).await.unwrap(), 0);
    idp.advance(TimeDelta::hours(2));
    assert_eq!(idp::flows::remove_unactivated::remove_unactivated(ctx).await.unwrap(), 1);
    idp.browser().open(&link).await.is(404, "/activate");
    assert!(ctx.store.resolve_account(ULLA, Some(ULLA)).await.unwrap().is_none());
    let mut browser = idp.browser();
    let (_, link) = registered(&idp, &mut browser).await;
    let page = browser.open(&link).await;
    browser.on(&page).press("activate").await.is(200, "/activate/done");
    idp.advance(TimeDelta::days(30));
    assert_eq!(idp::flows::remove_unactivated::remove_unactivated(ctx).await.unwrap(), 0);
}
