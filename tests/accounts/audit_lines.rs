//! What is written down of steps that are easily forgotten, because they change
//! little or nothing.

use crate::harness::{AINO, ERKKI, Person, TestIdp};

/// The audit trail of `person`, as events with their detail.
async fn lines(idp: &TestIdp, person: &Person) -> Vec<(String, Option<String>)> {
    idp.audit_of(person).await.into_iter().map(|line| (line.event, line.detail)).collect()
}

fn line(event: &str, detail: &str) -> (String, Option<String>) {
    (event.to_owned(), Some(detail.to_owned()))
}

#[tokio::test]
async fn a_registration_that_found_the_address_taken() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = browser.open("/register").await;
    let form = browser.on(&page).set("email", ERKKI.email).set("email_confirm", ERKKI.email);
    let form = form.set("password", "Kevät-tulva-4-jokea").set("password_confirm", "Kevät-tulva-4-jokea");
    let form = form.set("first_name", "Ulla").set("last_name", "Uusi").set("phone", "040 765 4321");
    let form = form.set("street", "Uusikatu 1").set("postcode", "28100").set("city", "Kaskenranta");
    form.set("accept_terms", "on").press("create_account").await.is(422, "/register");
    assert!(lines(&idp, &ERKKI).await.contains(&line("registered", "taken")));
}

#[tokio::test]
async fn a_language_that_was_chosen_by_a_link() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await;
    let before = lines(&idp, &ERKKI).await;
    assert!(!before.contains(&line("details_changed", "language")));
    for _ in 0..2 {
        browser.click(&page, "ui_locales=sv").await;
    }
    let written =
        lines(&idp, &ERKKI).await.into_iter().filter(|written| *written == line("details_changed", "language"));
    assert_eq!(written.count(), 1, "only what changed");
}

#[tokio::test]
async fn a_login_that_ended_because_somebody_else_logged_in_or_the_owner_elsewhere() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    idp.activate(&AINO).await;
    let mut shared = idp.browser();
    idp.try_password(&mut shared, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    idp.try_password(&mut shared, "/login", AINO.username, AINO.password).await.is(200, "/account");
    assert!(lines(&idp, &ERKKI).await.contains(&line("signed_out", "replaced")));
    let mut own = idp.browser();
    idp.try_password(&mut own, "/login", AINO.username, AINO.password).await.is(200, "/account");
    let page = own.open("/account/sessions").await;
    own.on(&page).press("log_out_others").await.is(200, "/account/sessions");
    assert!(lines(&idp, &AINO).await.contains(&line("signed_out", "elsewhere")));
}
