//! Migrations inside a [`Transaction`]: sea-orm's migrations run on a
//! connection of sea-orm's, which this lends them.

use std::sync::Arc;

use async_trait::async_trait;
use migrations::{MigrationTrait, SchemaManager};
use sea_orm::{
    ConnectionTrait as _, DbBackend, DbErr, ProxyDatabaseConnector, ProxyDatabaseTrait, ProxyExecResult, ProxyRow,
    Statement,
};

use super::Transaction;

/// The table in which sea-orm records what was applied, as it makes it.
const RECORD: &str = "CREATE TABLE IF NOT EXISTS seaql_migrations \
                      (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL)";

#[derive(Clone, Debug)]
struct Lent(Arc<Transaction>);

impl Transaction {
    /// Applies `migrations` and commits; after an error nothing was written.
    pub(in super::super) async fn migrate(self, migrations: Vec<Box<dyn MigrationTrait>>) -> Result<(), DbErr> {
        let lent = Lent(Arc::new(self));
        lent.0.execute_unprepared(RECORD).await?;
        let connection =
            ProxyDatabaseConnector::connect(DbBackend::Sqlite, Arc::new(Box::new(lent.clone()) as Box<_>))?;
        for migration in migrations {
            migration.up(&SchemaManager::new(&connection)).await?;
            let sql = "INSERT INTO seaql_migrations (version, applied_at) VALUES ($1, unixepoch())";
            let record = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [migration.name().into()]);
            lent.0.execute_raw(record).await?;
        }
        drop(connection);
        match Arc::into_inner(lent.0) {
            Some(transaction) => transaction.commit().await,
            None => Err(DbErr::Custom("a migration kept its connection".to_owned())),
        }
    }
}

#[async_trait]
impl ProxyDatabaseTrait for Lent {
    async fn query(&self, statement: Statement) -> Result<Vec<ProxyRow>, DbErr> {
        let rows = self.0.query_all_raw(statement).await?;
        Ok(rows.iter().filter_map(|row| row.try_as_proxy_row().cloned()).collect())
    }

    async fn execute(&self, statement: Statement) -> Result<ProxyExecResult, DbErr> {
        match statement.values {
            None => self.0.execute_unprepared(&statement.sql).await.map(Into::into),
            Some(_) => self.0.execute_raw(statement).await.map(Into::into),
        }
    }
}
