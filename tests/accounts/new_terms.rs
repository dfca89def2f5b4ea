//! Terms of use that a person has not agreed to stand between the login and
//! the service, in a login by password and in single sign-on alike.

use accounts::Locale;
use accounts::terms::Document;
use chrono::{DateTime, TimeDelta, Utc};
use idp::adapters::{Clock as _, ShiftedClock};

use crate::harness::{ERKKI, Page, SIIRI, Setup, TestIdp};

fn edition(version: &str, in_force_at: DateTime<Utc>) -> String {
    format!("{{ document = 'terms', version = '{version}', in_force_at = '{}' }}", in_force_at.to_rfc3339())
}

/// A service whose first edition holds since long and whose second one comes
/// in two days.
async fn with_two_editions() -> TestIdp {
    let now = ShiftedClock::default().now();
    let editions = [edition("1", now - TimeDelta::days(99)), edition("2", now + TimeDelta::days(2))];
    Setup::new()
        .set("organisation.terms", "'https://www.kaskenranta.example.fi/ehdot'")
        .set("organisation.editions", format!("[{}]", editions.join(", ")))
        .start()
        .await
}

async fn agreed(idp: &TestIdp) -> Vec<(Document, String, Locale)> {
    let store = &idp.running.ctx.store;
    let account = store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let acceptances = store.acceptances_of(account.id).await.unwrap();
    acceptances.into_iter().map(|done| (done.document, done.version, done.locale)).collect()
}

#[track_caller]
fn is_asked(page: &Page) -> &Page {
    page.is(200, "/login/terms").says("Käyttöehdot")
}

#[tokio::test]
async fn who_was_brought_in_is_asked_at_the_first_login_and_then_no_more() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    is_asked(&page).says("Ennen kuin jatkat").says("Rakennusvalvonnan asiointi");
    assert_eq!(page.link("ehdot").as_str(), "https://www.kaskenranta.example.fi/ehdot");
    assert_eq!(agreed(&idp).await, []);
    let back = browser.on(&page).press("accept_terms").await;
    web.finish(&attempt, &back).await;
    assert_eq!(agreed(&idp).await, [(Document::Terms, "1".to_owned(), Locale::Fi)]);
    // Single sign-on at the next service is silent again.
    let feedback = idp.relying_party("feedback").await;
    let attempt = feedback.begin_with("openid", &[("prompt", "none")]);
    let back = browser.open(&attempt.url).await;
    feedback.finish(&attempt, &back).await;
}

#[tokio::test]
async fn a_new_edition_is_asked_about_in_single_sign_on_too() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = browser.open(&attempt.url).await;
    let page = browser.on(page.is(200, "/login")).set("username", ERKKI.username).press("continue").await;
    let page = browser.on(&page).set("password", ERKKI.password).set("remember_me", "on").press("sign_in").await;
    browser.on(is_asked(&page)).press("accept_terms").await;
    idp.advance(TimeDelta::days(3));
    let silent = web.begin_with("openid", &[("prompt", "none")]);
    let refused = browser.open(&silent.url).await.callback();
    assert_eq!(refused["error"], "interaction_required");
    let attempt = web.begin();
    let page = browser.open(&attempt.url).await;
    is_asked(&page).says("Käyttöehdot ovat muuttuneet");
    let swedish = browser.click(&page, "ui_locales=sv").await;
    swedish.is(200, "/login/terms").says("Användarvillkoren har ändrats");
    let back = browser.on(&swedish).press("accept_terms").await;
    web.finish(&attempt, &back).await;
    assert_eq!(agreed(&idp).await.last(), Some(&(Document::Terms, "2".to_owned(), Locale::Sv)));
    let attempt = web.begin_with("openid", &[("prompt", "none")]);
    let back = browser.open(&attempt.url).await;
    web.finish(&attempt, &back).await;
}

#[tokio::test]
async fn who_declines_is_logged_out_and_offered_the_own_data() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    let mut copy = browser.clone();
    let declined = browser.on(is_asked(&page)).press("decline_terms").await;
    copy.open("/account").await.is(200, "/login");
    declined.is(200, "/login/terms").says("02 555 0100").says("Olet kirjautunut ulos");
    assert_eq!(declined.link("/account/data").path(), "/account/data");
    let told = declined.link("error=access_denied");
    assert!(told.as_str().starts_with(&web.redirect_uri), "{told}");
    assert!(told.query_pairs().any(|(name, value)| name == "state" && value == attempt.state));
    assert_eq!(agreed(&idp).await, []);
    browser.open("/account").await.is(200, "/login");
    // The same login can be gone on with, and asks again.
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    let back = browser.on(is_asked(&page)).press("accept_terms").await;
    web.finish(&attempt, &back).await;
}

#[tokio::test]
async fn the_account_pages_ask_for_no_agreement() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    let page = idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await;
    page.is(200, "/account");
}

#[tokio::test]
async fn only_the_person_whom_the_page_was_for_can_answer_it() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    idp.activate(&SIIRI).await;
    let attempt = idp.relying_party("web").await.begin();
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    let answer = browser.on(is_asked(&page)).prepare_press("accept_terms");
    idp.try_password(&mut browser, "/login", SIIRI.username, SIIRI.password).await.is(200, "/account");
    browser.send(&answer).await.is(200, "/login/terms");
    assert_eq!(agreed(&idp).await, []);
    let mut stranger = answer.clone();
    stranger.pairs.retain(|(name, _)| name != "csrf");
    assert_eq!(browser.send(&stranger).await.status, 403);
}

#[tokio::test]
async fn machines_agree_to_nothing() {
    let idp = with_two_editions().await;
    let machine = idp.relying_party("machine").await;
    let answer = machine.token(&[("grant_type", "client_credentials"), ("scope", "reports")]).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
}

#[tokio::test]
async fn what_was_granted_goes_on_until_the_next_authorization_asks() {
    let idp = with_two_editions().await;
    let mut browser = idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid profile offline_access", &[]);
    let page = idp.sign_in_remembered(&mut browser, &attempt.url, &ERKKI).await;
    let back = browser.on(is_asked(&page)).press("accept_terms").await;
    let tokens = web.finish(&attempt, &back).await;
    idp.advance(TimeDelta::days(3));
    let refreshed = web.refresh(&tokens.refresh_token.unwrap()).await;
    assert_eq!(refreshed.status, 200, "{refreshed:?}");
    assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
    let page = browser.open(&web.begin().url).await;
    browser.on(is_asked(&page)).press("decline_terms").await.is(200, "/login/terms");
    assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 401);
    assert_eq!(web.refresh(&refreshed.text("refresh_token")).await.error(), "invalid_grant");
}

#[tokio::test]
async fn who_activates_what_another_browser_registered_is_asked_for_themselves() {
    let idp = with_two_editions().await;
    let (ulla, password) = ("ulla.uusi@example.com", "Kevät-tulva-4-jokea");
    let web = idp.relying_party("web").await;
    for is_own in [true, false] {
        let ulla = format!("{is_own}.{ulla}");
        let mut registering = idp.browser();
        let page = registering.open("/register").await;
        let form = registering.on(&page).set("email", &ulla).set("email_confirm", &ulla).set("accept_terms", "on");
        let form = form.set("password", password).set("password_confirm", password);
        let form = form.set("first_name", "Ulla").set("last_name", "Uusi").set("phone", "040 765 4321");
        let form = form.set("street", "Uusikatu 1").set("postcode", "28100").set("city", "Kaskenranta");
        form.press("create_account").await.is(200, "/register/done");
        let link = idp.mail.next_to(&ulla).await.link_to("/activate");
        let mut browser = if is_own { registering } else { idp.browser() };
        let page = browser.open(link).await;
        let form = browser.on(&page);
        let form = if is_own { form } else { form.set("password", password).set("password_confirm", password) };
        form.press("activate").await.is(200, "/activate/done");
        let page = idp.try_password(&mut browser, web.begin().url, &ulla, password).await;
        match is_own {
            true => assert!(page.location().is_some(), "{}", page.told()),
            false => drop(is_asked(&page)),
        }
    }
}
