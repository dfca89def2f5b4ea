//! The change of the e-mail address [KOU-24, KOU-25].

use chrono::TimeDelta;

use super::{at_home, elsewhere, link_in, mail_with};
use crate::harness::{AINO, Browser, ERKKI, MINNA, Page, Person, TestIdp, wait_for};

const NEW: &str = "erkki.uusi@example.fi";

async fn ask(browser: &mut Browser, email: &str, person: &Person) -> Page {
    let form = browser.open("/account/email").await;
    let form = browser.on(&form).set("email", email).set("email_confirm", email);
    form.set("password", person.password).press("send_link").await
}

async fn confirm(idp: &TestIdp, browser: &mut Browser, email: &str) -> Page {
    let mail = mail_with(idp, email, "/account/email/confirm").await;
    let page = browser.open(link_in(&mail, "/account/email/confirm")).await;
    browser.on(page.is(200, "/account/email/confirm")).press("confirm_address").await
}

#[tokio::test]
async fn a_new_address_works_once_its_link_is_used_and_the_old_one_until_then() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let web = idp.relying_party("web").await;
    let (_, before) = elsewhere(&idp, &web, &ERKKI).await;
    ask(&mut browser, NEW, &ERKKI).await.is(200, "/account").says("Odottaa vahvistusta").says(NEW);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");

    // The link is opened on another device, where nobody is signed in.
    let page = confirm(&idp, &mut idp.browser(), NEW).await;
    page.is(200, "/account/email/confirm").says("Sähköpostiosoitteesi on vaihdettu").says(NEW);
    browser.open("/account").await.is(200, "/account").says(NEW).hides("Odottaa vahvistusta");
    mail_with(&idp, ERKKI.email, "ei ole enää käytössä").await;

    let after = web.refresh(before.refresh_token.as_ref().unwrap()).await;
    assert_eq!(after.status, 200, "sessions and refresh tokens stay: {after:?}");
    let told = web.userinfo(&after.text("access_token")).await.body;
    assert_eq!((&told["email"], &told["email_verified"]), (&NEW.into(), &true.into()), "{told}");
    assert_eq!((&told["sub"], &told["preferred_username"]), (&before.claims["sub"], &NEW.into()));
    idp.try_password(&mut idp.browser(), "/login", NEW, ERKKI.password).await.is(200, "/account");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(401, "/login/password");
}

#[tokio::test]
async fn an_immutable_username_stays() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &MINNA).await;
    ask(&mut browser, "minna.uusi@example.fi", &MINNA).await;
    let page = confirm(&idp, &mut browser, "minna.uusi@example.fi").await;
    page.says("Käyttäjätunnuksesi ei vaihtunut.");
    idp.try_password(&mut idp.browser(), "/login", "minna", MINNA.password).await.says("minna.uusi@example.fi");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_everything_but_the_password_stays() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    for (email, confirm, password, told) in [
        ("", "", ERKKI.password, "Kirjoita uusi sähköpostiosoite."),
        ("uusi@example", "uusi@example", ERKKI.password, "nimi@esimerkki.fi"),
        (NEW, "toinen@example.fi", ERKKI.password, "Sähköpostiosoitteet eivät ole samat"),
        (ERKKI.email, ERKKI.email, ERKKI.password, "Uusi osoite on sama kuin nykyinen"),
        (NEW, NEW, "", "Kirjoita nykyinen salasanasi."),
        (NEW, NEW, "Väärä-1-salasana", "Nykyinen salasana ei täsmää"),
    ] {
        let form = browser.open("/account/email").await;
        let form = browser.on(&form).set("email", email).set("email_confirm", confirm).set("password", password);
        let page = form.press("send_link").await;
        page.is(422, "/account/email").says(told).hides("Väärä-1-salasana");
        assert!(page.body.contains(&format!("value=\"{email}\"")), "{}", page.told());
    }
    assert!(idp.mail.all_to(NEW).is_empty());
}

#[tokio::test]
async fn a_taken_address_looks_the_same_and_only_its_owner_is_told() {
    let idp = TestIdp::start().await;
    idp.activate(&AINO).await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let taken = ask(&mut browser, AINO.email, &ERKKI).await;
    mail_with(&idp, AINO.email, "toisella käyttäjätunnuksella").await;
    mail_with(&idp, ERKKI.email, "/account/email/undo").await;
    assert!(idp.mail.all_to(AINO.email).iter().all(|mail| !mail.text.contains("/account/email/confirm")));
    let free = ask(&mut browser, NEW, &ERKKI).await;
    assert_eq!(taken.without(AINO.email), free.without(NEW));
}

#[tokio::test]
async fn an_address_that_is_taken_meanwhile_is_told_at_the_link() {
    let idp = TestIdp::start().await;
    let (mut erkki, _) = at_home(&idp, &ERKKI).await;
    let (mut minna, _) = at_home(&idp, &MINNA).await;
    ask(&mut erkki, NEW, &ERKKI).await;
    let mail = mail_with(&idp, NEW, "/account/email/confirm").await;
    let mut other = idp.browser();
    let waiting = other.open(link_in(&mail, "/account/email/confirm")).await;
    ask(&mut minna, NEW, &MINNA).await;
    let second = idp.mail.next_to(NEW).await;
    let second = if second.message_id == mail.message_id { idp.mail.next_to(NEW).await } else { second };
    let page = minna.open(link_in(&second, "/account/email/confirm")).await;
    minna.on(&page).press("confirm_address").await.is(200, "/account/email/confirm");
    let page = other.on(&waiting).press("confirm_address").await;
    page.is(409, "/account/email/confirm").says("Vanha osoitteesi on edelleen käytössä");
    erkki.open("/account").await.says(ERKKI.email);
}

#[tokio::test]
async fn of_two_wishes_the_last_one_counts() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    ask(&mut browser, "kirjoitusvirhe@example.fi", &ERKKI).await;
    ask(&mut browser, NEW, &ERKKI).await.says(NEW).hides("kirjoitusvirhe@example.fi");
    let first = mail_with(&idp, "kirjoitusvirhe@example.fi", "/account/email/confirm").await;
    let page = idp.browser().open(link_in(&first, "/account/email/confirm")).await;
    page.is(410, "/account/email/confirm");
    confirm(&idp, &mut browser, NEW).await.is(200, "/account/email/confirm");
}

#[tokio::test]
async fn an_expired_link_leaves_the_old_address() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    ask(&mut browser, NEW, &ERKKI).await;
    let mail = mail_with(&idp, NEW, "/account/email/confirm").await;
    idp.advance(TimeDelta::minutes(31));
    let page = browser.open(link_in(&mail, "/account/email/confirm")).await;
    page.is(410, "/account/email/confirm").says("Linkki ei ole enää voimassa");
    browser.open("/account").await.says(ERKKI.email).hides(NEW);
}

#[tokio::test]
async fn a_wish_can_be_taken_back_or_its_link_asked_for_again() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let page = ask(&mut browser, NEW, &ERKKI).await;
    let first = mail_with(&idp, NEW, "/account/email/confirm").await;
    browser.on(&page).press("resend").await.is(200, "/account").says("Linkki on juuri lähetetty");
    idp.advance(TimeDelta::minutes(3));
    let page = browser.on(&page).press("resend").await;
    page.says("Lähetimme aktivointilinkin uuteen osoitteeseen");
    idp.browser().open(link_in(&first, "/account/email/confirm")).await.is(410, "/account/email/confirm");
    let page = browser.on(&page).press("cancel_change").await;
    page.is(200, "/account").says("Osoitteen vaihto on peruttu").hides(NEW);
    let second = idp.mail.all_to(NEW).pop().unwrap();
    idp.browser().open(link_in(&second, "/account/email/confirm")).await.is(410, "/account/email/confirm");
}

#[tokio::test]
async fn opening_the_link_changes_nothing_and_a_second_press_sees_the_same() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    ask(&mut browser, NEW, &ERKKI).await;
    let mail = mail_with(&idp, NEW, "/account/email/confirm").await;
    let link = link_in(&mail, "/account/email/confirm");
    let mut phone = idp.browser();
    for _ in 0..3 {
        idp.browser().open(&link).await.is(200, "/account/email/confirm");
    }
    browser.open("/account").await.says("Odottaa vahvistusta");
    let page = phone.open(&link).await;
    let press = phone.on(&page).prepare_press("confirm_address");
    phone.send(&press).await.is(200, "/account/email/confirm").says("Sähköpostiosoitteesi on vaihdettu");
    phone.send(&press).await.is(200, "/account/email/confirm").says("Sähköpostiosoitteesi on vaihdettu");
    idp.browser().open(&link).await.is(410, "/account/email/confirm");
}

#[tokio::test]
async fn a_link_for_the_password_in_the_old_mailbox_stops_working() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    idp.advance(TimeDelta::minutes(5));
    let form = browser.open("/forgot").await;
    browser.on(&form).set("email", ERKKI.email).submit().await;
    let mail = mail_with(&idp, ERKKI.email, "uuden salasanan").await;
    ask(&mut browser, NEW, &ERKKI).await;
    confirm(&idp, &mut browser, NEW).await;
    idp.browser().open(mail.link()).await.is(410, "/password/set");
}

/// How many mails the address has got when none waits to be sent any more.
async fn mailed(idp: &TestIdp, address: &str) -> usize {
    let ctx = &idp.running.ctx;
    wait_for("the mails", async || (ctx.store.waiting_mails().await.unwrap() == 0).then_some(())).await;
    idp.mail.all_to(address).len()
}

#[tokio::test]
async fn a_new_address_gets_five_mails_a_day_whoever_asks_and_nobody_is_told() {
    let idp = TestIdp::start().await;
    let (mut erkki, _) = at_home(&idp, &ERKKI).await;
    let (mut minna, _) = at_home(&idp, &MINNA).await;
    let first = ask(&mut erkki, NEW, &ERKKI).await;
    for _ in 0..2 {
        idp.advance(TimeDelta::minutes(3));
        let page = erkki.open("/account").await;
        erkki.on(&page).press("resend").await.says("Lähetimme aktivointilinkin uuteen osoitteeseen");
    }
    ask(&mut minna, NEW, &MINNA).await.is(200, "/account");
    idp.advance(TimeDelta::minutes(3));
    ask(&mut minna, NEW, &MINNA).await.is(200, "/account");
    assert_eq!(mailed(&idp, NEW).await, 5);
    idp.advance(TimeDelta::minutes(3));
    let silent = ask(&mut minna, NEW, &MINNA).await;
    silent.is(200, "/account").says("Odottaa vahvistusta").says(NEW);
    assert_eq!(silent.trail.last(), first.trail.last(), "the answer tells nothing");
    assert_eq!(mailed(&idp, NEW).await, 5);
    idp.advance(TimeDelta::hours(25));
    let mut later = idp.browser();
    idp.try_password(&mut later, "/login", MINNA.username, MINNA.password).await.is(200, "/account");
    ask(&mut later, NEW, &MINNA).await.is(200, "/account");
    assert_eq!(mailed(&idp, NEW).await, 6);
}
