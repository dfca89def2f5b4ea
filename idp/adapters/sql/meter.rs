//! What is counted of the database.

use std::time::Instant;

use prometheus_client::registry::Registry;
use sea_orm::DbErr;
use tracing::{Instrument as _, Span};

use super::Store;
use super::engine::Kind;
use crate::adapters::meters::{Counts, Durations};
use crate::adapters::spans;

/// Upper bounds in seconds: from a row of SQLite's cache to the time after
/// which PostgreSQL gives a statement up.
const BOUNDS: &[f64] = &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 3.0];

/// What is asked of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// A statement that reads, by itself.
    Read,
    /// A statement that writes, by itself.
    Write,
    /// The wait for a transaction, and so for a connection.
    Begin,
    /// A statement in a transaction.
    InTransaction,
    /// The wait until a transaction is durable.
    Commit,
}

impl Operation {
    const ALL: [Self; 5] = [Self::Read, Self::Write, Self::Begin, Self::InTransaction, Self::Commit];

    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Begin => "begin",
            Self::InTransaction => "in_transaction",
            Self::Commit => "commit",
        }
    }
}

/// The counts of one store.
#[derive(Clone, Debug)]
pub(super) struct SqlMeter {
    times: Durations,
    errors: Counts,
}

impl Default for SqlMeter {
    fn default() -> Self {
        let words = Operation::ALL.map(Operation::name);
        Self { times: Durations::new("operation", &words, BOUNDS), errors: Counts::new("operation", words) }
    }
}

impl SqlMeter {
    /// What `act` gave; notes how long it took and whether it failed, on
    /// its `span` too.
    pub(super) async fn watch<T>(
        &self,
        operation: Operation,
        span: Span,
        act: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let begun = Instant::now();
        let outcome = act.instrument(span.clone()).await;
        spans::ended(&span, outcome.is_ok());
        self.times.note(operation.name(), begun.elapsed());
        if outcome.is_err() {
            self.errors.add(operation.name());
        }
        outcome
    }
}

/// The connections to the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How many are in use.
    pub in_use: u64,
    /// How many are open and wait for work.
    pub idle: u64,
}

impl Store {
    /// Enters what is counted of the database into `registry`.
    pub fn register_meter(&self, registry: &mut Registry) {
        self.meter.times.register(registry, "sql_duration_seconds", "Time that an act of the database took");
        self.meter.errors.register(registry, "sql_errors", "Acts of the database that failed");
    }

    /// The connections of the pool (PostgreSQL); `None` for SQLite, whose
    /// connections are this process' own.
    pub fn connections(&self) -> Option<Connections> {
        let Kind::Postgres(pool) = &self.read.kind else { return None };
        let pool = pool.get_postgres_connection_pool();
        let idle = u64::try_from(pool.num_idle()).unwrap_or_default();
        Some(Connections { in_use: u64::from(pool.size()).saturating_sub(idle), idle })
    }
}
