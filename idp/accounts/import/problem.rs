//! What can be wrong with a file of legacy users, and where.

use std::fmt;

use super::code::Code;
use super::column::Column;

/// Whether a row can be imported in spite of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The row is imported; somebody should look at it.
    Warning,
    /// The row (or, from the header, the file) is not imported.
    Error,
}

impl Severity {
    /// The name that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where in a row a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The row as a whole.
    Row,
    /// A column.
    Column(Column),
    /// A column by its number, counted from 1, because its name is not known
    /// and might be somebody's data.
    Number(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row => f.write_str("-"),
            Self::Column(column) => f.write_str(column.name()),
            Self::Number(number) => write!(f, "#{number}"),
        }
    }
}

/// Where a row begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    /// Which of the files, counted from 0.
    pub file: u16,
    /// The line of a CSV file or the record of a JSON file, counted from 1.
    pub number: u64,
}

/// A line of the first file.
impl From<u64> for Line {
    fn from(number: u64) -> Self {
        Self { file: 0, number }
    }
}

/// Something about a row that somebody should know. It holds no cell content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which row.
    pub line: Line,
    /// Where in the row.
    pub place: Place,
    /// What it is.
    pub code: Code,
    /// Whether the row can be imported in spite of it.
    pub severity: Severity,
    /// The earlier row that it has to do with.
    pub earlier: Option<Line>,
}

impl Problem {
    /// A problem with a row as a whole.
    pub fn of_row(line: Line, code: Code, severity: Severity) -> Self {
        Self { line, place: Place::Row, code, severity, earlier: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.line.number, self.severity.name(), self.place, self.code.name())?;
        self.earlier.map_or(Ok(()), |earlier| write!(f, " {}", earlier.number))
    }
}
