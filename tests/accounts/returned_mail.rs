//! Mail that comes back: the account knows, and forgets when mail arrives.

use std::io::Write as _;
use std::process::{Command, Stdio};

use accounts::Account;
use chrono::TimeDelta;

use crate::harness::{AINO, ERKKI, Fault, Mail, Person, TestIdp, wait_for};

async fn account(idp: &TestIdp, person: &Person) -> Account {
    idp.running.ctx.store.resolve_account(person.username, Some(person.email)).await.unwrap().unwrap()
}

async fn ask_for_link(idp: &TestIdp, person: &Person) {
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(&page).set("email", person.email).submit().await.is(200, "/forgot/sent");
}

async fn until_failed(idp: &TestIdp, person: &Person, expected: bool) {
    let what = if expected { "the account to know that mail comes back" } else { "the account to forget it" };
    wait_for(what, async || (account(idp, person).await.mail_failed_at.is_some() == expected).then_some(())).await;
}

/// What the relay's mail server sends back later on.
fn report(mail: &Mail, action: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; {}\r\nAction: {action}\r\nStatus: {status}\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {}\r\n\r\n--b--\r\n",
        mail.to, mail.message_id
    )
}

/// Pipes `message` into `idp mail bounced` as a mail server does.
fn pipe(idp: &TestIdp, message: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_idp"))
        .args(["mail", "bounced", "--config", "idp.toml"])
        .current_dir(idp.folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_mailbox_that_the_relay_refuses_is_noted_until_it_takes_mail() {
    let idp = TestIdp::start().await;
    idp.mail.set_fault(Fault::Reject);
    ask_for_link(&idp, &ERKKI).await;
    until_failed(&idp, &ERKKI, true).await;
    assert_eq!(account(&idp, &AINO).await.mail_failed_at, None);
    idp.mail.set_fault(Fault::None);
    idp.advance(TimeDelta::minutes(3));
    ask_for_link(&idp, &ERKKI).await;
    idp.mail.next_to(ERKKI.email).await;
    until_failed(&idp, &ERKKI, false).await;
}

#[tokio::test]
async fn a_report_of_failure_is_noted_and_outweighs_the_relays_yes() {
    let idp = TestIdp::start().await;
    ask_for_link(&idp, &ERKKI).await;
    let mail = idp.mail.next_to(ERKKI.email).await;
    wait_for("the mail to be noted as sent", async || {
        pipe(&idp, &report(&mail, "failed", "5.1.1")).starts_with("noted").then_some(())
    })
    .await;
    assert!(account(&idp, &ERKKI).await.mail_failed_at.is_some());
    assert!(pipe(&idp, &report(&mail, "failed", "5.1.1")).starts_with("not a report"), "a report counts once");
    idp.advance(TimeDelta::minutes(3));
    ask_for_link(&idp, &ERKKI).await;
    let link = idp.mail.next_to(ERKKI.email).await.link();
    assert!(account(&idp, &ERKKI).await.mail_failed_at.is_some());
    // A person who has the link has the mailbox.
    let mut browser = idp.browser();
    let page = browser.open(link).await;
    let filled = browser.on(&page).set("password", ERKKI.password).set("password_confirm", ERKKI.password);
    filled.submit().await.is(200, "/password/done");
    assert_eq!(account(&idp, &ERKKI).await.mail_failed_at, None);
}

#[tokio::test]
async fn a_report_that_names_another_address_and_returns_nothing_is_known_by_the_envelope() {
    let idp = TestIdp::start().await;
    ask_for_link(&idp, &ERKKI).await;
    let mail = idp.mail.next_to(ERKKI.email).await;
    let envelope = mail.message_id.trim_matches(['<', '>']).replace('@', "+40");
    let forwarded = report(&mail, "failed", "5.1.1")
        .replace(&format!("Final-Recipient: rfc822; {}", mail.to), "Final-Recipient: rfc822; moved@elsewhere.example")
        .replace("Reporting-MTA:", &format!("Original-Envelope-Id: {envelope}\r\nReporting-MTA:"))
        .replace("text/rfc822-headers", "text/plain");
    wait_for("the mail to be noted as sent", async || pipe(&idp, &forwarded).starts_with("noted").then_some(())).await;
    assert!(account(&idp, &ERKKI).await.mail_failed_at.is_some());
}

#[tokio::test]
async fn what_is_no_failure_of_ours_is_left_alone() {
    let idp = TestIdp::start().await;
    ask_for_link(&idp, &ERKKI).await;
    let mail = idp.mail.next_to(ERKKI.email).await;
    assert!(pipe(&idp, &report(&mail, "delayed", "4.4.1")).starts_with("nothing to note"));
    assert!(pipe(&idp, "Subject: Out of office\r\n\r\nBack on Monday.\r\n").starts_with("not a report"));
    let foreign =
        Mail { message_id: "<0199a1b2-0000-7000-8000-000000000001@kaskenranta.example.fi>".to_owned(), ..mail };
    assert!(pipe(&idp, &report(&foreign, "failed", "5.1.1")).starts_with("not a report"));
    assert_eq!(account(&idp, &ERKKI).await.mail_failed_at, None);
}
