//! A transaction: the writing connection, for one task alone.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, ProxyExecResult, QueryResult, Statement};

use super::statement::{control, execute, query};
use super::writer::Held;
use super::{blocking, closed, told};

/// Its statements run where they are asked: they change pages in memory. The
/// disk comes in with the commit. Dropping it undoes everything.
pub(in super::super) struct Transaction {
    /// `None` when it is over. The lock is for `Sync` alone.
    held: Mutex<Option<Held>>,
}

impl Transaction {
    /// A transaction that begins by reading would find the write lock taken
    /// when it comes to write, and SQLite does not let it wait then; so it
    /// takes the lock at once.
    pub(super) async fn begin(held: Held, patience: Duration) -> Result<Self, DbErr> {
        let connection = held.as_ref().ok_or_else(closed)?;
        match begin_at_once(connection, patience) {
            Ok(()) => {}
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                let held = blocking(move || wait_and_begin(held)).await?;
                return Ok(Self { held: Mutex::new(Some(held)) });
            }
            Err(error) => return Err(told(error)),
        }
        Ok(Self { held: Mutex::new(Some(held)) })
    }

    pub(in super::super) async fn commit(self) -> Result<(), DbErr> {
        let held = self.take().ok_or_else(closed)?;
        blocking(move || {
            let connection = held.as_ref().ok_or_else(closed)?;
            control(connection, "COMMIT").map_err(|error| {
                // When this fails too, the next `BEGIN` tells.
                let _ = control(connection, "ROLLBACK");
                told(error)
            })
        })
        .await
    }

    pub(in super::super) fn roll_back(self) -> Result<(), DbErr> {
        let held = self.take().ok_or_else(closed)?;
        control(held.as_ref().ok_or_else(closed)?, "ROLLBACK").map_err(told)
    }

    fn take(&self) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        work(held.as_ref().and_then(|held| held.as_ref()).ok_or_else(closed)?)
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transaction(..)")
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(held) = self.take()
            && let Some(connection) = held.as_ref()
            && !connection.is_autocommit()
        {
            // When this fails, the next `BEGIN` tells.
            let _ = control(connection, "ROLLBACK");
        }
    }
}

/// Without waiting for another process, which would keep a whole thread of the
/// runtime from its other tasks.
fn begin_at_once(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::ZERO)?;
    let begun = control(connection, "BEGIN IMMEDIATE");
    connection.busy_timeout(patience)?;
    begun
}

fn wait_and_begin(held: Held) -> Result<Held, DbErr> {
    control(held.as_ref().ok_or_else(closed)?, "BEGIN IMMEDIATE").map_err(told)?;
    Ok(held)
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.with(|connection| execute(connection, &statement)).map(|rows| ProxyExecResult::new(0, rows).into())
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.with(|connection| connection.execute_batch(sql).map_err(told))?;
        Ok(ProxyExecResult::default().into())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.query_all_raw(statement).await.map(|rows| rows.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.with(|connection| query(connection, &statement, usize::MAX))
    }
}
