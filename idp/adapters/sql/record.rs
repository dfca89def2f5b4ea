//! Rows read by the places of their columns. The reads that every request
//! makes join up to fifty columns; found by their names, those cost more than
//! the query.

use rusqlite::Row;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbErr, QueryResult, Statement, TryGetable, Value};

use super::engine::{Engine, Kind};
use super::sqlite::{Cell, Readers, told};

/// What can be read from consecutive columns.
pub(super) trait Record: Sized {
    /// Takes its columns, in the order in which `statement::columns` lists them.
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr>;
}

impl<A: Record, B: Record> Record for (A, B) {
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok((A::take(cells)?, B::take(cells)?))
    }
}

/// A row, from the first column that was not taken yet.
pub(super) struct Cells<'a> {
    row: Source<'a>,
    place: usize,
}

#[derive(Clone, Copy)]
enum Source<'a> {
    Postgres(&'a QueryResult),
    Sqlite(&'a Row<'a>),
}

impl Cells<'_> {
    /// The next column.
    pub(super) fn next<T: TryGetable + Cell>(&mut self) -> Result<T, DbErr> {
        let place = self.place;
        self.place += 1;
        match self.row {
            Source::Postgres(row) => row.try_get_by_index(place),
            Source::Sqlite(row) => T::read(row.get_ref(place).map_err(told)?)
                .ok_or_else(|| DbErr::Type(format!("column {place} of the result holds another type"))),
        }
    }
}

impl Engine<DatabaseConnection, Readers> {
    /// The first row of the result; `None` when there is none.
    pub(super) async fn record<T: Record>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>, DbErr> {
        let statement = Statement::from_sql_and_values(self.get_database_backend(), sql, values);
        let span = self.kind.span(&statement.sql);
        let read = async {
            match &self.kind {
                Kind::Postgres(pool) => {
                    let found = pool.query_one_raw(statement).await?;
                    found.map(|row| T::take(&mut Cells { row: Source::Postgres(&row), place: 0 })).transpose()
                }
                Kind::Sqlite(readers) => {
                    readers.first(&statement, |row| T::take(&mut Cells { row: Source::Sqlite(row), place: 0 }))
                }
            }
        };
        self.meter.watch(self.operation, span, read).await
    }
}
