#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use sea_orm::{ConnectionTrait as _, DbBackend, DbErr, Statement, Value};
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::checkpoint::move_pages;
use super::{Access, Readers, Writer, open};

const PATIENCE: Duration = Duration::from_secs(5);

struct File {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
    _directory: TempDir,
}

impl File {
    async fn new() -> Self {
        Self::with_patience(PATIENCE).await
    }

    async fn with_patience(patience: Duration) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("test.db");
        std::fs::write(&path, []).unwrap();
        let writer = Writer::open(&path, patience).unwrap();
        let readers = Readers::open(&path, 2, patience).unwrap();
        writer.execute_unprepared("CREATE TABLE t (n bigint PRIMARY KEY, note text)").await.unwrap();
        Self { path, writer, readers, _directory: directory }
    }

    async fn count(&self) -> i64 {
        let row = self.readers.query_one_raw(statement("SELECT count(*) AS n FROM t", [])).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }
}

fn statement(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

fn insert(n: i64) -> Statement {
    statement("INSERT INTO t (n) VALUES ($1)", [n.into()])
}

#[tokio::test]
async fn statements_that_come_together_are_all_written_and_one_that_fails_fails_alone() {
    let file = File::new().await;
    let tasks: Vec<_> = (0..200)
        .map(|number| {
            let writer = file.writer.clone();
            // The number 7 comes twice.
            tokio::spawn(async move { writer.execute_raw(insert(if number == 150 { 7 } else { number })).await })
        })
        .collect();
    let mut failed = 0;
    for task in tasks {
        failed += usize::from(task.await.unwrap().is_err());
    }
    assert_eq!((failed, file.count().await), (1, 199));
}

#[tokio::test]
async fn numbered_values_go_to_their_places_in_any_order() {
    let file = File::new().await;
    let swapped = statement("INSERT INTO t (note, n) VALUES ($2, $1)", [1_i64.into(), "one".into()]);
    file.writer.execute_raw(swapped).await.unwrap();
    let again = "UPDATE t SET note = $2 WHERE note = $3 AND n = $1 RETURNING note";
    let values: [Value; 3] = [1_i64.into(), "two".into(), "one".into()];
    let rows = file.writer.query_all_raw(statement(again, values)).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].try_get::<String>("", "note").unwrap(), "two");
    let short = file.writer.execute_raw(statement("UPDATE t SET note = $2 WHERE n = $1", [1_i64.into()])).await;
    assert!(matches!(short, Err(DbErr::Custom(text)) if text.contains("parameter")));
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing_and_lets_the_next_begin() {
    let file = File::new().await;
    let tx = file.writer.begin().await.unwrap();
    tx.execute_raw(insert(1)).await.unwrap();
    drop(tx);
    let tx = file.writer.begin().await.unwrap();
    tx.execute_raw(insert(2)).await.unwrap();
    assert_eq!(file.count().await, 0, "nobody sees it before the commit");
    tx.commit().await.unwrap();
    let tx = file.writer.begin().await.unwrap();
    tx.execute_raw(insert(3)).await.unwrap();
    tx.roll_back().unwrap();
    assert_eq!(file.count().await, 1);
}

#[tokio::test]
async fn a_statement_waits_for_a_transaction_and_then_sees_it() {
    let file = File::new().await;
    let tx = file.writer.begin().await.unwrap();
    tx.execute_raw(insert(1)).await.unwrap();
    let writer = file.writer.clone();
    let waiting = tokio::spawn(async move { writer.execute_raw(statement("DELETE FROM t", [])).await });
    tokio::task::yield_now().await;
    tx.commit().await.unwrap();
    assert_eq!(waiting.await.unwrap().unwrap().rows_affected(), 1);
}

#[tokio::test]
async fn another_process_that_holds_the_file_is_waited_for_and_then_named() {
    let file = File::with_patience(Duration::from_millis(50)).await;
    let other = open(&file.path, Access::Write, PATIENCE).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = file.writer.begin().await.err().unwrap();
    assert!(error.to_string().contains("another process holds the database file"), "{error}");
    let error = file.writer.execute_raw(insert(1)).await.err().unwrap();
    assert!(error.to_string().contains("another process holds the database file"), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    file.writer.execute_raw(insert(1)).await.unwrap();
    assert_eq!(file.count().await, 1);
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let file = File::new().await;
    assert!(file.readers.execute_raw(insert(1)).await.is_err());
    assert!(file.readers.query_all_raw(statement("DELETE FROM t RETURNING n", [])).await.is_err());
}

#[test]
fn a_checkpoint_lets_the_log_begin_anew() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("test.db");
    std::fs::write(&path, []).unwrap();
    let writer = Mutex::new(Some(open(&path, Access::Write, PATIENCE).unwrap()));
    let write = |sql: &str| writer.blocking_lock().as_ref().unwrap().execute_batch(sql).unwrap();
    let mover = open(&path, Access::Write, PATIENCE).unwrap();
    write("CREATE TABLE t (note text)");
    for _ in 0..50 {
        write("INSERT INTO t VALUES (hex(randomblob(4000)))");
    }
    let full = move_pages(&mover, 0, &writer).unwrap();
    assert!(full > 100, "{full}");
    write("INSERT INTO t VALUES ('next')");
    let anew = move_pages(&mover, full, &writer).unwrap();
    assert!((1..10).contains(&anew), "{anew}");
    assert_eq!(move_pages(&mover, anew, &writer).unwrap(), anew, "nothing new to move");
    drop(writer);
    let file = Connection::open(&path).unwrap();
    assert_eq!(file.query_row("SELECT count(*) FROM t", [], |row| row.get(0)), Ok(51));
}

#[tokio::test]
async fn closing_leaves_one_file_and_refuses_what_comes_later() {
    let file = File::new().await;
    file.writer.execute_raw(insert(1)).await.unwrap();
    file.readers.close();
    file.writer.close().await.unwrap();
    let names: Vec<_> =
        std::fs::read_dir(file.path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["test.db"]);
    assert!(file.writer.execute_raw(insert(2)).await.is_err());
    assert!(file.writer.begin().await.is_err());
    assert!(file.readers.query_one_raw(statement("SELECT n FROM t", [])).await.is_err());
}
