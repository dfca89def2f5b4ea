//! Poolers that give every transaction another connection to PostgreSQL, as
//! PgBouncer does with `pool_mode = transaction`.
//!
//! A statement is prepared once for each connection and then asked for by a
//! number, which counts up from one on all of them. A pooler that does not keep
//! track of that would run the statement that another replica had prepared.

use sea_orm::sqlx::{PgConnection, query_scalar};
use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, sqlx};

use super::Store;
use super::engine::Kind;
use super::statement::{Single, one};
use super::trouble::{MIXED_UP, at};
use crate::adapters::fault::Fault;

const DOING: &str = "open the database";

impl Store {
    /// Whether the database cuts off a statement that takes too long: a pooler
    /// may not pass the limit on that every connection asks for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn cuts_statements_off(&self) -> Result<bool, Fault> {
        if matches!(self.read.kind, Kind::Sqlite(_)) {
            return Ok(true);
        }
        let sql = "SELECT setting <> '0' AS value FROM pg_settings WHERE name = 'statement_timeout'";
        let limited: Option<Single<bool>> = one(&self.read, sql, []).await.map_err(at("read a setting"))?;
        Ok(limited.is_some_and(|limited| limited.value))
    }
}

/// Has two connections prepare a statement each, and refuses a pooler that
/// takes one for the other.
///
/// # Errors
/// A fault that says what the operator can do.
pub(super) async fn refuse_mixing(pool: &DatabaseConnection) -> Result<(), Fault> {
    let pool = pool.get_postgres_connection_pool();
    let mut one = pool.acquire().await.map_err(told)?;
    let mut two = pool.acquire().await.map_err(told)?;
    // The second time each asks by its number alone.
    for _ in 0..2 {
        let answers = (ask(&mut one, "SELECT 1").await?, ask(&mut two, "SELECT 2").await?);
        if answers != (1, 2) {
            return Err(Fault::new(DOING, MIXED_UP));
        }
    }
    Ok(())
}

async fn ask(connection: &mut PgConnection, sql: &'static str) -> Result<i32, Fault> {
    query_scalar(sql).fetch_one(connection).await.map_err(told)
}

fn told(error: sqlx::Error) -> Fault {
    at(DOING)(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}
