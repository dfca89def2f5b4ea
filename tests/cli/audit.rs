//! `idp audit` and `idp trace`: what happened, for other systems and for
//! customer service.

use serde_json::Value;

use super::told;
use crate::harness::{ERKKI, TestIdp, succeed, wait_for};

#[tokio::test]
async fn the_trail_is_a_json_object_a_line_and_its_export_stands_in_it() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let failed = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    failed.is(401, "/login/password");
    let lines = export(&idp, &[]);
    let ids: Vec<i64> = lines.iter().map(|line| line["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted() && ids.len() > 5, "{ids:?}");
    let events: Vec<&str> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    for event in ["imported", "password_link_sent", "password_set", "sign_in_failed"] {
        assert!(events.contains(&event), "{event} is not in {events:?}");
    }
    let failed = export(&idp, &["--kind", "failed_login"]);
    assert_eq!(failed.len(), 1);
    assert_eq!((&failed[0]["kind"], &failed[0]["network"]), (&"failed_login".into(), &"127.0.0.1".into()));
    let exports = export(&idp, &["--kind", "administration", "--operator", "maija"]);
    assert_eq!(exports.iter().filter(|line| line["event"] == "audit_exported").count(), 3);
    let newest = exports.last().unwrap();
    assert_eq!((&newest["event"], &newest["detail"]), (&"audit_exported".into(), &"by=maija".into()));
    assert_eq!(export(&idp, &["--to", "2020-01-01T00:00:00Z"]), Vec::<Value>::new());
    assert!(export(&idp, &["--from", "2020-01-01T00:00:00+02:00"]).len() > lines.len());
    idp.stop().await;
}

fn export(idp: &TestIdp, args: &[&str]) -> Vec<Value> {
    let output = idp.idp(&[&["audit", "export"], args].concat());
    succeed(&output);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_reference_tells_the_story_of_a_login() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    idp.open_first_link(&mut browser, &ERKKI).await;
    let sent = export(&idp, &[]).into_iter().find(|line| line["event"] == "password_link_sent").unwrap();
    let reference = sent["reference"].as_str().unwrap().to_owned();
    let typed = reference.to_lowercase().replace('-', " ");
    let story = wait_for("the mail to be noted as sent", async || {
        let story = told(&idp.idp(&["trace", &typed]));
        story.contains("taken by the relay").then_some(story)
    })
    .await;
    assert!(story.contains("A link for a first or new password was mailed"), "{story}");
    assert!(story.contains("from 127.0.0.1") && story.contains("known to services as"), "{story}");
    assert!(!story.contains(ERKKI.email) && !story.contains("Erkki"), "{story}");
    let output = idp.idp(&["trace", &reference, "--json", "--operator", "maija"]);
    succeed(&output);
    let last = idp.audit_of(&ERKKI).await.pop().unwrap();
    let detail = format!("by=maija of={reference}");
    assert_eq!((last.event.as_str(), last.detail), ("looked_up", Some(detail)));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["deliveries"][0]["channel"], "mail");
    assert!(json["deliveries"][0]["sent_at"].is_string());
    idp.stop().await;
}

#[tokio::test]
async fn the_end_of_a_session_belongs_to_the_login_that_began_it() {
    let idp = TestIdp::start().await;
    let mut browser = idp.activate(&ERKKI).await;
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let page = browser.open("/logout").await;
    browser.on(&page).press("confirm_logout").await;
    let begun = export(&idp, &[]).into_iter().find(|line| line["event"] == "signed_in").unwrap();
    let story = told(&idp.idp(&["trace", begun["reference"].as_str().unwrap()]));
    let (begin, end) = (story.find("a session began"), story.find("A session was ended by its owner"));
    assert!(begin.is_some() && begin < end, "{story}");
    idp.stop().await;
}

#[tokio::test]
async fn an_unknown_reference_fails_and_says_where_else_to_look() {
    let idp = TestIdp::start().await;
    let output = idp.idp(&["trace", "0000-0000"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("search the log"), "{}", told(&output));
    idp.stop().await;
}
