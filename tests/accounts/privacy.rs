//! What the pages tell a stranger about who has an account.

use crate::harness::{AINO, ERKKI, Setup, TestIdp};

async fn neutral() -> TestIdp {
    Setup::new().set("accounts.privacy", "\"neutral\"").start().await
}

#[tokio::test]
async fn in_neutral_privacy_every_username_meets_the_same_page() {
    let idp = neutral().await;
    idp.activate(&ERKKI).await;
    let mut pages = Vec::new();
    for username in [ERKKI.username, AINO.username, "nobody@example.com"] {
        let mut browser = idp.browser();
        let page = browser.open("/login").await;
        let page = browser.on(&page).set("username", username).press("continue").await;
        page.is(200, "/login/password").says("linkin");
        pages.push(page.without(username));
    }
    pages.dedup();
    assert_eq!(pages.len(), 1);
}

#[tokio::test]
async fn in_neutral_privacy_the_mail_still_goes_to_whom_it_concerns() {
    let idp = neutral().await;
    idp.activate(&ERKKI).await;
    for person in [ERKKI, AINO] {
        let mut browser = idp.browser();
        let page = browser.open("/login").await;
        browser.on(&page).set("username", person.username).press("continue").await;
    }
    idp.mail.next_to(AINO.email).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1, "only the link of the first login");
}

#[tokio::test]
async fn a_wrong_password_costs_the_same_work_for_everybody() {
    let idp = neutral().await;
    idp.activate(&ERKKI).await;
    let mut work = Vec::new();
    for username in [ERKKI.username, AINO.username, "nobody@example.com"] {
        let before = idp.running.ctx.hasher.hashes();
        let page = idp.try_password(&mut idp.browser(), "/login", username, "Wrong-password-1").await;
        page.is(401, "/login/password");
        work.push((idp.running.ctx.hasher.hashes() - before, page.without(username)));
    }
    work.dedup();
    assert_eq!(work.len(), 1);
    assert_eq!(work[0].0, 1);
}

#[tokio::test]
async fn in_seed_privacy_only_a_migrated_person_goes_to_the_link_page() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    for (username, path) in [
        (ERKKI.username, "/login/password"),
        (AINO.username, "/login/link-sent"),
        ("nobody@example.com", "/login/password"),
    ] {
        let mut browser = idp.browser();
        let page = browser.open("/login").await;
        browser.on(&page).set("username", username).press("continue").await.is(200, path);
    }
}
