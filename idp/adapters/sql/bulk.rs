//! Many rows at once: on PostgreSQL every statement is a way to the server and
//! back, so a thousand rows go there as arrays. (`COPY` was slower: without
//! `TCP_NODELAY` its end waits for an acknowledgement.)

use accounts::audit::Event;
use chrono::{DateTime, Utc};
use sea_orm::sea_query;
use sea_orm::sqlx::Arguments as _;
use sea_orm::sqlx::postgres::PgArguments;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, Value, sqlx};
use uuid::Uuid;

use super::Store;
use super::engine::Kind;
use super::statement::execute;

/// Rows for a table.
pub(super) struct Rows {
    table: &'static str,
    /// The names of the columns that the rows have.
    columns: String,
    rows: Vec<Vec<Value>>,
    /// What is done about a row that is there already.
    otherwise: &'static str,
}

impl Rows {
    /// Rows that must all be new.
    pub(super) fn new(table: &'static str, columns: impl Into<String>, rows: Vec<Vec<Value>>) -> Self {
        Self { table, columns: columns.into(), rows, otherwise: "" }
    }

    /// With an `ON CONFLICT` clause, which begins with a blank.
    pub(super) fn or(self, otherwise: &'static str) -> Self {
        Self { otherwise, ..self }
    }
}

/// The columns of [`audit_line`].
pub(super) const AUDIT: &str = "at, event, account_id";

/// A line of the audit trail about something that was done to an account.
pub(super) fn audit_line(now: DateTime<Utc>, event: Event, account_id: Uuid) -> Vec<Value> {
    vec![now.into(), event.name().into(), account_id.into()]
}

impl Store {
    /// Inserts the rows of several tables, all of them or none.
    pub(super) async fn insert_together(&self, tables: Vec<Rows>) -> Result<(), DbErr> {
        match &self.write.kind {
            Kind::Postgres(pool) => insert_arrays(pool, tables).await,
            Kind::Sqlite(writer) => {
                let tx = writer.begin().await?;
                for rows in tables {
                    insert_rows(&tx, rows).await?;
                }
                tx.commit().await
            }
        }
    }
}

/// Inserts rows one by one.
pub(super) async fn insert_rows(db: &impl ConnectionTrait, rows: Rows) -> Result<(), DbErr> {
    let Rows { table, columns, rows, otherwise } = rows;
    let width = rows.first().map_or(0, Vec::len);
    let places: Vec<String> = (1..=width).map(|number| format!("${number}")).collect();
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({}){otherwise}", places.join(", "));
    for row in rows {
        execute(db, &sql, row).await?;
    }
    Ok(())
}

/// A statement for each table, with an array for each column.
async fn insert_arrays(pool: &DatabaseConnection, tables: Vec<Rows>) -> Result<(), DbErr> {
    let failed = |error: sqlx::Error| DbErr::Exec(RuntimeErr::SqlxError(error.into()));
    let mut tx = pool.get_postgres_connection_pool().begin().await.map_err(failed)?;
    for Rows { table, columns, rows, otherwise } in tables {
        let mut arrays = PgArguments::default();
        let mut places = Vec::new();
        for column in transposed(rows) {
            let kind = add(&mut arrays, column)?;
            places.push(format!("${}::{kind}[]", places.len() + 1));
        }
        let sql = format!("INSERT INTO {table} ({columns}) SELECT * FROM unnest({}){otherwise}", places.join(", "));
        sqlx::query_with(sqlx::AssertSqlSafe(sql), arrays).execute(&mut *tx).await.map_err(failed)?;
    }
    tx.commit().await.map_err(failed)
}

fn transposed(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut columns: Vec<Vec<Value>> = (0..width).map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    columns
}

/// Adds a column to the arguments of a statement; its type for SQL.
fn add(arrays: &mut PgArguments, column: Vec<Value>) -> Result<&'static str, DbErr> {
    let (added, kind) = match column.first() {
        Some(Value::Bool(_)) => (arrays.add(array::<bool>(column)?), "boolean"),
        Some(Value::String(_)) => (arrays.add(array::<String>(column)?), "text"),
        Some(Value::Uuid(_)) => (arrays.add(array::<Uuid>(column)?), "uuid"),
        Some(Value::ChronoDateTimeUtc(_)) => (arrays.add(array::<DateTime<Utc>>(column)?), "timestamptz"),
        _ => return Err(DbErr::Type("a column of an import has a type that has no array here".to_owned())),
    };
    added.map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(kind)
}

fn array<T>(column: Vec<Value>) -> Result<Vec<Option<T>>, DbErr>
where
    Option<T>: sea_query::ValueType,
{
    let read =
        |value| <Option<T> as sea_query::ValueType>::try_from(value).map_err(|error| DbErr::Type(error.to_string()));
    column.into_iter().map(read).collect()
}
