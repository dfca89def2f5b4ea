//! The end of an account, as its owner wishes.

use chrono::{DateTime, TimeDelta};
use idp::flows::delete_account::delete_due;

use super::{at_home, elsewhere, mail_with};
use crate::harness::{Browser, ERKKI, Page, TestIdp, claims_of};

async fn delete(browser: &mut Browser, password: &str) -> Page {
    let form = browser.open("/account/delete").await;
    browser.on(&form).set("password", password).set("understood", "on").press("delete").await
}

#[tokio::test]
async fn a_planned_deletion_ends_every_login_and_is_told() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let web = idp.relying_party("web").await;
    let (mut other, tokens) = elsewhere(&idp, &web, &ERKKI).await;
    delete(&mut browser, ERKKI.password).await.is(200, "/account/delete/done").says("14 päivän");
    for browser in [&mut browser, &mut other] {
        browser.open("/account").await.is(200, "/login");
    }
    assert_eq!(web.refresh(&tokens.refresh_token.unwrap()).await.error(), "invalid_grant");
    let notice = idp.logouts.next().await;
    assert_eq!(claims_of(&notice.pairs[0].1)["sid"], tokens.claims["sid"]);
    mail_with(&idp, ERKKI.email, "peru poisto").await;
}

#[tokio::test]
async fn password_and_box_are_asked_for() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let form = browser.open("/account/delete").await;
    let page = browser.on(&form).set("password", ERKKI.password).press("delete").await;
    page.is(422, "/account/delete").says("Merkitse rasti").hides(ERKKI.password);
    let page = delete(&mut browser, "").await;
    page.is(422, "/account/delete").says("Kirjoita nykyinen salasanasi.");
    delete(&mut browser, "Väärä-1-salasana").await.is(422, "/account/delete");
    browser.open("/account").await.is(200, "/account");
}

#[tokio::test]
async fn who_logs_in_again_is_asked_first_and_can_keep_the_account() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    delete(&mut browser, ERKKI.password).await;
    idp.advance(TimeDelta::days(13));
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.try_password(&mut browser, &attempt.url, ERKKI.username, ERKKI.password).await;
    page.is(200, "/account/keep").says("poistetaan");
    let silent = web.begin_with("openid", &[("prompt", "none")]);
    assert_eq!(browser.open(&silent.url).await.callback()["error"], "login_required");
    browser.open("/account/phone").await.is(200, "/account/keep");
    let page = browser.on(&page).press("keep").await;
    web.finish(&attempt, &page).await;
    idp.advance(TimeDelta::days(2));
    assert_eq!(delete_due(&idp.running.ctx).await.unwrap(), 0);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
}

#[tokio::test]
async fn after_fourteen_days_nothing_tells_of_the_person_and_the_subject_stays_reserved() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    let ctx = &idp.running.ctx;
    let before = ctx.store.resolve_account("", Some(ERKKI.email)).await.unwrap().unwrap();
    delete(&mut browser, ERKKI.password).await;
    // A login that never said whether to keep the account ends with it.
    let web = idp.relying_party("web").await;
    idp.advance(TimeDelta::days(13));
    idp.try_password(&mut browser, "/login", ERKKI.username, ERKKI.password).await.is(200, "/account/keep");
    assert_eq!(delete_due(ctx).await.unwrap(), 0, "not yet");
    idp.advance(TimeDelta::days(1));
    assert_eq!(delete_due(ctx).await.unwrap(), 1);
    assert_eq!(delete_due(ctx).await.unwrap(), 0);
    mail_with(&idp, ERKKI.email, "on poistettu").await;
    browser.open("/account").await.is(200, "/login");
    let page = idp.try_password(&mut idp.browser(), web.begin().url, ERKKI.username, ERKKI.password).await;
    page.is(401, "/login/password");
    let gone = ctx.store.find_account(before.id).await.unwrap().unwrap();
    assert_eq!(gone.sub, before.sub);
    assert!(gone.email.is_none() && gone.full_name().is_empty() && gone.password.is_none() && !gone.is_open());
    let kept = ctx.store.find_account_id_by_legacy_id("lupa", ERKKI.legacy_id).await.unwrap();
    assert_eq!(kept, Some(before.id), "the old id is not given out again");
    assert!(ctx.store.services_of(before.id).await.unwrap().is_empty());
    assert!(ctx.store.link_times(before.id, DateTime::UNIX_EPOCH).await.unwrap().is_empty());
    assert!(ctx.store.resolve_account("", Some(ERKKI.email)).await.unwrap().is_none(), "the address is free");
}

#[tokio::test]
async fn the_address_can_be_used_again_and_the_person_is_another() {
    let idp = TestIdp::start().await;
    let (mut browser, _) = at_home(&idp, &ERKKI).await;
    delete(&mut browser, ERKKI.password).await;
    idp.advance(TimeDelta::days(15));
    assert_eq!(delete_due(&idp.running.ctx).await.unwrap(), 1);
    let (mut minna, _) = at_home(&idp, &crate::harness::MINNA).await;
    let form = minna.open("/account/email").await;
    let form = minna.on(&form).set("email", ERKKI.email).set("email_confirm", ERKKI.email);
    form.set("password", crate::harness::MINNA.password).press("send_link").await.is(200, "/account");
    mail_with(&idp, ERKKI.email, "/account/email/confirm").await;
}
