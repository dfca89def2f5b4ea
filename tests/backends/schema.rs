//! The schema, and what an operator reads about a database that fails.

use idp::adapters::{SignedIn, Store};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};

use super::bed::{Bed, at_once};
use super::on_every_store;
use super::rows::{IDLE, at, session_digest, signed_in};

on_every_store!(
    replicas_that_migrate_at_once_all_succeed,
    a_schema_that_is_newer_than_this_release_is_left_alone,
    the_database_takes_a_probe,
    what_was_committed_is_there_after_a_restart,
    a_missing_schema_is_named,
);

async fn replicas_that_migrate_at_once_all_succeed(bed: &Bed) {
    let empty = bed.another_empty().await;
    assert!(!empty.schema_is_current().await.unwrap());
    let outcomes = at_once(5, |_| {
        let url = empty.url.clone();
        async move { Store::connect(&url, 2).await.unwrap().migrate().await }
    })
    .await;
    for outcome in outcomes {
        outcome.unwrap();
    }
    assert!(empty.schema_is_current().await.unwrap());
    empty.migrate().await.unwrap();
    empty.remove().await;
}

/// A backup reads every table; a migration that waited for it would have all
/// logins wait too.
#[tokio::test]
async fn a_migration_that_meets_a_backup_gives_up_and_is_done_after_it() {
    let bed = Bed::postgres().await;
    let operator = Database::connect(&bed.url).await.unwrap();
    Migrator::down(&operator, Some(2)).await.unwrap();
    let backup = operator.begin().await.unwrap();
    backup.execute_unprepared("LOCK TABLE outbox IN ACCESS SHARE MODE").await.unwrap();
    let told = bed.migrate().await.unwrap_err().to_operator();
    assert!(told.contains("a backup that runs"), "{told}");
    backup.rollback().await.unwrap();
    bed.migrate().await.unwrap();
    assert!(bed.schema_is_current().await.unwrap());
    operator.close().await.unwrap();
}

async fn a_schema_that_is_newer_than_this_release_is_left_alone(bed: &Bed) {
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20991231_000001_later', 0)";
    bed.execute(newer).await;
    assert!(bed.schema_is_current().await.unwrap());
    bed.migrate().await.unwrap();
}

async fn the_database_takes_a_probe(bed: &Bed) {
    bed.ping(at(0)).await.unwrap();
    bed.ping(at(1)).await.unwrap();
    bed.check_integrity().await.unwrap();
    assert_eq!(bed.count("SELECT count(*) FROM probe").await, 1);
}

async fn what_was_committed_is_there_after_a_restart(bed: &Bed) {
    let (account, session) = signed_in(bed).await;
    let restarted = bed.replica().await;
    let SignedIn { session: found, account: owner, .. } =
        restarted.find_session(&session_digest(1), IDLE, at(1)).await.unwrap().unwrap();
    assert_eq!((found, owner), (session, account));
    restarted.close().await.unwrap();
}

async fn a_missing_schema_is_named(bed: &Bed) {
    let empty = bed.another_empty().await;
    let line = empty.ping(at(0)).await.unwrap_err().to_operator();
    assert!(line.contains("idp migrate") || line.contains("no such table"), "{line}");
    empty.remove().await;
}

async fn refusal(url: &str) -> String {
    Store::connect(url, 2).await.unwrap_err().to_operator()
}

#[tokio::test]
async fn an_operator_reads_what_to_do_about_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("text.db"), "not a database, but long enough to look like a header of one").unwrap();

    let missing = refusal(&format!("sqlite://{}/nowhere/idp.db", directory.path().display())).await;
    assert!(missing.contains("check that the directory exists"), "{missing}");
    let text = refusal(&format!("sqlite://{}", path("text.db").display())).await;
    assert!(text.contains("no SQLite database"), "{text}");
    let other = refusal("mysql://localhost/idp").await;
    assert!(other.contains("sqlite:// or postgres://"), "{other}");
    assert!(!missing.contains('\n') && !text.contains('\n'));
}

#[tokio::test]
async fn damage_in_a_file_is_found() {
    let bed = Bed::sqlite().await;
    signed_in(&bed).await;
    let path = bed.url.strip_prefix("sqlite://").unwrap().to_owned();
    bed.close().await.unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0xaa);
    std::fs::write(&path, bytes).unwrap();
    let line = match Store::connect(&bed.url, 2).await {
        Ok(store) => store.check_integrity().await.unwrap_err().to_operator(),
        Err(fault) => fault.to_operator(),
    };
    assert!(line.contains("damaged"), "{line}");
}

#[tokio::test]
async fn an_operator_reads_what_to_do_about_a_server() {
    let bed = Bed::postgres().await;
    let mut url: url::Url = bed.url.parse().unwrap();
    url.set_path("no_such_database");
    let line = refusal(url.as_str()).await;
    assert!(line.contains("does not exist: create it"), "{line}");
    url.set_username("nobody_of_this_name").unwrap();
    let line = refusal(url.as_str()).await;
    assert!(line.contains("refuses this user or password"), "{line}");
    url.set_port(Some(1)).unwrap();
    let line = refusal(url.as_str()).await;
    assert!(line.contains("does not answer"), "{line}");
    bed.remove().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let bed = Bed::sqlite().await;
    let path = bed.url.strip_prefix("sqlite://").unwrap();
    for file in [path.to_owned(), format!("{path}-wal")] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}
