//! A transaction.

use std::fmt;

use sea_orm::{DatabaseTransaction, TransactionTrait as _};

use super::engine::{Engine, Kind};
use super::meter::Operation;
use super::trouble::at;
use super::{Store, sqlite};
use crate::adapters::fault::Fault;

/// Writes that happen together or not at all: dropping it undoes them.
///
/// On SQLite it holds the one write lock of the service from the start: no
/// password hash, mail or request to elsewhere may happen before its end.
pub struct Tx {
    pub(super) inner: Engine<DatabaseTransaction, sqlite::Transaction>,
}

impl Store {
    /// Begins a transaction.
    ///
    /// # Errors
    /// When no connection is free, or the write lock was not had in time.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        let begin = async {
            match &self.write.kind {
                Kind::Postgres(pool) => pool.begin().await.map(Kind::Postgres),
                Kind::Sqlite(writer) => writer.begin().await.map(Kind::Sqlite),
            }
        };
        let span = self.write.kind.span("BEGIN");
        let kind = self.meter.watch(Operation::Begin, span, begin).await.map_err(at("begin a transaction"))?;
        Ok(Tx { inner: Engine { kind, operation: Operation::InTransaction, meter: self.meter.clone() } })
    }
}

impl Tx {
    /// Makes the writes durable.
    ///
    /// # Errors
    /// When that failed; nothing was written then.
    pub async fn commit(self) -> Result<(), Fault> {
        let Engine { kind, meter, .. } = self.inner;
        let span = kind.span("COMMIT");
        let commit = async {
            match kind {
                Kind::Postgres(transaction) => transaction.commit().await,
                Kind::Sqlite(transaction) => transaction.commit().await,
            }
        };
        meter.watch(Operation::Commit, span, commit).await.map_err(at("commit a transaction"))
    }

    /// Undoes the writes, and returns when nobody waits for them any more.
    ///
    /// # Errors
    /// When the connection broke; nothing was written then either.
    pub async fn roll_back(self) -> Result<(), Fault> {
        let undone = match self.inner.kind {
            Kind::Postgres(transaction) => transaction.rollback().await,
            Kind::Sqlite(transaction) => transaction.roll_back(),
        };
        undone.map_err(at("undo a transaction"))
    }

    /// What is added to a `SELECT` so that nobody changes the row meanwhile.
    /// On SQLite the transaction itself sees to that.
    pub(super) fn for_update(&self) -> &'static str {
        match self.inner.kind {
            Kind::Postgres(_) => " FOR UPDATE",
            Kind::Sqlite(_) => "",
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tx(..)")
    }
}
