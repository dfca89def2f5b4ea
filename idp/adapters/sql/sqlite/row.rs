//! Rows as sea-orm reads them: by name, with the types that the schema declares.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Row, Statement};
use sea_orm::{DbErr, ProxyRow, QueryResult, Value};

use super::cell::Cell;
use super::told;

/// The columns of a result.
pub(super) struct Columns(Vec<(String, Kind)>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bigint,
    Boolean,
    Bytes,
    Instant,
    Text,
    Uuid,
    /// An expression. Only whole numbers, or nothing at all, may come of one,
    /// because an optional value of the wrong type would be read as absent.
    Undeclared,
}

impl Columns {
    pub(super) fn of(statement: &Statement<'_>) -> Self {
        let columns = statement.columns();
        Self(columns.iter().map(|column| (column.name().to_owned(), Kind::declared(column.decl_type()))).collect())
    }

    pub(super) fn read(&self, row: &Row<'_>) -> Result<QueryResult, DbErr> {
        let mut values = BTreeMap::new();
        for (index, (name, kind)) in self.0.iter().enumerate() {
            let value = kind.value(row.get_ref(index).map_err(told)?);
            let value = value.ok_or_else(|| DbErr::Type(format!("column {name} holds no {kind:?}")))?;
            values.insert(name.clone(), value);
        }
        Ok(ProxyRow::new(values).into())
    }
}

impl Kind {
    fn declared(name: Option<&str>) -> Self {
        match name {
            Some("bigint" | "integer") => Self::Bigint,
            Some("boolean") => Self::Boolean,
            Some("bytea") => Self::Bytes,
            Some("timestamptz") => Self::Instant,
            Some("text" | "TEXT" | "varchar") => Self::Text,
            Some("uuid") => Self::Uuid,
            _ => Self::Undeclared,
        }
    }

    fn value(self, stored: ValueRef<'_>) -> Option<Value> {
        Some(match self {
            Self::Bigint | Self::Undeclared => Value::BigInt(Cell::read(stored)?),
            Self::Boolean => Value::Bool(Cell::read(stored)?),
            Self::Bytes => Value::Bytes(Cell::read(stored)?),
            Self::Instant => Value::ChronoDateTimeUtc(Cell::read(stored)?),
            Self::Text => Value::String(Cell::read(stored)?),
            Self::Uuid => Value::Uuid(Cell::read(stored)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_another_type_than_its_column_is_refused() {
        let wrong = [
            (Kind::Bigint, ValueRef::Text(b"1")),
            (Kind::Boolean, ValueRef::Text(b"true")),
            (Kind::Bytes, ValueRef::Text(b"abc")),
            (Kind::Instant, ValueRef::Integer(1)),
            (Kind::Instant, ValueRef::Text(b"yesterday")),
            (Kind::Text, ValueRef::Text(&[0xff])),
            (Kind::Uuid, ValueRef::Blob(b"short")),
            (Kind::Undeclared, ValueRef::Text(b"2026-11-22T08:00:00+00:00")),
        ];
        for (kind, stored) in wrong {
            assert_eq!(kind.value(stored), None, "{kind:?} {stored:?}");
        }
    }

    #[test]
    fn an_expression_over_no_row_is_an_absent_number() {
        assert_eq!(Kind::Undeclared.value(ValueRef::Null), Some(Value::BigInt(None)));
    }
}
