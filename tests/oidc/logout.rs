//! Logging out at a client's wish, and telling the other clients
//! [OIDC RP-Initiated Logout, OIDC Back-Channel Logout].

use chrono::TimeDelta;
use reqwest::Method;

use crate::harness::{AINO, Browser, ERKKI, Setup, TestIdp, Tokens, claims_of, wait_for};

async fn signed_in(idp: &TestIdp) -> (Browser, Tokens) {
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    (browser, web.finish(&attempt, &page).await)
}

#[tokio::test]
async fn a_genuine_hint_logs_out_at_once_and_leads_back() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    let page = browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "a b&c")).await;
    let location = page.location().expect("the way back");
    assert!(location.as_str().starts_with("http://127.0.0.1:9999/logged-out?"), "{location}");
    assert_eq!(location.query_pairs().into_owned().collect::<Vec<_>>(), [("state".to_owned(), "a b&c".to_owned())]);
    browser.open("/account").await.is(200, "/login");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
}

#[tokio::test]
async fn the_client_is_told_behind_the_scenes() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    let delivery = idp.logouts.next().await;
    assert_eq!(delivery.content_type, "application/x-www-form-urlencoded");
    let [(name, token)] = &delivery.pairs[..] else { panic!("{:?}", delivery.pairs) };
    assert_eq!(name, "logout_token");
    let claims = claims_of(token);
    assert_eq!(claims["aud"], "web");
    assert_eq!(claims["iss"], idp.issuer);
    assert_eq!(claims["sid"], tokens.claims["sid"]);
    assert_eq!(claims["sub"], tokens.claims["sub"]);
    assert_eq!(claims["events"], serde_json::json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    assert!(claims["jti"].is_string() && claims["exp"].is_i64() && claims["nonce"].is_null());
}

#[tokio::test]
async fn a_client_that_was_down_is_told_after_a_restart_and_once() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    idp.logouts.set_down(true);
    browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    wait_for("a first try", async || (idp.logouts.refused() > 0).then_some(())).await;
    let idp = idp.restart().await;
    assert_eq!(idp.logouts.left(), 0);
    idp.logouts.set_down(false);
    wait_for("the notice after the restart", async || {
        idp.advance(TimeDelta::seconds(5));
        (idp.logouts.left() > 0).then_some(())
    })
    .await;
    let [(_, token)] = &idp.logouts.next().await.pairs[..] else { panic!("one field") };
    assert_eq!(claims_of(token)["sid"], tokens.claims["sid"]);
    idp.advance(TimeDelta::minutes(5));
    // Whatever follows comes behind it: another log-out is the next that is told.
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let later = web.finish(&attempt, &page).await;
    browser.open(web.logout_url(&idp.issuer, &later.id_token, "s")).await;
    let [(_, token)] = &idp.logouts.next().await.pairs[..] else { panic!("one field") };
    assert_eq!(claims_of(token)["sid"], later.claims["sid"]);
    idp.stop().await;
}

#[tokio::test]
async fn a_client_that_hangs_keeps_no_mail_waiting() {
    let idp = Setup::new().set("outbound.timeout", "\"30s\"").start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    idp.logouts.set_hanging(true);
    browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    wait_for("a try that hangs", async || (idp.logouts.held() > 0).then_some(())).await;
    // Within the ten seconds that the harness waits for a mail.
    idp.open_first_link(&mut idp.browser(), &AINO).await;
    assert_eq!(idp.logouts.held(), 1);
}

#[tokio::test]
async fn without_a_genuine_hint_the_person_is_asked() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    idp.activate(&AINO).await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &AINO).await;
    let aino = web.finish(&attempt, &page).await;
    let forged = format!("{}A", tokens.id_token);
    for query in [
        "",
        "?id_token_hint=x",
        &format!("?id_token_hint={forged}"),
        &format!("?id_token_hint={}", aino.id_token),
        "?client_id=web",
    ] {
        let page = browser.open(format!("/logout{query}")).await;
        assert!(page.location().is_none(), "{query}: {}", page.told());
        browser.open("/account").await.is(200, "/account");
    }
    let page = browser.open("/logout").await;
    browser.on(&page).press("confirm_logout").await.is(200, "/logout/done");
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn an_old_id_token_is_still_a_hint() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    idp.advance(TimeDelta::minutes(59));
    let page = browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
    assert!(page.location().is_some(), "{}", page.told());
}

#[tokio::test]
async fn nobody_is_led_to_an_address_that_is_not_registered() {
    let idp = TestIdp::start().await;
    let (mut browser, tokens) = signed_in(&idp).await;
    for to in ["https://evil.example/", "http://127.0.0.1:9999/logged-out/", "http://127.0.0.1:9998/"] {
        let mut url = idp.url("/logout");
        url.query_pairs_mut()
            .append_pair("id_token_hint", &tokens.id_token)
            .append_pair("post_logout_redirect_uri", to);
        let page = browser.ask(Method::GET, url).await;
        let page = browser.follow(page).await;
        assert!(page.location().is_none(), "{to}: {}", page.told());
        page.hides("evil.example");
    }
}

#[tokio::test]
async fn a_page_of_another_site_cannot_log_a_person_out() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = signed_in(&idp).await;
    let page = browser.open("/logout").await;
    let mut form = browser.on(&page).prepare_press("confirm_logout");
    for (name, value) in &mut form.pairs {
        if name == "csrf" {
            value.push('x');
        }
    }
    assert_eq!(browser.send(&form).await.status, 403);
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn logging_out_twice_says_that_it_is_done() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    for _ in 0..2 {
        let page = browser.open(web.logout_url(&idp.issuer, &tokens.id_token, "s")).await;
        assert!(page.location().is_some(), "{}", page.told());
    }
}

/// A form of another site: browsers send it without our cookies.
async fn post_from_elsewhere(idp: &TestIdp, pairs: &[(&str, &str)]) -> String {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
    let post = http.post(idp.url("/logout")).form(pairs).header("sec-fetch-site", "cross-site");
    let answer = post.header("origin", "https://elsewhere.example").send().await.unwrap();
    assert_eq!(answer.status(), 303);
    assert!(!answer.headers().contains_key("set-cookie"), "{:?}", answer.headers());
    answer.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_of_another_site_logs_nobody_out_by_itself() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = signed_in(&idp).await;
    let page = browser.open(post_from_elsewhere(&idp, &[]).await).await;
    page.is(200, "/logout");
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn a_clients_form_with_a_genuine_hint_ends_the_session() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let (mut browser, tokens) = signed_in(&idp).await;
    let pairs = [("id_token_hint", tokens.id_token.as_str()), ("state", "å &+")];
    let to = ("post_logout_redirect_uri", "http://127.0.0.1:9999/logged-out");
    let page = browser.open(post_from_elsewhere(&idp, &[pairs[0], to, pairs[1]]).await).await;
    assert_eq!(page.callback()["state"], "å &+");
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    browser.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn a_log_out_reaches_what_was_given_before_a_fresh_login() {
    let idp = TestIdp::start().await;
    let (web, feedback) = (idp.relying_party("web").await, idp.relying_party("feedback").await);
    let (mut browser, before) = signed_in(&idp).await;
    let secret = session_secret(&browser);
    let attempt = feedback.begin_with("openid", &[("prompt", "login")]);
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let after = feedback.finish(&attempt, &page).await;
    assert_ne!(session_secret(&browser), secret, "a login never goes on under an older secret");
    assert_eq!(after.claims["sid"], before.claims["sid"]);
    assert_eq!(web.userinfo(&before.access_token).await.status, 200);
    browser.open(feedback.logout_url(&idp.issuer, &after.id_token, "s")).await;
    let delivery = idp.logouts.next().await;
    assert_eq!(claims_of(&delivery.pairs[0].1)["sid"], before.claims["sid"]);
    assert_eq!(web.userinfo(&before.access_token).await.status, 401);
}

fn session_secret(browser: &Browser) -> String {
    let cookie = browser.cookies().iter().find(|cookie| cookie.name.ends_with("session"));
    cookie.expect("a session cookie").value.clone()
}
