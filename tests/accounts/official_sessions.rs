//! Officials open more than residents, and are logged out earlier.

use chrono::TimeDelta;

use crate::harness::{ERKKI, OSKARI, Person, Setup, TestIdp};

async fn signed_in(idp: &TestIdp, person: &Person) -> crate::harness::Browser {
    idp.activate(person).await;
    let mut browser = idp.browser();
    idp.try_password(&mut browser, "/login", person.username, person.password).await.is(200, "/account");
    browser
}

async fn longest(idp: &TestIdp, person: &Person) -> TimeDelta {
    let ctx = &idp.running.ctx;
    let account = ctx.store.resolve_account(person.username, Some(person.email)).await.unwrap().unwrap();
    let sessions = ctx.store.sessions_of(account.id, TimeDelta::hours(1), ctx.clock.now()).await.unwrap();
    sessions[0].session.expires_at - sessions[0].session.created_at
}

#[tokio::test]
async fn an_official_who_leaves_the_desk_is_logged_out_before_a_resident_would_be() {
    let idp = TestIdp::start().await;
    let (mut official, mut resident) = (signed_in(&idp, &OSKARI).await, signed_in(&idp, &ERKKI).await);
    idp.advance(TimeDelta::minutes(29));
    official.open("/account").await.is(200, "/account");
    idp.advance(TimeDelta::minutes(2));
    official.open("/account").await.is(200, "/login");
    resident.open("/account").await.is(200, "/account");
    idp.advance(TimeDelta::minutes(30));
    resident.open("/account").await.is(200, "/login");
}

#[tokio::test]
async fn an_officials_login_ends_after_a_working_day() {
    let idp = TestIdp::start().await;
    drop((signed_in(&idp, &OSKARI).await, signed_in(&idp, &ERKKI).await));
    assert_eq!(longest(&idp, &OSKARI).await, TimeDelta::hours(8));
    assert_eq!(longest(&idp, &ERKKI).await, TimeDelta::hours(12));
}

#[tokio::test]
async fn an_official_never_stays_longer_than_a_resident() {
    let idp = Setup::new().set("sessions.idle", r#""10m""#).set("sessions.absolute", r#""2h""#).start().await;
    let mut official = signed_in(&idp, &OSKARI).await;
    assert_eq!(longest(&idp, &OSKARI).await, TimeDelta::hours(2));
    idp.advance(TimeDelta::minutes(11));
    official.open("/account").await.is(200, "/login");
}
