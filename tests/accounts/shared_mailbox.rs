//! Owners without an address of their own: what they must hear goes to the
//! mailbox that they share with whoever has it as login.

use chrono::TimeDelta;

use crate::accounts::own::{link_in, mail_with};
use crate::harness::{Browser, Setup, TestIdp, succeed, wait_for};

const ROWS: &str = "\
external_id;source_system;username;email;given_name;family_name;user_type
N-4;lupa;perhe.aiti;perhe@example.com;Äiti;Perhe;citizen
N-5;lupa;perhe.isa;perhe@example.com;Isä;Perhe;citizen
N-6;lupa;perhe.lapsi;perhe@example.com;Lapsi;Perhe;tenant
";
const SHARED: &str = "perhe@example.com";
const NEW: &str = "isa.perhe@example.fi";
const PASSWORD: &str = "Uusi-talvi-12-lunta";

async fn service() -> TestIdp {
    let idp = Setup::new().start().await;
    idp.write_file("old.csv", ROWS);
    succeed(&idp.idp(&["import", "run", "old.csv", "--batch", "old"]));
    idp
}

async fn set_password(browser: &mut Browser, link: &str) {
    let page = browser.open(link).await;
    let form = browser.on(&page).set("password", PASSWORD).set("password_confirm", PASSWORD);
    form.submit().await.is(200, "/password/done");
}

/// The browser of the father, who has a username and no address.
async fn at_home(idp: &TestIdp) -> Browser {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", "perhe.isa").press("continue").await.is(200, "/login/link-sent");
    set_password(&mut browser, &idp.mail.next_to(SHARED).await.link()).await;
    let page = idp.try_password(&mut browser, "/login", "perhe.isa", PASSWORD).await;
    let asked = page.is(200, "/login/own-address");
    browser.click(asked, "/authorize/resume").await.is(200, "/account");
    browser
}

#[tokio::test]
async fn a_planned_deletion_is_told() {
    let idp = service().await;
    let mut browser = at_home(&idp).await;
    let form = browser.open("/account/delete").await;
    let form = browser.on(&form).set("password", PASSWORD).set("understood", "on");
    form.press("delete").await.is(200, "/account/delete/done");
    let mail = mail_with(&idp, SHARED, "peru poisto").await;
    assert!(mail.text.contains("perhe.isa"), "{}", mail.text);
}

#[tokio::test]
async fn a_first_address_of_ones_own_can_be_taken_back_from_the_shared_mailbox() {
    let idp = service().await;
    let mut browser = at_home(&idp).await;
    let form = browser.open("/account/email").await;
    let form = browser.on(&form).set("email", NEW).set("email_confirm", NEW).set("password", PASSWORD);
    form.press("send_link").await.is(200, "/account").says(NEW);
    let asked = mail_with(&idp, SHARED, "/account/email/undo").await;
    let mail = mail_with(&idp, NEW, "/account/email/confirm").await;
    let page = browser.open(link_in(&mail, "/account/email/confirm")).await;
    browser.on(&page).press("confirm_address").await.is(200, "/account/email/confirm");
    let changed = wait_for("the second mail", async || {
        let mails = idp.mail.all_to(SHARED).into_iter().rev();
        mails.into_iter().find(|mail| mail.message_id != asked.message_id && mail.text.contains("/account/email/undo"))
    });
    let mut owner = idp.browser();
    let page = owner.open(link_in(&changed.await, "/account/email/undo")).await;
    let page = owner.on(&page).press("undo_change").await;
    page.is(200, "/account/email/undo").says("on peruttu");
    browser.open("/account").await.is(200, "/login");
    let store = &idp.running.ctx.store;
    let father = store.resolve_account("perhe.isa", None).await.unwrap().unwrap();
    assert_eq!((father.email.as_ref(), father.password.as_ref()), (None, None));
    assert_eq!(father.mailbox().map(accounts::Email::as_str), Some(SHARED));
    let mail = wait_for("the second link", async || {
        let mails = idp.mail.all_to(SHARED).into_iter().filter(|mail| mail.text.contains("/password/set?token="));
        mails.skip(1).last()
    })
    .await;
    set_password(&mut owner, &link_in(&mail, "/password/set?token=")).await;
    idp.try_password(&mut owner, "/login", "perhe.isa", PASSWORD).await.is(200, "/account");
}

#[tokio::test]
async fn both_are_reminded_in_the_shared_mailbox() {
    let idp = service().await;
    succeed(&idp.idp(&["migration", "remind", "--batch", "old", "--per-minute", "6000"]));
    for username in [SHARED, "perhe.isa"] {
        wait_for("a reminder", async || {
            let mut mails = idp.mail.all_to(SHARED).into_iter();
            mails.find(|mail| mail.text.lines().any(|line| line.ends_with(username)))
        })
        .await;
    }
}

#[tokio::test]
async fn an_address_gets_five_links_a_day_whosever_they_are() {
    let idp = service().await;
    let ask = async |username: &str| {
        let mut browser = idp.browser();
        let page = browser.open("/forgot").await;
        browser.on(&page).set("username", username).submit().await.is(200, "/forgot/sent");
    };
    for _ in 0..3 {
        ask("perhe.isa").await;
        ask("perhe.lapsi").await;
        idp.advance(TimeDelta::minutes(3));
    }
    wait_for("the mails of the day", async || (idp.mail.all_to(SHARED).len() == 5).then_some(())).await;
    idp.advance(TimeDelta::hours(24));
    ask("perhe.lapsi").await;
    wait_for("the next day's mail", async || (idp.mail.all_to(SHARED).len() >= 6).then_some(())).await;
    assert_eq!(idp.mail.all_to(SHARED).len(), 6, "the sixth wish of the day was heard and not met");
}
