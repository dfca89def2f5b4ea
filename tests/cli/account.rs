//! `idp account`: customer service helps one person, and each step stands in
//! the audit trail.

use serde_json::Value;

use super::told;
use crate::harness::{ERKKI, MINNA, TestIdp, succeed};

fn json(idp: &TestIdp, args: &[&str]) -> Value {
    let output = idp.idp(&[&["account"], args, &["--json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)))
}

async fn events(idp: &TestIdp, name: &str) -> Vec<(String, Option<String>)> {
    let store = &idp.running.ctx.store;
    let account = store.resolve_account(name, Some(name)).await.unwrap().unwrap();
    let lines = store.audit_of(account.id).await.unwrap();
    lines.into_iter().map(|line| (line.event, line.network)).collect()
}

#[tokio::test]
async fn a_lock_is_shown_and_lifted() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for _ in 0..5 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    }
    let shown = json(&idp, &["show", ERKKI.username]);
    assert_eq!(shown["name"], "Erkki Esimerkki");
    assert!(shown["locked_until"].is_string(), "{shown}");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(423, "/login/password");
    succeed(&idp.idp(&["account", "unlock", ERKKI.username]));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let shown = json(&idp, &["show", shown["sub"].as_str().unwrap()]);
    assert_eq!((&shown["locked_until"], &shown["sessions"]), (&Value::Null, &1.into()));
    let events = events(&idp, ERKKI.username).await;
    for event in ["account_shown", "unlocked"] {
        assert!(events.contains(&(event.to_owned(), Some("command_line".to_owned()))), "{event}: {events:?}");
    }
    idp.stop().await;
}

#[tokio::test]
async fn a_closed_account_ends_everywhere_at_once_and_opens_again() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin_with("openid offline_access", &[]);
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let tokens = web.finish(&attempt, &page).await;
    for _ in 0..2 {
        succeed(&idp.idp(&["account", "disable", ERKKI.username]));
    }
    assert_eq!(web.userinfo(&tokens.access_token).await.status, 401);
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    browser.open("/account").await.is(200, "/login");
    let page = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    page.is(401, "/login/password");
    idp.running.ctx.outbox_bell.notify_one();
    idp.logouts.next().await;
    let shown = told(&idp.idp(&["account", "show", ERKKI.username]));
    assert!(shown.contains("closed") && shown.contains("Erkki Esimerkki"), "{shown}");

    succeed(&idp.idp(&["account", "enable", ERKKI.username]));
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let events: Vec<_> = events(&idp, ERKKI.username).await.into_iter().map(|(event, _)| event).collect();
    assert_eq!(events.iter().filter(|event| *event == "disabled").count(), 1, "the second time nothing changed");
    assert!(events.contains(&"enabled".to_owned()));
    idp.stop().await;
}

#[tokio::test]
async fn a_link_is_mailed_by_username_and_not_twice_at_once() {
    let idp = TestIdp::start().await;
    let sent = json(&idp, &["send-link", MINNA.username]);
    assert_eq!(sent["ok"], true, "{sent}");
    let mail = idp.mail.next_to(MINNA.email).await;
    assert!(mail.text.contains(sent["reference"].as_str().unwrap()), "{}", mail.text);
    idp.browser().open(mail.link()).await.is(200, "/password/set");
    let again = json(&idp, &["send-link", MINNA.username]);
    assert_eq!((&again["ok"], &again["why"]), (&false.into(), &"too_soon".into()));
    idp.stop().await;
}

#[tokio::test]
async fn a_name_of_nobody_changes_nothing() {
    let idp = TestIdp::start().await;
    for step in ["show", "unlock", "disable", "enable", "send-link"] {
        let output = idp.idp(&["account", step, "nobody@example.com"]);
        assert_eq!(output.status.code(), Some(1), "{step}");
        assert!(told(&output).contains("no account has this"), "{step}: {}", told(&output));
    }
    idp.stop().await;
}
