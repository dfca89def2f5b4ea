//! SQLite in this process. `docs/decisions/2026-11-23-sqlite-in-process.md`
//! tells why it is not driven through sqlx.
//!
//! `Readers` reads one row where it is asked, since that takes microseconds,
//! and many rows on the pool for blocking work. `Writer` commits statements
//! that come at the same time together. A `Transaction` has the one writing
//! connection for itself; the disk is waited for on the blocking pool.
//! `Checkpoints` tidies up behind them.

mod cell;
mod checkpoint;
mod migration;
mod readers;
mod row;
mod statement;
mod transaction;
mod writer;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use sea_orm::DbErr;

pub(super) use cell::Cell;
pub(super) use readers::Readers;
pub(super) use transaction::Transaction;
pub(super) use writer::Writer;

use super::trouble;

/// Statements that a connection keeps prepared: more than the service has.
const PREPARED: usize = 128;
/// Pages in the write-ahead log from which a commit moves them itself, when
/// [`checkpoint`] does not get that far: 64 MiB.
const LONG_LOG: u32 = 16_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// A connection that waits up to `patience` for another process.
fn open(path: &Path, access: Access, patience: Duration) -> rusqlite::Result<Connection> {
    // A file that was moved away is not made anew: the store makes it, once.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", LONG_LOG)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    if access == Access::Read {
        // Not SQLite's own read-only mode, which cannot make the WAL index
        // when it is the first to open the file.
        connection.pragma_update(None, "query_only", "ON")?;
    }
    connection.set_prepared_statement_cache_capacity(PREPARED);
    Ok(connection)
}

/// What sea-orm's callers get of an error, with what the operator can do.
pub(super) fn told(error: rusqlite::Error) -> DbErr {
    let code = error.sqlite_error().map(|error| error.extended_code);
    DbErr::Custom(match code.and_then(trouble::sqlite) {
        Some(advice) => format!("{advice} ({error})"),
        None => error.to_string(),
    })
}

fn closed() -> DbErr {
    DbErr::Custom("the database was closed".to_owned())
}

/// Does `work` where it may wait for the disk.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbErr> + Send + 'static) -> Result<T, DbErr> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(DbErr::Custom(format!("the work was not finished: {error}"))),
    }
}

#[cfg(test)]
mod tests;
