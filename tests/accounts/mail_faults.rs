//! No mail is lost, whatever the mail server does; a second copy only follows
//! a connection that broke after the data, and then it is the same mail.

use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, Fault, MINNA, OSKARI, Person, SIIRI, TestIdp, wait_for};

async fn ask_for_link(idp: &TestIdp) {
    ask(idp, &ERKKI).await;
}

async fn ask(idp: &TestIdp, person: &Person) {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", person.username).press("continue").await.is(200, "/login/link-sent");
}

/// Lets minutes pass until the mail is there.
async fn arrives(idp: &TestIdp) -> String {
    arrives_for(idp, &ERKKI).await
}

async fn arrives_for(idp: &TestIdp, person: &Person) -> String {
    wait_for("the mail after a fault", async || {
        let mails = idp.mail.all_to(person.email);
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
async fn after_ten_minutes_without_a_server_every_mail_arrives_once() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    let people = [ERKKI, AINO, SIIRI, MINNA];
    for person in &people {
        ask(&idp, person).await;
    }
    for tries in 1..=20 {
        wait_for("a try in vain", async || (idp.mail.attempts() >= tries.min(people.len())).then_some(())).await;
        idp.advance(TimeDelta::seconds(30));
    }
    idp.mail.set_fault(Fault::None);
    for person in &people {
        let link = arrives_for(&idp, person).await;
        idp.browser().open(&link).await.is(200, "/password/set");
    }
    idp.advance(TimeDelta::minutes(10));
    ask(&idp, &OSKARI).await;
    arrives_for(&idp, &OSKARI).await;
    for person in &people {
        assert_eq!(idp.mail.all_to(person.email).len(), 1, "{}", person.email);
    }
}

#[tokio::test]
async fn a_mail_whose_link_has_ended_meanwhile_is_not_sent() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Down);
    ask(&idp, &ERKKI).await;
    wait_for("a first try", async || (idp.mail.attempts() > 0).then_some(())).await;
    idp.advance(TimeDelta::minutes(31));
    idp.mail.set_fault(Fault::None);
    ask(&idp, &ERKKI).await;
    let link = arrives_for(&idp, &ERKKI).await;
    idp.browser().open(&link).await.is(200, "/password/set");
    idp.advance(TimeDelta::minutes(10));
    ask(&idp, &AINO).await;
    arrives_for(&idp, &AINO).await;
    assert_eq!(idp.mail.all_to(ERKKI.email).len(), 1, "one mail, with a link that works");
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
