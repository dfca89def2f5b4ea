//! One row of a file of legacy users.

use std::collections::BTreeMap;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::column::Column;
use super::fingerprint::{self, Fingerprint};
use super::problem::Line;
use crate::hetu::{self, HetuProblem, Number};
use crate::legacy_password::Cells;

/// A row of the file, each cell under its column: trimmed, in NFC, the `NULL`
/// of a database dump as empty. It holds no identity code.
#[derive(Clone, PartialEq, Eq)]
pub struct LegacyRow {
    /// Where it begins.
    pub line: Line,
    cells: BTreeMap<Column, String>,
    /// The stored password and what belongs to it.
    secrets: BTreeMap<Column, Zeroizing<String>>,
    pub(super) hetu: Hetu,
}

/// What a row says about the personal identity code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hetu {
    /// The file has no column for it.
    #[default]
    NoColumn,
    /// The cell is empty.
    Missing,
    /// There is one.
    Judged(Result<Number, HetuProblem>, Fingerprint),
}

impl LegacyRow {
    /// A row from the cells under known columns.
    pub fn new<'a>(line: impl Into<Line>, cells: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let mut row =
            Self { line: line.into(), cells: BTreeMap::new(), secrets: BTreeMap::new(), hetu: Hetu::NoColumn };
        for (column, cell) in cells {
            let cell = if cell.trim() == "NULL" { "" } else { cell.trim() };
            row.take(column, cell);
        }
        row
    }

    fn take(&mut self, column: Column, cell: &str) {
        match column {
            Column::Hetu if cell.is_empty() => self.hetu = Hetu::Missing,
            Column::Hetu => self.hetu = Hetu::Judged(hetu::check(cell), fingerprint::of(cell)),
            _ if cell.is_empty() => {}
            Column::PasswordHash | Column::PasswordSalt | Column::PasswordIterations => {
                self.secrets.insert(column, Zeroizing::new(cell.to_owned()));
            }
            _ => {
                self.cells.insert(column, cell.nfc().collect());
            }
        }
    }

    /// The cell under `column`; empty when there is nothing. Stored passwords
    /// and identity codes are not given.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    pub(super) fn stored_password(&self) -> Cells<'_> {
        let secret = |column| self.secrets.get(&column).map_or("", |cell| cell.as_str());
        Cells {
            algorithm: self.get(Column::PasswordAlgorithm),
            hash: secret(Column::PasswordHash),
            salt: secret(Column::PasswordSalt),
            iterations: secret(Column::PasswordIterations),
        }
    }
}

impl fmt::Debug for LegacyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LegacyRow").field("line", &self.line).finish_non_exhaustive()
    }
}
