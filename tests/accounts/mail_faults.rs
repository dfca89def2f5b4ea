//! No mail is lost, whatever the mail server does; a second copy only follows
//! a connection that broke after the data, and then it is the same mail.

use chrono::TimeDelta;

use crate::harness::{ERKKI, Fault, TestIdp, wait_for};

async fn ask_for_link(idp: &TestIdp) {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", ERKKI.username).press("continue").await.is(200, "/login/link-sent");
}

/// Lets minutes pass until the mail is there.
async fn arrives(idp: &TestIdp) -> String {
    wait_for("the mail after a fault", async || {
        let mails = idp.mail.all_to(ERKKI.email);
        if mails.is_empty() {
            idp.advance(TimeDelta::seconds(1));
        }
        mails.first().map(crate::harness::Mail::link)
    })
    .await
}

#[tokio::test]
async fn a_greylisted_mail_arrives_once() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Greylist);
    ask_for_link(&idp).await;
    let link = arrives(&idp).await;
    idp.browser().open(&link).await.is(200, "/password/set");
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1);
}

#[tokio::test]
async fn a_mail_waits_until_the_server_is_back() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    ask_for_link(&idp).await;
    wait_for("a first try", async || (idp.mail.attempts() > 0).then_some(())).await;
    idp.mail.set_fault(Fault::None);
    arrives(&idp).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1);
}

#[tokio::test]
async fn a_mail_outlives_a_restart_of_the_service() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    ask_for_link(&idp).await;
    wait_for("a first try", async || (idp.mail.attempts() > 0).then_some(())).await;
    let idp = idp.restart().await;
    idp.mail.set_fault(Fault::None);
    arrives(&idp).await;
}

#[tokio::test]
async fn a_connection_cut_after_the_data_gives_the_same_mail_again() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::DropAfterData);
    ask_for_link(&idp).await;
    idp.mail.next_to(ERKKI.email).await;
    idp.mail.set_fault(Fault::None);
    let again = wait_for("the second copy", async || {
        idp.advance(TimeDelta::seconds(1));
        idp.mail.all_to(ERKKI.email).get(1).cloned()
    })
    .await;
    let first = &idp.mail.all_to(ERKKI.email)[0];
    assert_eq!((&first.message_id, first.link()), (&again.message_id, again.link()));
}

#[tokio::test]
async fn a_refused_recipient_is_not_tried_for_ever() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Reject);
    ask_for_link(&idp).await;
    wait_for("a try", async || (idp.mail.attempts() > 0).then_some(())).await;
    idp.mail.set_fault(Fault::None);
    idp.advance(TimeDelta::minutes(29));
    // The next mail to the same person shows that the outbox went on.
    ask_for_link(&idp).await;
    idp.mail.next_to(ERKKI.email).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1);
}

#[tokio::test]
async fn a_slow_mail_server_does_not_slow_the_page() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Slow);
    let page = tokio::time::timeout(std::time::Duration::from_secs(3), ask_for_link(&idp));
    page.await.expect("the page waits for no mail");
    idp.mail.next_to(ERKKI.email).await;
}

#[tokio::test]
async fn a_mail_says_what_a_mail_must_say() {
    let idp = TestIdp::start().await;
    ask_for_link(&idp).await;
    let mail = idp.mail.next_to(ERKKI.email).await;
    assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));
    assert!(mail.header("from").is_some_and(|from| from.contains("tunnus@kaskenranta.example.fi")));
    assert!(mail.message_id.ends_with("@kaskenranta.example.fi>"), "{}", mail.message_id);
    for part in [&mail.text, &mail.html] {
        for needed in ["Erkki", ERKKI.username, "30", "02 555 0100", &mail.link()] {
            assert!(part.contains(needed), "no {needed} in {part}");
        }
    }
    assert!(mail.text.lines().any(|line| line.trim() == mail.link()), "the link stands on a line of its own");
    assert!(!mail.html.contains("<img"), "no remote images");
    assert!(!mail.subject.is_empty());
}
