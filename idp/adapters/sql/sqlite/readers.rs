//! Connections that read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, Row};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::statement::{first, query};
use super::{Access, blocking, closed, open, told};

/// A stack of connections. Nobody holds one over an `await`, so there are
/// never more in use than threads; up to `keep` of them wait for the next.
#[derive(Clone)]
pub(in super::super) struct Readers(Arc<Inner>);

struct Inner {
    path: PathBuf,
    patience: Duration,
    keep: usize,
    /// `None` when closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    pub(in super::super) fn open(path: &Path, keep: usize, patience: Duration) -> Result<Self, DbErr> {
        let first = open(path, Access::Read, patience).map_err(told)?;
        let idle = Mutex::new(Some(vec![first]));
        Ok(Self(Arc::new(Inner { path: path.to_owned(), patience, keep, idle })))
    }

    /// Closes the connections; those in use close when they come back.
    pub(in super::super) fn close(&self) {
        drop(self.idle().take());
    }

    /// What is wrong with the file; `None` when nothing is.
    pub(in super::super) async fn damage(&self) -> Result<Option<String>, DbErr> {
        let readers = self.clone();
        blocking(move || {
            let check = |connection: &Connection| {
                connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)).map_err(told)
            };
            readers.with(check).map(|verdict| (verdict != "ok").then_some(verdict))
        })
        .await
    }

    /// What `read` makes of the first row of the result.
    pub(in super::super) fn first<T>(
        &self,
        statement: &Statement,
        read: impl FnOnce(&Row<'_>) -> Result<T, DbErr>,
    ) -> Result<Option<T>, DbErr> {
        self.with(|connection| first(connection, statement, read))
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let idle = self.idle().as_mut().ok_or_else(closed)?.pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open(&self.0.path, Access::Read, self.0.patience).map_err(told)?,
        };
        let outcome = work(&connection);
        if let Some(idle) = self.idle().as_mut().filter(|idle| idle.len() < self.0.keep) {
            idle.push(connection);
        }
        outcome
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Connection>>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl ConnectionTrait for Readers {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(read_only())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(read_only())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.with(|connection| query(connection, &statement, 1)).map(|rows| rows.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let readers = self.clone();
        blocking(move || readers.with(|connection| query(connection, &statement, usize::MAX))).await
    }
}

fn read_only() -> DbErr {
    DbErr::Custom("a connection that reads was asked to write".to_owned())
}
