//! One row of a file of legacy users.

use std::collections::BTreeMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use super::column::Column;
use crate::hetu::{self, HetuProblem, Number};

/// A row of the file, each cell under its column: trimmed, in NFC, the `NULL`
/// of a database dump as empty. It holds no password and no identity code.
#[derive(Clone, PartialEq, Eq)]
pub struct LegacyRow {
    /// The line of the file, counted from 1.
    pub line: u64,
    cells: BTreeMap<Column, String>,
    pub(super) hetu: Option<Result<Number, HetuProblem>>,
}

impl LegacyRow {
    /// A row from the cells under known columns.
    pub fn new<'a>(line: u64, cells: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let mut row = Self { line, cells: BTreeMap::new(), hetu: None };
        for (column, cell) in cells {
            let cell = cell.trim();
            if cell.is_empty() || cell == "NULL" {
                continue;
            }
            match column {
                Column::Hetu => row.hetu = Some(hetu::check(cell)),
                Column::PasswordHash | Column::PasswordSalt | Column::PasswordIterations => {}
                _ => {
                    row.cells.insert(column, cell.nfc().collect());
                }
            }
        }
        row
    }

    /// The cell under `column`; empty when there is nothing.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }
}

impl fmt::Debug for LegacyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LegacyRow").field("line", &self.line).finish_non_exhaustive()
    }
}
