//! Consent: a service that is not the organisation's own gets what the person
//! allows, once asked, until it asks for more or the person takes it back.

use idp::adapters::Clock as _;

use crate::harness::{Browser, ERKKI, Page, RelyingParty, SIIRI, Setup, TestIdp};

const NEIGHBOUR: &str = r#"
client_id = "neighbour"
name = "Naapuriapu ry"
secret = "test-secret-0123456789-abcdefghijklmnopq"
redirect_uris = ["http://127.0.0.1:0/callback"]
scopes = ["openid", "profile", "email", "phone"]
third_party = true
purpose = { fi = "avun välittäminen", sv = "förmedling av hjälp", en = "arranging help" }
privacy = "https://naapuriapu.example/tietosuoja"
"#;

async fn start() -> (TestIdp, RelyingParty, Browser) {
    let idp = Setup::new().register(NEIGHBOUR).start().await;
    let browser = idp.activate(&ERKKI).await;
    let neighbour = idp.relying_party("neighbour").await;
    (idp, neighbour, browser)
}

async fn signed_in(idp: &TestIdp, browser: &mut Browser) {
    idp.try_password(browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

/// Opens `scope` with `extra` and gives the page or redirect that comes.
async fn ask(neighbour: &RelyingParty, browser: &mut Browser, scope: &str, extra: &[(&str, &str)]) -> Page {
    browser.open(&neighbour.begin_with(scope, extra).url).await
}

#[tokio::test]
async fn a_third_party_gets_what_the_person_allows_and_asks_once() {
    let (idp, neighbour, mut browser) = start().await;
    let attempt = neighbour.begin_with("openid profile email", &[]);
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    page.is(200, "/consent").says("Naapuriapu ry pyytää lupaa").says("Erkki Esimerkki").says(ERKKI.email);
    page.says("avun välittäminen");
    assert_eq!(page.link("tietosuoja").as_str(), "https://naapuriapu.example/tietosuoja");
    let back = browser.on(&page).press("approve").await;
    let tokens = neighbour.finish(&attempt, &back).await;
    let claims = neighbour.userinfo(&tokens.access_token).await;
    assert_eq!(claims.text("email"), ERKKI.email);
    let attempt = neighbour.begin_with("openid email", &[("prompt", "none")]);
    let back = browser.open(&attempt.url).await;
    neighbour.finish(&attempt, &back).await;
}

#[tokio::test]
async fn a_wider_scope_is_asked_about_and_what_was_allowed_stays() {
    let (idp, neighbour, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let page = ask(&neighbour, &mut browser, "openid email", &[]).await;
    page.is(200, "/consent").hides("Puhelinnumero");
    browser.on(&page).press("approve").await;
    let page = ask(&neighbour, &mut browser, "openid phone", &[]).await;
    page.is(200, "/consent").says("Puhelinnumero");
    browser.on(&page).press("approve").await;
    let back = ask(&neighbour, &mut browser, "openid email phone", &[("prompt", "none")]).await;
    assert!(back.callback().contains_key("code"), "{}", back.told());
}

#[tokio::test]
async fn a_silent_request_needs_consent_first_and_prompt_consent_asks_anew() {
    let (idp, neighbour, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let refused = ask(&neighbour, &mut browser, "openid email", &[("prompt", "none")]).await;
    assert_eq!(refused.callback()["error"], "consent_required");
    let page = ask(&neighbour, &mut browser, "openid email", &[]).await;
    browser.on(&page).press("approve").await;
    let page = ask(&neighbour, &mut browser, "openid email", &[("prompt", "consent")]).await;
    let back = browser.on(page.is(200, "/consent")).press("approve").await;
    assert!(back.callback().contains_key("code"), "{}", back.told());
}

#[tokio::test]
async fn who_says_no_is_asked_again_and_the_service_is_told() {
    let (idp, neighbour, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let attempt = neighbour.begin_with("openid email", &[]);
    let page = browser.open(&attempt.url).await;
    let denied = browser.on(page.is(200, "/consent")).press("deny").await;
    let told = denied.callback();
    assert_eq!((told["error"].as_str(), &told["state"]), ("access_denied", &attempt.state));
    assert!(!told.contains_key("code"));
    ask(&neighbour, &mut browser, "openid email", &[]).await.is(200, "/consent");
}

#[tokio::test]
async fn the_organisations_own_services_are_never_asked_about() {
    let (idp, _, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin_with("openid profile email phone", &[("prompt", "consent")]);
    let back = browser.open(&attempt.url).await;
    web.finish(&attempt, &back).await;
}

#[tokio::test]
async fn a_consent_that_is_taken_back_between_code_and_token_gives_nothing() {
    let (idp, neighbour, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let page = ask(&neighbour, &mut browser, "openid email", &[]).await;
    browser.on(&page).press("approve").await;
    let attempt = neighbour.begin_with("openid email", &[]);
    let back = browser.open(&attempt.url).await;
    let store = &idp.running.ctx.store;
    let account = store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let tx = store.begin().await.unwrap();
    assert!(tx.withdraw_consent(account.id, "neighbour", idp.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let code = neighbour.code(&attempt, &back);
    assert_eq!(neighbour.redeem(&code, &attempt.verifier).await.error(), "invalid_grant");
    assert_eq!(store.services_of(account.id).await.unwrap(), []);
}

#[tokio::test]
async fn what_was_allowed_can_be_taken_back() {
    let (idp, neighbour, mut browser) = start().await;
    signed_in(&idp, &mut browser).await;
    let attempt = neighbour.begin_with("openid email", &[]);
    let page = browser.open(&attempt.url).await;
    let back = browser.on(&page).press("approve").await;
    let tokens = neighbour.finish(&attempt, &back).await;
    let store = &idp.running.ctx.store;
    let account = store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let consents = store.consents_of(account.id).await.unwrap();
    assert_eq!(consents.iter().map(|given| given.client_id.as_str()).collect::<Vec<_>>(), ["neighbour"]);
    let tx = store.begin().await.unwrap();
    assert!(tx.withdraw_consent(account.id, "neighbour", idp.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(neighbour.userinfo(&tokens.access_token).await.status, 401);
    ask(&neighbour, &mut browser, "openid email", &[]).await.is(200, "/consent");
}

#[tokio::test]
async fn nobody_answers_for_the_person_whose_data_the_page_shows() {
    let (idp, neighbour, mut browser) = start().await;
    idp.activate(&SIIRI).await;
    signed_in(&idp, &mut browser).await;
    let page = ask(&neighbour, &mut browser, "openid email", &[]).await;
    let answer = browser.on(page.is(200, "/consent")).prepare_press("approve");
    idp.try_password(&mut browser, "/login", SIIRI.username, SIIRI.password).await.is(200, "/account");
    let page = browser.send(&answer).await;
    page.is(200, "/consent").says(SIIRI.email).hides(ERKKI.email);
    let mut forged = answer.clone();
    forged.pairs.retain(|(name, _)| name != "csrf");
    assert_eq!(browser.send(&forged).await.status, 403);
}
