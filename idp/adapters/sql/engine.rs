//! Either of the two databases, where a statement runs on both, with a meter
//! before it.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tracing::Span;

use super::meter::{Operation, SqlMeter};
use super::outline;
use crate::adapters::spans;

/// What holds a connection to PostgreSQL or one to SQLite.
#[derive(Clone)]
pub(super) enum Kind<P, S> {
    Postgres(P),
    Sqlite(S),
}

impl<P, S> Kind<P, S> {
    /// The span of a statement, if it is part of one.
    pub(super) fn span(&self, sql: &str) -> Span {
        if !spans::is_within() {
            return Span::none();
        }
        let system = match self {
            Self::Postgres(_) => "postgresql",
            Self::Sqlite(_) => "sqlite",
        };
        let (operation, table) = outline::of(sql);
        spans::sql(system, operation, table)
    }
}

/// One of the two, whose statements are counted as `operation`.
#[derive(Clone)]
pub(super) struct Engine<P, S> {
    pub(super) kind: Kind<P, S>,
    pub(super) operation: Operation,
    pub(super) meter: SqlMeter,
}

#[async_trait]
impl<P: ConnectionTrait, S: ConnectionTrait> ConnectionTrait for Engine<P, S> {
    fn get_database_backend(&self) -> DbBackend {
        match self.kind {
            Kind::Postgres(_) => DbBackend::Postgres,
            Kind::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let span = self.kind.span(&statement.sql);
        let act = match &self.kind {
            Kind::Postgres(postgres) => postgres.execute_raw(statement),
            Kind::Sqlite(sqlite) => sqlite.execute_raw(statement),
        };
        self.meter.watch(self.operation, span, act).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let span = self.kind.span(sql);
        let act = match &self.kind {
            Kind::Postgres(postgres) => postgres.execute_unprepared(sql),
            Kind::Sqlite(sqlite) => sqlite.execute_unprepared(sql),
        };
        self.meter.watch(self.operation, span, act).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let span = self.kind.span(&statement.sql);
        let act = match &self.kind {
            Kind::Postgres(postgres) => postgres.query_one_raw(statement),
            Kind::Sqlite(sqlite) => sqlite.query_one_raw(statement),
        };
        self.meter.watch(self.operation, span, act).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let span = self.kind.span(&statement.sql);
        let act = match &self.kind {
            Kind::Postgres(postgres) => postgres.query_all_raw(statement),
            Kind::Sqlite(sqlite) => sqlite.query_all_raw(statement),
        };
        self.meter.watch(self.operation, span, act).await
    }
}
