//! The authorization endpoint [OIDC Core §3.1.2].

use std::collections::BTreeMap;

use chrono::TimeDelta;
use reqwest::Method;

use crate::harness::{AINO, ERKKI, Page, TestIdp};

/// A good request of the client `web`, with parameters changed or (empty
/// value) left out.
fn request(idp: &TestIdp, changes: &[(&str, &str)]) -> String {
    let mut params = BTreeMap::from([
        ("client_id", "web"),
        ("response_type", "code"),
        ("redirect_uri", "http://127.0.0.1:9999/callback"),
        ("scope", "openid"),
        ("state", "xyz"),
        ("nonce", "n-1"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ]);
    params.extend(changes.iter().copied());
    params.retain(|_, value| !value.is_empty());
    url::Url::parse_with_params(&format!("{}/authorize", idp.issuer), params).unwrap().to_string()
}

#[track_caller]
fn refused(page: &Page, error: &str) {
    let callback = page.callback();
    assert_eq!(callback.get("error").map(String::as_str), Some(error), "{}", page.told());
    assert_eq!(callback.get("state").map(String::as_str), Some("xyz"), "{}", page.told());
    assert!(callback.contains_key("iss"));
    let known = ["error", "error_description", "error_uri", "state", "iss"];
    assert!(callback.keys().all(|name| known.contains(&name.as_str())), "{callback:?}");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let idp = TestIdp::start().await;
    for redirect_uri in [
        "https://evil.example/callback",
        "http://127.0.0.1:9999/callback/",
        "http://127.0.0.1:9999/callback?x=1",
        "http://127.0.0.1:9999/callback#x",
        "http://127.0.0.1:9999/Callback",
        "HTTP://127.0.0.1:9999/callback",
        "http://127.0.0.1:9999/callback/../x",
        "http://127.0.0.1:9999%2Fcallback",
        "http://127.0.0.1:9999@evil.example/callback",
        "http://127.0.0.1:9998/callback",
        "javascript:alert(1)",
        "//evil.example",
        "",
    ] {
        let page = idp.browser().open(request(&idp, &[("redirect_uri", redirect_uri)])).await;
        page.is(400, "/authorize");
        assert!(page.location().is_none(), "{redirect_uri}");
        page.hides("evil.example/callback\"");
        assert!(page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")));
    }
}

#[tokio::test]
async fn an_unknown_client_is_a_page() {
    let idp = TestIdp::start().await;
    for client_id in ["nobody", "", "WEB", "web "] {
        idp.browser().open(request(&idp, &[("client_id", client_id)])).await.is(400, "/authorize");
    }
}

#[tokio::test]
async fn mistakes_of_a_known_client_go_back_to_it() {
    let idp = TestIdp::start().await;
    for (changes, error) in [
        (&[("response_type", "")][..], "invalid_request"),
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "code id_token")], "unsupported_response_type"),
        (&[("response_type", "CODE")], "unsupported_response_type"),
        (&[("response_mode", "fragment")], "invalid_request"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("max_age", "soon")], "invalid_request"),
        (&[("request", "eyJ.e30.")], "request_not_supported"),
        (&[("request_uri", "https://evil.example/r")], "request_uri_not_supported"),
        (&[("registration", "{}")], "registration_not_supported"),
        (&[("prompt", "none")], "login_required"),
        (&[("id_token_hint", "forged")], "login_required"),
    ] {
        let page = idp.browser().open(request(&idp, changes)).await;
        assert!(page.location().is_some(), "{changes:?}: {}", page.told());
        refused(&page, error);
    }
}

#[tokio::test]
async fn what_is_not_understood_does_no_harm() {
    let idp = TestIdp::start().await;
    for changes in [
        &[("display", "wap")][..],
        &[("ui_locales", "xx-YY tlh")],
        &[("claims_locales", "de")],
        &[("acr_values", "urn:nothing")],
        &[("login_hint", "nobody@example.com")],
        &[("unknown", "1")],
        &[("scope", "openid unknown:scope")],
        &[("max_age", "99999999999999999999")],
    ] {
        idp.browser().open(request(&idp, changes)).await.is(200, "/login");
    }
}

#[tokio::test]
async fn the_hint_is_written_into_the_username_field() {
    let idp = TestIdp::start().await;
    let page = idp.browser().open(request(&idp, &[("login_hint", "\"><b>@example.com")])).await;
    let field = page.forms.iter().find_map(|form| form.field("username")).unwrap();
    assert_eq!(field.value, "\"><b>@example.com");
    page.hides("<b>@");
}

#[tokio::test]
async fn a_post_is_as_good_as_a_get_even_from_another_site() {
    let idp = TestIdp::start().await;
    let url: url::Url = request(&idp, &[]).parse().unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let post = http.post(idp.url("/authorize")).form(&pairs);
    let answer =
        post.header("origin", "http://127.0.0.1:9999").header("sec-fetch-site", "cross-site").send().await.unwrap();
    assert_eq!(answer.status(), 303);
    // Cookies stay at home on such a POST: a new one would replace the old.
    assert!(!answer.headers().contains_key("set-cookie"), "{:?}", answer.headers());
    let page = idp.browser().open(answer.headers()["location"].to_str().unwrap()).await;
    page.is(200, "/login");
}

#[tokio::test]
async fn a_long_state_comes_back_byte_for_byte() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let odd = format!("å {} +%&=#/?\"<>'", "x".repeat(128));
    let page = browser.open(request(&idp, &[("state", &odd)])).await;
    assert_eq!(page.callback()["state"], odd);
}

#[tokio::test]
async fn a_second_client_gets_its_code_without_a_page() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let first = web.finish(&attempt, &page).await;
    for extra in [&[][..], &[("prompt", "none")], &[("max_age", "3600")]] {
        let attempt = feedback.begin_with("openid", extra);
        let page = browser.ask(Method::GET, attempt.url.clone()).await;
        let second = feedback.finish(&attempt, &page).await;
        assert_eq!(first.claims["auth_time"], second.claims["auth_time"], "{extra:?}");
        assert_eq!(first.claims["sid"], second.claims["sid"], "{extra:?}");
    }
}

#[tokio::test]
async fn a_client_can_have_the_password_asked_again() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let first = web.finish(&attempt, &page).await;
    idp.advance(TimeDelta::minutes(2));
    for extra in [("prompt", "login"), ("max_age", "60"), ("max_age", "0")] {
        let attempt = web.begin_with("openid", &[extra]);
        let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
        let again = web.finish(&attempt, &page).await;
        assert!(again.claims["auth_time"].as_i64() > first.claims["auth_time"].as_i64(), "{extra:?}");
        assert_eq!(again.claims["sid"], first.claims["sid"], "one person's session goes on");
        idp.advance(TimeDelta::minutes(2));
    }
}

#[tokio::test]
async fn a_hint_of_somebody_else_never_gives_this_persons_code() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &AINO).await;
    let aino = web.finish(&attempt, &page).await.id_token;
    let mut browser = idp.browser();
    let attempt = web.begin();
    idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let silent = web.begin_with("openid", &[("prompt", "none"), ("id_token_hint", &aino)]);
    let page = browser.open(&silent.url).await;
    assert_eq!(page.callback()["error"], "login_required");
    let shown = web.begin_with("openid", &[("id_token_hint", &aino)]);
    browser.open(&shown.url).await.is(200, "/login");
}
