//! A change of the address, taken back from the old mailbox [KOU-25].

use chrono::TimeDelta;

use super::{at_home, elsewhere, link_in, mail_with};
use crate::harness::{Browser, ERKKI, Page, TestIdp};

const THIEF: &str = "varas@example.com";

/// Somebody who knows the password moves the account to an address of theirs.
async fn steal(idp: &TestIdp, browser: &mut Browser) {
    let form = browser.open("/account/email").await;
    let form = browser.on(&form).set("email", THIEF).set("email_confirm", THIEF).set("password", ERKKI.password);
    form.press("send_link").await.is(200, "/account");
    let mail = mail_with(idp, THIEF, "/account/email/confirm").await;
    let page = browser.open(link_in(&mail, "/account/email/confirm")).await;
    browser.on(&page).press("confirm_address").await.is(200, "/account/email/confirm");
}

async fn undo(idp: &TestIdp, browser: &mut Browser, words: &str) -> Page {
    let mail = mail_with(idp, ERKKI.email, words).await;
    let page = browser.open(link_in(&mail, "/account/email/undo")).await;
    page.is(200, "/account/email/undo").says(ERKKI.email);
    browser.on(&page).press("undo_change").await
}

#[tokio::test]
async fn the_owner_gets_the_account_back_and_the_thief_is_out() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    let web = idp.relying_party("web").await;
    let (_, tokens) = elsewhere(&idp, &web, &ERKKI).await;
    steal(&idp, &mut thief).await;
    let mut owner = idp.browser();
    undo(&idp, &mut owner, "ei ole enää käytössä").await.is(200, "/account/email/undo").says("on peruttu");
    thief.open("/account").await.is(200, "/login");
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    for username in [THIEF, ERKKI.username] {
        let page = idp.try_password(&mut idp.browser(), "/login", username, ERKKI.password).await;
        page.is(401, "/login/password");
    }
    let mail = mail_with(&idp, ERKKI.email, "/password/set?token=").await;
    let mail =
        idp.mail.all_to(ERKKI.email).into_iter().rev().find(|m| m.text.contains("/password/set?")).unwrap_or(mail);
    let page = owner.open(mail.link()).await;
    let fresh = "Oma-tili-12-takaisin";
    owner.on(&page).set("password", fresh).set("password_confirm", fresh).submit().await.is(200, "/password/done");
    idp.try_password(&mut owner, "/login", ERKKI.username, fresh).await.is(200, "/account").says(ERKKI.email);
    undo_of_the_thief_is_dead(&idp).await;
}

/// The thief's own mailbox got no way to take the rescue back.
async fn undo_of_the_thief_is_dead(idp: &TestIdp) {
    for mail in idp.mail.all_to(THIEF) {
        assert!(!mail.text.contains("/account/email/undo"), "{}", mail.text);
    }
}

#[tokio::test]
async fn a_second_move_does_not_close_the_way_back_nor_open_one_for_the_thief() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    steal(&idp, &mut thief).await;
    let further = "varas2@example.com";
    let form = thief.open("/account/email").await;
    let form = thief.on(&form).set("email", further).set("email_confirm", further).set("password", ERKKI.password);
    form.press("send_link").await.is(200, "/account");
    let own = mail_with(&idp, THIEF, "/account/email/undo").await;
    let waiting = mail_with(&idp, further, "/account/email/confirm").await;
    undo(&idp, &mut idp.browser(), "ei ole enää käytössä").await.is(200, "/account/email/undo");
    for (mail, part) in [(&own, "/account/email/undo"), (&waiting, "/account/email/confirm")] {
        idp.browser().open(link_in(mail, part)).await.is(410, part);
    }
}

#[tokio::test]
async fn a_change_can_be_taken_back_before_it_happens() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    let form = thief.open("/account/email").await;
    let form = thief.on(&form).set("email", THIEF).set("email_confirm", THIEF).set("password", ERKKI.password);
    form.press("send_link").await;
    let waiting = mail_with(&idp, THIEF, "/account/email/confirm").await;
    undo(&idp, &mut idp.browser(), "pyydetty vaihtamaan").await.is(200, "/account/email/undo");
    idp.browser().open(link_in(&waiting, "/account/email/confirm")).await.is(410, "/account/email/confirm");
    thief.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn the_way_back_is_open_for_seven_days() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    steal(&idp, &mut thief).await;
    let mail = mail_with(&idp, ERKKI.email, "ei ole enää käytössä").await;
    idp.advance(TimeDelta::days(6));
    let page = idp.browser().open(link_in(&mail, "/account/email/undo")).await;
    page.is(200, "/account/email/undo");
    idp.advance(TimeDelta::days(2));
    let page = idp.browser().open(link_in(&mail, "/account/email/undo")).await;
    page.is(410, "/account/email/undo").says("02 555 0100");
}

#[tokio::test]
async fn a_thief_who_moves_on_cannot_close_the_owners_way_back() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    steal(&idp, &mut thief).await;
    idp.advance(TimeDelta::minutes(3));
    let further = "varas2@example.com";
    let form = thief.open("/account/email").await;
    let form = thief.on(&form).set("email", further).set("email_confirm", further).set("password", ERKKI.password);
    form.press("send_link").await.is(200, "/account");
    let own = mail_with(&idp, THIEF, "/account/email/undo").await;
    let page = thief.open(link_in(&own, "/account/email/undo")).await;
    thief.on(&page).press("undo_change").await.is(200, "/account/email/undo");
    undo(&idp, &mut idp.browser(), "ei ole enää käytössä").await.is(200, "/account/email/undo").says("on peruttu");
    for mail in idp.mail.all_to(THIEF).iter().filter(|mail| mail.text.contains("/password/set?")) {
        idp.browser().open(mail.link()).await.is(410, "/password/set");
    }
}

#[tokio::test]
async fn registering_an_address_does_not_keep_its_owner_from_it() {
    let idp = TestIdp::start().await;
    let (mut thief, _) = at_home(&idp, &ERKKI).await;
    steal(&idp, &mut thief).await;
    let mut stranger = idp.browser();
    let form = stranger.open("/register").await;
    let form = stranger.on(&form).set("email", ERKKI.email).set("email_confirm", ERKKI.email);
    let form = form.set("password", "Kuutamo-ilta-7-saa").set("password_confirm", "Kuutamo-ilta-7-saa");
    let form = form.set("first_name", "Varas").set("last_name", "Varas").set("accept_terms", "on");
    form.submit().await.is(200, "/register/done");
    undo(&idp, &mut idp.browser(), "ei ole enää käytössä").await.is(200, "/account/email/undo").says("on peruttu");
}
