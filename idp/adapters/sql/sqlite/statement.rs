//! Running sea-orm's statements on a connection.

use chrono::SecondsFormat;
use rusqlite::types::{ToSqlOutput, Value as Native, ValueRef};
use rusqlite::{CachedStatement, Connection, Row};
use sea_orm::{DbErr, QueryResult, Statement, Value};

use super::row::Columns;
use super::told;

/// The rows of the result, at most `limit` of them.
pub(super) fn query(connection: &Connection, statement: &Statement, limit: usize) -> Result<Vec<QueryResult>, DbErr> {
    let mut prepared = prepare(connection, statement)?;
    let columns = Columns::of(&prepared);
    let mut found = Vec::new();
    let mut rows = prepared.raw_query();
    while found.len() < limit
        && let Some(row) = rows.next().map_err(told)?
    {
        found.push(columns.read(row)?);
    }
    Ok(found)
}

/// What `read` makes of the first row of the result.
pub(super) fn first<T>(
    connection: &Connection,
    statement: &Statement,
    read: impl FnOnce(&Row<'_>) -> Result<T, DbErr>,
) -> Result<Option<T>, DbErr> {
    prepare(connection, statement)?.raw_query().next().map_err(told)?.map(read).transpose()
}

/// How many rows the statement changed.
pub(super) fn execute(connection: &Connection, statement: &Statement) -> Result<u64, DbErr> {
    let changed = prepare(connection, statement)?.raw_execute().map_err(told)?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// Runs `BEGIN`, `COMMIT` and the like.
pub(super) fn control(connection: &Connection, sql: &'static str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.raw_execute().map(drop)
}

fn prepare<'a>(connection: &'a Connection, statement: &Statement) -> Result<CachedStatement<'a>, DbErr> {
    let mut prepared = connection.prepare_cached(&statement.sql).map_err(told)?;
    let values = statement.values.as_ref().map_or(&[][..], |values| values.0.as_slice());
    for index in 1..=prepared.parameter_count() {
        let value = number(prepared.parameter_name(index), index).and_then(|number| values.get(number.checked_sub(1)?));
        let value = value.ok_or_else(|| DbErr::Custom(format!("parameter {index} of the statement has no value")))?;
        prepared.raw_bind_parameter(index, native(value)?).map_err(told)?;
    }
    Ok(prepared)
}

/// SQLite takes `$1` for a name and numbers names as they come.
fn number(name: Option<&str>, index: usize) -> Option<usize> {
    match name {
        Some(name) => name.get(1..)?.parse().ok(),
        None => Some(index),
    }
}

fn native(value: &Value) -> Result<ToSqlOutput<'_>, DbErr> {
    let borrowed = |value| Ok(ToSqlOutput::Borrowed(value));
    match value {
        Value::Bool(Some(truth)) => borrowed(ValueRef::Integer(i64::from(*truth))),
        Value::Int(Some(number)) => borrowed(ValueRef::Integer(i64::from(*number))),
        Value::BigInt(Some(number)) => borrowed(ValueRef::Integer(*number)),
        Value::String(Some(text)) => borrowed(ValueRef::Text(text.as_bytes())),
        Value::Bytes(Some(bytes)) => borrowed(ValueRef::Blob(bytes)),
        Value::Uuid(Some(uuid)) => borrowed(ValueRef::Blob(uuid.as_bytes())),
        // Instants compare as their texts do.
        Value::ChronoDateTimeUtc(Some(instant)) => {
            Ok(ToSqlOutput::Owned(Native::Text(instant.to_rfc3339_opts(SecondsFormat::AutoSi, false))))
        }
        Value::Bool(None)
        | Value::Int(None)
        | Value::BigInt(None)
        | Value::String(None)
        | Value::Bytes(None)
        | Value::Uuid(None)
        | Value::ChronoDateTimeUtc(None) => borrowed(ValueRef::Null),
        _ => Err(DbErr::Custom("a value of the statement has a type that no column has".to_owned())),
    }
}
