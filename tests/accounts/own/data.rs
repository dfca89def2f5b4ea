//! A copy of everything that is stored about a person.

use accounts::audit::{Entry, Event};
use chrono::TimeDelta;
use idp::flows::export_data::NEWEST_LINES;

use super::{at_home, elsewhere};
use crate::harness::{ERKKI, TestIdp};

#[tokio::test]
async fn the_file_holds_everything_about_the_person_and_nothing_secret() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    elsewhere(&idp, &idp.relying_party("web").await, &ERKKI).await;
    let page = browser.open("/account/data").await;
    let file = browser.open(page.is(200, "/account/data").link("file.json")).await;
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"account.json\""));
    let data = file.json();
    assert_eq!(data["account"]["email"], ERKKI.email, "{data}");
    assert_eq!(data["account"]["given_name"], "Erkki");
    assert_eq!(data["legacy_ids"][0]["id"], ERKKI.legacy_id);
    assert_eq!(data["sessions"].as_array().map(Vec::len), Some(2));
    assert_eq!(data["connected_services"][0]["client_id"], "web");
    assert_eq!(data["has_older_events"], false);
    let events = data["events"].to_string();
    for event in ["imported", "password_link_sent", "password_set", "signed_in", "data_exported"] {
        assert!(events.contains(event), "{event} is missing: {events}");
    }
    for secret in ["argon2", "digest", "hash", ERKKI.password] {
        assert!(!file.body.contains(secret), "{secret} stands in the file");
    }
}

#[tokio::test]
async fn the_readable_file_tells_the_same_in_the_persons_language() {
    let idp = TestIdp::start().await;
    let (mut browser, page) = at_home(&idp, &ERKKI).await;
    browser.click(&page, "ui_locales=sv").await;
    let page = browser.open("/account/data").await;
    let file = browser.open(page.link("file.html")).await;
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"account.html\""));
    assert_eq!(file.lang, "sv");
    file.says("Uppgifter som har sparats i tjänsten").says(ERKKI.email).says(ERKKI.legacy_id).says("signed_in");
    assert!(!file.body.contains("<script") && !file.body.contains("argon2"), "{}", file.body);
}

#[tokio::test]
async fn copies_are_taken_at_a_measured_pace_and_hold_the_newest_events() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let (store, now) = (&idp.running.ctx.store, idp.running.ctx.clock.now());
    let account = store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let tx = store.begin().await.unwrap();
    for _ in 0..NEWEST_LINES {
        tx.append_audit(&Entry::unattended(now, Event::DetailsChanged, Some(account.id))).await.unwrap();
    }
    tx.commit().await.unwrap();
    let data = browser.open("/account/data/file.json").await.json();
    assert_eq!(data["events"].as_array().map(Vec::len), Some(NEWEST_LINES as usize));
    assert_eq!(data["has_older_events"], true);
    browser.open("/account/data/file.html").await.says("uusimmat 10 000");
    for _ in 0..4 {
        browser.open("/account/data/file.json").await.is(200, "/account/data/file.json");
    }
    browser.open("/account/data/file.json").await.is(429, "/account/data/file.json");
    idp.advance(TimeDelta::seconds(31));
    browser.open("/account/data/file.json").await.is(200, "/account/data/file.json");
}

#[tokio::test]
async fn it_is_given_only_to_who_typed_the_password_a_moment_ago() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    idp.advance(TimeDelta::minutes(6));
    for path in ["/account/data", "/account/data/file.json", "/account/data/file.html"] {
        browser.open(path).await.is(200, "/login/password");
    }
    let page = browser.open("/account/data").await;
    browser.on(&page).set("password", ERKKI.password).press("sign_in").await.is(200, "/account/data");
    idp.browser().open("/account/data/file.json").await.is(200, "/login");
}
