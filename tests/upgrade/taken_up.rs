//! The databases that 0.1 left: this release brings them up to its schema with
//! everything in them, and 0.1 could still write there.

use chrono::{DateTime, TimeDelta, Utc};
use idp::adapters::Clock as _;

use super::shape::Shape;
use crate::backends::bed::Bed;
use crate::harness::{AINO, ERKKI, Setup, TestIdp};

/// A dump that `write` has made.
fn dump(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/upgrade/v0_1/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What a dump says about itself in its first lines.
fn note<'a>(dump: &'a str, name: &str) -> &'a str {
    let line = dump.lines().find_map(|line| line.strip_prefix("-- ")?.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no {name} in the dump"))
}

async fn taken_up(bed: Bed, name: &str) {
    let dump = &dump(name);
    bed.load(dump).await;
    let old = Shape::of(&bed).await;
    assert!(old.columns.len() > 100 && old.uniques.len() > 10, "{} columns", old.columns.len());
    let count = "SELECT count(*) FROM accounts";
    let (accounts, lines) = (bed.count(count).await, bed.count("SELECT count(*) FROM audit").await);
    assert!(accounts >= 6 && lines > 0 && !bed.schema_is_current().await.unwrap());
    bed.migrate().await.unwrap();
    assert!(bed.schema_is_current().await.unwrap());
    assert_eq!(old.broken_by(&Shape::of(&bed).await), [] as [String; 0]);
    assert_eq!((bed.count(count).await, bed.count("SELECT count(*) FROM audit").await), (accounts, lines));

    let idp = Setup::new().set("database.url", format!("{:?}", bed.url)).start().await;
    let left_at: DateTime<Utc> = note(dump, "left at").parse().unwrap();
    idp.advance(left_at + TimeDelta::minutes(1) - idp.clock.now());
    assert_eq!(bed.count(count).await, accounts, "nobody is imported twice");
    go_on(&idp, note(dump, "refresh token")).await;
    idp.stop().await;
    bed.remove().await;
}

/// People go on where they were.
async fn go_on(idp: &TestIdp, refresh_token: &str) {
    let web = idp.relying_party("web").await;
    let refreshed = web.refresh(refresh_token).await;
    assert_eq!(refreshed.status, 200, "{}", refreshed.body);
    assert!(web.is_genuine(&refreshed.text("id_token")));
    assert_eq!(web.userinfo(&refreshed.text("access_token")).await.status, 200);
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    idp.activate(&AINO).await;
    idp.try_password(&mut idp.browser(), "/login", AINO.username, AINO.password).await.is(200, "/account");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_of_0_1_goes_on_with_sqlite() {
    taken_up(Bed::empty_sqlite().await, "sqlite.sql").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_of_0_1_goes_on_with_postgres() {
    taken_up(Bed::empty_postgres().await, "postgres.sql").await;
}
