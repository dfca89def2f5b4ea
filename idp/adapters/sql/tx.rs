//! A transaction.

use std::fmt;

use sea_orm::{DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait as _};

use super::Store;
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Writes that happen together or not at all: dropping it undoes them.
///
/// On SQLite it holds the one write lock of the service from the start: no
/// password hash, mail or request to elsewhere may happen before its end.
pub struct Tx {
    pub(super) inner: DatabaseTransaction,
}

impl Store {
    /// Begins a transaction.
    ///
    /// # Errors
    /// When no connection is free, or the write lock was not had in time.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        // A transaction that begins by reading would find the lock taken when
        // it comes to write, and SQLite does not let it wait then.
        let mode = (self.backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        let inner = self.write.begin_with_options(options).await.map_err(at("begin a transaction"))?;
        Ok(Tx { inner })
    }
}

impl Tx {
    /// Makes the writes durable.
    ///
    /// # Errors
    /// When that failed; nothing was written then.
    pub async fn commit(self) -> Result<(), Fault> {
        self.inner.commit().await.map_err(at("commit a transaction"))
    }

    /// Undoes the writes, and returns when nobody waits for them any more.
    ///
    /// # Errors
    /// When the connection broke; nothing was written then either.
    pub async fn roll_back(self) -> Result<(), Fault> {
        self.inner.rollback().await.map_err(at("undo a transaction"))
    }

    /// What is added to a `SELECT` so that nobody changes the row meanwhile.
    /// On SQLite the transaction itself sees to that.
    pub(super) fn for_update(&self) -> &'static str {
        match sea_orm::ConnectionTrait::get_database_backend(&self.inner) {
            DbBackend::Postgres => " FOR UPDATE",
            _ => "",
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx(..)")
    }
}
