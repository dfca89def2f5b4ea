//! The first login after the change of systems, as the city of Pori's guide
//! tells it: e-mail, mailed link, new password, login, and back where it began
//! with everything that belonged to the old id.

use crate::harness::{ERKKI, MINNA, OSKARI, PEKKA, SIIRI, TestIdp};

#[tokio::test]
async fn a_migrated_person_arrives_where_the_login_began() {
    let idp = TestIdp::start().await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();

    let attempt = web.begin_with("openid profile email phone address", &[]);
    let page = browser.open(&attempt.url).await;
    page.is(200, "/login").says("Rakennusvalvonnan asiointi").says("uudistunut");
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    page.is(200, "/login/link-sent").says(ERKKI.email);

    let mail = idp.mail.next_to(ERKKI.email).await;
    let page = browser.open(mail.link()).await;
    page.is(200, "/password/set").says(ERKKI.username);
    let page = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    page.is(200, "/password/done");

    let page = browser.open(page.link("/login")).await;
    let page = browser
        .on(page.is(200, "/login/password").says(ERKKI.username))
        .set("password", ERKKI.password)
        .press("sign_in")
        .await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(tokens.claims["legacy_id"], ERKKI.legacy_id);
    assert_eq!(tokens.claims["amr"], serde_json::json!(["pwd"]));
    assert_eq!(tokens.claims["acr"], format!("{}/acr/password", idp.issuer));

    let person = web.userinfo(&tokens.access_token).await;
    assert_eq!(person.status, 200, "{person:?}");
    for (claim, value) in
        [("sub", tokens.claims["sub"].as_str().unwrap()), ("email", ERKKI.email), ("legacy_id", ERKKI.legacy_id)]
    {
        assert_eq!(person.body[claim], value, "{claim}");
    }
    assert_eq!(person.body["given_name"], "Erkki");
    assert_eq!(person.body["phone_number"], "+358401234567");
    assert_eq!(person.body["address"]["postal_code"], "28100");
    assert_eq!(person.body["email_verified"], true);
}

#[tokio::test]
async fn the_username_is_typed_once() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let page = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password).submit().await;
    let page = browser.open(page.link("/login")).await;
    let typed = page.forms.iter().find_map(|form| form.field("username")).expect("a username field");
    assert_eq!(typed.value, ERKKI.username);
}

#[tokio::test]
async fn the_second_login_asks_for_nothing_new() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let web = idp.relying_party("web").await;
    let mut browser = idp.browser();
    let attempt = web.begin();
    let page = idp.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    web.finish(&attempt, &page).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1, "only the first link was mailed");
}

#[tokio::test]
async fn the_old_id_goes_only_to_the_client_it_belongs_to() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    for (client, expected) in [("web", Some(ERKKI.legacy_id)), ("feedback", None), ("app", None)] {
        let party = idp.relying_party(client).await;
        let attempt = party.begin_with("openid", &[]);
        let page = browser.open(&attempt.url).await;
        let page = if page.location().is_some() { page } else { idp.sign_in(&mut browser, &attempt.url, &ERKKI).await };
        let tokens = party.finish(&attempt, &page).await;
        assert_eq!(tokens.claims["legacy_id"].as_str(), expected, "{client}, ID token");
        let person = party.userinfo(&tokens.access_token).await;
        assert_eq!(person.body["legacy_id"].as_str(), expected, "{client}, userinfo");
    }
}

#[tokio::test]
async fn the_subject_stays_the_same_for_every_client_and_login() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut subjects = Vec::new();
    for client in ["web", "feedback", "web"] {
        let party = idp.relying_party(client).await;
        let attempt = party.begin();
        let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
        subjects.push(party.finish(&attempt, &page).await.claims["sub"].clone());
    }
    subjects.dedup();
    assert_eq!(subjects.len(), 1, "{subjects:?}");
    assert_ne!(subjects[0], ERKKI.legacy_id);
}

#[tokio::test]
async fn a_tenant_keeps_the_username_that_never_changes() {
    let idp = TestIdp::start().await;
    idp.activate(&MINNA).await;
    let web = idp.relying_party("web").await;
    for username in [MINNA.username, "Minna", " minna ", MINNA.email] {
        let attempt = web.begin();
        let page = idp.try_password(&mut idp.browser(), &attempt.url, username, MINNA.password).await;
        let tokens = web.finish(&attempt, &page).await;
        let person = web.userinfo(&tokens.access_token).await;
        assert_eq!(person.body["preferred_username"], "minna", "as {username}");
        assert_eq!(person.body["email"], MINNA.email, "as {username}");
    }
}

#[tokio::test]
async fn an_official_logs_in_by_a_username_of_the_citys_own_form() {
    let idp = TestIdp::start().await;
    idp.activate(&OSKARI).await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &OSKARI).await;
    web.finish(&attempt, &page).await;
}

#[tokio::test]
async fn the_mail_is_in_the_persons_own_language() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    idp.open_first_link(&mut browser, &SIIRI).await.says("lösenord");
    let mail = &idp.mail.all_to(SIIRI.email)[0];
    assert!(mail.text.contains("lösenord"), "{}", mail.text);
    assert!(mail.text.contains("Siiri"), "{}", mail.text);
}

#[tokio::test]
async fn a_closed_account_gets_no_mail_and_learns_nothing() {
    let idp = TestIdp::start().await;
    let page = idp.try_password(&mut idp.browser(), "/login", PEKKA.username, PEKKA.password).await;
    page.is(401, "/login/password");
    assert!(idp.mail.all_to(PEKKA.email).is_empty());
}

#[tokio::test]
async fn an_import_again_does_not_take_the_password_away() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let again = idp.idp(&["import", "run", "people.csv", "--batch", "second"]);
    assert!(again.status.success(), "{again:?}");
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.sign_in(&mut idp.browser(), &attempt.url, &ERKKI).await;
    assert_eq!(web.finish(&attempt, &page).await.claims["legacy_id"], ERKKI.legacy_id);
}
