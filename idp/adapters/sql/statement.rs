//! Statements: their text with `$1`, `$2` … in the places of values, and the
//! lists of columns that joined reads name.

use sea_orm::sea_query::ArrayType;
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IdenStatic as _, Iterable as _, QueryResult, Statement, Value,
};
use uuid::Uuid;

/// The row of the first result; `None` when there is none.
pub(super) async fn one<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbErr> {
    row(db, sql, values).await?.map(|row| T::from_query_result(&row, "")).transpose()
}

/// The first row, undecoded.
pub(super) async fn row(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>, DbErr> {
    db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}

/// All rows.
///
/// A statement that writes and returns must be read to its end as here: SQLite
/// commits it only then, and tells only then that it could not.
pub(super) async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement).await?.iter().map(|row| T::from_query_result(row, "")).collect()
}

/// How many rows the statement changed.
pub(super) async fn execute(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// An array of texts (PostgreSQL).
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    let texts = texts.into_iter().map(Value::from).collect();
    Value::Array(ArrayType::String, Some(Box::new(texts)))
}

/// An array of keys (PostgreSQL).
pub(super) fn uuids(uuids: &[Uuid]) -> Value {
    let uuids = uuids.iter().copied().map(Value::from).collect();
    Value::Array(ArrayType::Uuid, Some(Box::new(uuids)))
}

/// The columns of `E`: `id, sub, …`.
pub(super) fn names<E: EntityTrait>() -> String {
    let names: Vec<&str> = E::Column::iter().map(|column| column.as_str()).collect();
    names.join(", ")
}

/// The columns of `E` for a joined read: `a.id AS a_id, …` for the alias `a`.
pub(super) fn columns<E: EntityTrait>(alias: &str) -> String {
    let columns: Vec<String> =
        E::Column::iter().map(|column| format!("{alias}.{0} AS {alias}_{0}", column.as_str())).collect();
    columns.join(", ")
}

/// A stored value that this release does not know.
pub(super) fn unknown(column: &str) -> DbErr {
    DbErr::Type(format!("{column} holds a value that this release does not know"))
}

/// The digest in a column of 32 bytes.
pub(super) fn digest(bytes: Vec<u8>, column: &str) -> Result<[u8; 32], DbErr> {
    bytes.try_into().map_err(|_| unknown(column))
}

/// A single column read as a result.
#[derive(FromQueryResult)]
pub(super) struct Single<T: sea_orm::TryGetable> {
    pub(super) value: T,
}
