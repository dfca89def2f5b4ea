//! Who is stuck finds customer service, its hours and a reference, by which
//! staff find the event in the audit trail.

use accounts::audit::Event;

use crate::harness::{ERKKI, Setup, TestIdp};

const WRONG: &str = "Wrong-password-1";
const HOURS: &str = "organisation.support_hours";

async fn reference_of(idp: &TestIdp, event: Event) -> String {
    let lines = idp.audit_of(&ERKKI).await;
    lines.iter().rfind(|line| line.event == event.name()).and_then(|line| line.reference.clone()).unwrap()
}

#[tokio::test]
async fn the_page_of_a_locked_username_and_its_mail_carry_the_reference_of_the_audit_trail() {
    let idp = Setup::new().set(HOURS, r#""arkisin 9–15""#).start().await;
    idp.activate(&ERKKI).await;
    for _ in 0..4 {
        idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await.is(401, "/login/password");
    }
    let page = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, WRONG).await;
    page.is(423, "/login/password").says("02 555 0100").says("arkisin 9–15");
    let reference = reference_of(&idp, Event::Locked).await;
    assert_eq!(page.reference(), Some(reference.as_str()));
    let mail = idp.mail.next_to_about(ERKKI.email, "lukittu").await;
    for part in [&mail.text, &mail.html] {
        for needed in [&reference, "02 555 0100", "arkisin 9–15"] {
            assert!(part.contains(needed), "no {needed} in {part}");
        }
    }
}

#[tokio::test]
async fn every_mail_has_the_reference_of_what_it_follows_from() {
    let idp = TestIdp::start().await;
    let mut browser = idp.browser();
    let page = idp.open_first_link(&mut browser, &ERKKI).await;
    let mail = idp.mail.all_to(ERKKI.email).remove(0);
    let reference = reference_of(&idp, Event::PasswordLinkSent).await;
    assert!(mail.text.contains(&reference), "{reference}: {}", mail.text);
    assert_ne!(reference, reference_of(&idp, Event::PasswordLinkOpened).await, "each request has its own");
    browser.open(page.url.as_str()).await.is(200, "/password/set");
    let opened = idp.audit_of(&ERKKI).await.into_iter().filter(|line| line.event == "password_link_opened");
    assert_eq!(opened.count(), 1, "a page that is opened again does not fill the trail");
}

#[tokio::test]
async fn a_page_that_leads_no_further_says_who_helps_and_has_a_reference_in_every_language() {
    let idp = TestIdp::start().await;
    idp.activate(&ERKKI).await;
    let used = idp.mail.all_to(ERKKI.email)[0].link();
    for (language, label) in [("fi", "Virhetunnus"), ("sv", "Felkod"), ("en", "Error code")] {
        let mut browser = idp.browser();
        browser.open(format!("/?ui_locales={language}")).await;
        for (address, status) in [(used.as_str(), 410), ("/password/set", 404), ("/activate", 404), ("/nothing", 404)] {
            let page = browser.open(address).await;
            assert_eq!((page.status, page.lang.as_str()), (status, language), "{}", page.told());
            page.says(label).says("02 555 0100");
            assert_eq!(page.reference().map(str::len), Some("K7Q4-2MXD".len()), "{}", page.told());
        }
    }
}
