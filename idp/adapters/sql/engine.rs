//! Either of the two databases, where a statement runs on both.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// What holds a connection to PostgreSQL or one to SQLite.
#[derive(Clone)]
pub(super) enum Engine<P, S> {
    Postgres(P),
    Sqlite(S),
}

#[async_trait]
impl<P: ConnectionTrait, S: ConnectionTrait> ConnectionTrait for Engine<P, S> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(postgres) => postgres.execute_raw(statement).await,
            Self::Sqlite(sqlite) => sqlite.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(postgres) => postgres.execute_unprepared(sql).await,
            Self::Sqlite(sqlite) => sqlite.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Postgres(postgres) => postgres.query_one_raw(statement).await,
            Self::Sqlite(sqlite) => sqlite.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Postgres(postgres) => postgres.query_all_raw(statement).await,
            Self::Sqlite(sqlite) => sqlite.query_all_raw(statement).await,
        }
    }
}
