//! A password that was proven a moment ago moves nothing once it is no longer
//! the account's, or the account is closed.

use accounts::{Account, Locale};
use idp::adapters::SignedIn;
use idp::ctx::{BrowserId, Caller};
use idp::flows::{change_email, change_password, delete_account};
use idp::reference::Reference;

use super::at_home;
use crate::harness::{ERKKI, TestIdp};

const NEW: &str = "erkki.uusi@example.fi";
const FRESH: &str = "Uusi-talvi-12-lunta";

/// What a request of Erkki's browser had read before the account became as
/// `meanwhile` leaves it.
async fn outdated(idp: &TestIdp, meanwhile: impl Fn(Account) -> Account) -> (SignedIn, Caller) {
    let ctx = &idp.running.ctx;
    at_home(idp, &ERKKI).await;
    let account = ctx.store.resolve_account(ERKKI.username, Some(ERKKI.email)).await.unwrap().unwrap();
    let mut sessions = ctx.store.sessions_of(account.id, ctx.accounts.session_idle, ctx.clock.now()).await.unwrap();
    let tx = ctx.store.begin().await.unwrap();
    tx.update_account(&meanwhile(account)).await.unwrap();
    tx.commit().await.unwrap();
    let caller = Caller {
        network: "192.0.2.1".to_owned(),
        user_agent: String::new(),
        locale: Locale::Fi,
        browser: BrowserId("browser".to_owned()),
        reference: Reference::new([7; 8]),
    };
    (sessions.pop().unwrap(), caller)
}

async fn every_step_refuses(idp: &TestIdp, meanwhile: impl Fn(Account) -> Account) {
    let ctx = &idp.running.ctx;
    let (signed_in, caller) = outdated(idp, meanwhile).await;
    let before = ctx.store.find_account(signed_in.account.id).await.unwrap();
    let password = || ERKKI.password.to_owned().into();
    let wish = change_email::Wish { email: NEW, email_confirm: NEW, password: password() };
    let asked = change_email::ask(ctx, &signed_in, wish, &caller).await.unwrap();
    assert_eq!(asked, change_email::Outcome::Ended);
    assert_eq!(change_email::ask_again(ctx, &signed_in, &caller).await.unwrap(), None, "no link was made");
    let changed = change_password::change_password(ctx, &signed_in, password(), FRESH.to_owned().into(), &caller);
    assert!(matches!(changed.await.unwrap(), change_password::Outcome::Ended));
    let planned = delete_account::plan_deletion(ctx, &signed_in, password(), &caller).await.unwrap();
    assert_eq!(planned, delete_account::Outcome::Ended);
    assert_eq!(ctx.store.find_account(signed_in.account.id).await.unwrap(), before);
}

#[tokio::test]
async fn a_password_that_was_changed_elsewhere_proves_nothing() {
    let idp = TestIdp::start().await;
    let fresh = idp.running.ctx.hasher.hash(FRESH.to_owned().into(), [7; 16]).await.unwrap();
    Box::pin(every_step_refuses(&idp, |account| Account { password: Some(fresh.clone()), ..account })).await;
}

#[tokio::test]
async fn the_password_of_a_closed_account_proves_nothing() {
    let idp = TestIdp::start().await;
    let now = idp.running.ctx.clock.now();
    Box::pin(every_step_refuses(&idp, |account| Account { disabled_at: Some(now), ..account })).await;
}
