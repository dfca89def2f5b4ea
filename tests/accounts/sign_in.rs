//! Logging in with a username and password.

use crate::harness::{AINO, ERKKI, MINNA, TestIdp};

#[tokio::test]
async fn a_wrong_password_is_told_like_an_unknown_username() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let known = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    let unknown = idp.try_password(&mut idp.browser(), "/login", "nobody@example.com", "Wrong-password-1").await;
    known.is(401, "/login/password").says("Kirjautuminen ei onnistunut");
    unknown.is(401, "/login/password");
    assert_eq!(known.without(ERKKI.username), unknown.without("nobody@example.com"));
}

#[tokio::test]
async fn the_username_is_found_however_it_is_written() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for typed in ["ERKKI.Esimerkki@Example.COM", " erkki.esimerkki@example.com ", "erkki.esimerkki@EXAMPLE.com\u{a0}"] {
        let page = idp.try_password(&mut idp.browser(), "/login", typed, ERKKI.password).await;
        page.is(200, "/account");
    }
}

#[tokio::test]
async fn a_password_is_the_same_however_the_keyboard_composes_it() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let decomposed = ERKKI.password.replace('ä', "a\u{308}");
    assert_ne!(decomposed, ERKKI.password);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, &decomposed).await.is(200, "/account");
    let padded = format!("{} ", ERKKI.password);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, &padded).await.is(401, "/login/password");
}

#[tokio::test]
async fn what_cannot_be_a_username_is_told_at_the_field() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    for typed in ["", "   ", "a@", "@example.com", "a@b@example.com", "a b@example.com"] {
        let page = browser.open("/login").await;
        let page = browser.on(&page).set("username", typed).press("continue").await;
        page.is(422, "/login");
        assert!(page.title.starts_with("Virhe"), "{typed}: {}", page.title);
        let field = page.forms.iter().find_map(|form| form.field("username")).unwrap();
        assert!(field.invalid, "{typed}");
        assert!(field.described_by.is_some(), "{typed}");
    }
}

#[tokio::test]
async fn an_empty_password_costs_no_try() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    for _ in 0..7 {
        idp.try_password(&mut browser, "/login", ERKKI.username, "").await.is(422, "/login/password");
    }
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn a_very_long_password_is_an_ordinary_wrong_one() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let long = "a".repeat(20_000);
    let page = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, &long).await;
    page.is(401, "/login/password");
}

#[tokio::test]
async fn two_tabs_can_log_in_one_after_the_other() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let (one, two) = (web.begin(), web.begin());
    let mut browser = idp.browser();
    let first_tab = browser.open(&one.url).await;
    let second_tab = browser.open(&two.url).await;
    for (attempt, tab) in [(&two, second_tab), (&one, first_tab)] {
        let page = browser.on(&tab).set("username", ERKKI.username).press("continue").await;
        let page = browser.on(&page).set("password", ERKKI.password).press("sign_in").await;
        web.finish(attempt, &page).await;
    }
}

#[tokio::test]
async fn logging_in_as_somebody_else_ends_the_first_login() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let erkki = web.finish(&attempt, &page).await;
    let attempt = web.begin_with("openid email", &[("prompt", "login")]);
    let page = idp.sign_in(&mut browser, &attempt.url, &AINO).await;
    let aino = web.finish(&attempt, &page).await;
    assert_ne!(erkki.claims["sub"], aino.claims["sub"]);
    assert_ne!(erkki.claims["sid"], aino.claims["sid"]);
    assert_eq!(web.userinfo(&erkki.access_token).await.status, 401);
    assert_eq!(web.userinfo(&aino.access_token).await.body["email"], AINO.email);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let idp = TestIdp::start().await;
    let http = reqwest::Client::new();
    for path in ["/login", "/login/password", "/password/set", "/forgot"] {
        let request =
            http.post(idp.url(path)).header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
        let answer = request.form(&[("username", ERKKI.username)]).send().await.unwrap();
        assert_eq!(answer.status(), 403, "{path}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    }
}

#[tokio::test]
async fn a_login_page_of_one_browser_is_nothing_in_another() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let form = browser.on(&page).set("username", ERKKI.username).prepare();
    let mut stranger = idp.browser();
    stranger.open("/login").await;
    assert_eq!(stranger.send(&form).await.status, 400);
}

#[tokio::test]
async fn a_huge_username_does_not_make_a_huge_page() {
    let idp = TestIdp::start().await;
    let page = idp.try_password(&mut idp.browser(), "/login", &"x".repeat(60_000), "").await;
    page.is(422, "/login");
    assert!(page.body.len() < 20_000, "{} bytes", page.body.len());
}

#[tokio::test]
async fn only_who_is_signed_in_is_asked_to_type_the_password_again() {
    const AGAIN: &str = "Anna salasanasi uudelleen";
    let idp = TestIdp::start().await;
    idp.activate(&MINNA).await;
    idp.activate(&AINO).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", MINNA.username, MINNA.password).await.is(200, "/account");
    let asked_as = async |browser: &mut crate::harness::Browser, typed: &str| {
        let page = browser.open("/login").await;
        browser.on(&page).set("username", typed).press("continue").await
    };
    for own in [MINNA.username, MINNA.email] {
        asked_as(&mut browser, own).await.is(200, "/login/password").says(AGAIN);
    }
    for other in [AINO.username, "nobody@example.com", "minna2"] {
        let page = asked_as(&mut browser, other).await;
        assert!(!page.text.contains(AGAIN), "{other}: {}", page.told());
    }
    asked_as(&mut browser, MINNA.username).await.says(AGAIN);
}
