//! The files that an import reads: CSV, Keycloak's realm export and dumps of
//! ASP.NET's tables, and CSV about people who are here. Each gives the same
//! rows, one at a time; however many a file holds, only one is in memory.

mod aspnet;
mod csv_file;
mod csv_rows;
mod format;
mod json_objects;
mod keycloak;
mod newlines;
mod problem;
mod table;

use std::fmt;
use std::path::{Path, PathBuf};

use accounts::import::{LegacyRow, Problem, Sheet};
use accounts::legacy_password::Membership;

use aspnet::AspnetRows;
use csv_rows::CsvRows;
pub use format::Format;
use keycloak::KeycloakRows;
pub use problem::LegacyFileError;

/// What is known of the files of one legacy system.
#[derive(Clone, Debug, Default)]
pub struct LegacySource {
    /// The files, in the order in which they are read.
    pub paths: Vec<PathBuf>,
    /// Their format, when it is not to be judged by what they hold.
    pub format: Option<Format>,
    /// The system's name, for formats that do not say it.
    pub system: Option<String>,
    /// The hash of ASP.NET's membership provider.
    pub membership: Option<Membership>,
}

/// A row, or why a record is none.
pub type Row = Result<LegacyRow, Problem>;

/// Opened files of legacy users.
pub struct LegacyFiles {
    paths: Vec<PathBuf>,
    rows: Rows,
}

enum Rows {
    Csv(CsvRows),
    Keycloak(KeycloakRows),
    Aspnet(Box<AspnetRows>),
}

impl LegacyFiles {
    /// Opens the files and looks whether they can be what they should be.
    ///
    /// # Errors
    /// When a file cannot be read, when its format or its system must be told,
    /// or when it holds no people.
    pub fn open(source: LegacySource) -> Result<Self, LegacyFileError> {
        let format = match source.format {
            Some(format) => format,
            None => format::of_all(&source.paths)?,
        };
        let rows = match format {
            Format::Csv => Rows::Csv(CsvRows::open(Sheet::People, &source.paths)?),
            Format::Keycloak => Rows::Keycloak(KeycloakRows::open(&source)?),
            Format::Aspnet => Rows::Aspnet(Box::new(AspnetRows::open(&source)?)),
        };
        Ok(Self { paths: source.paths, rows })
    }

    /// Opens CSV files about people who are here.
    ///
    /// # Errors
    /// When a file cannot be read, or has no header line.
    pub fn open_sheet(sheet: Sheet, paths: &[PathBuf]) -> Result<Self, LegacyFileError> {
        Ok(Self { paths: paths.to_vec(), rows: Rows::Csv(CsvRows::open(sheet, paths)?) })
    }

    /// The next row, or what is wrong with a header or record; `None` at the
    /// end.
    ///
    /// # Errors
    /// When a file cannot be read any further.
    pub fn next_row(&mut self) -> Result<Option<Row>, LegacyFileError> {
        match &mut self.rows {
            Rows::Csv(rows) => rows.next_row(),
            Rows::Keycloak(rows) => rows.next_row(),
            Rows::Aspnet(rows) => rows.next_row(),
        }
    }

    /// How many bytes of the files with people were read.
    pub fn bytes_read(&self) -> u64 {
        match &self.rows {
            Rows::Csv(rows) => rows.offset(),
            Rows::Keycloak(rows) => rows.offset(),
            Rows::Aspnet(rows) => rows.offset(),
        }
    }

    /// The files in the order in which problems count them.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }
}

impl fmt::Debug for LegacyFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LegacyFiles").field("paths", &self.paths).finish_non_exhaustive()
    }
}

/// The paths, each with its number.
fn numbered(paths: &[PathBuf]) -> impl Iterator<Item = (u16, &Path)> {
    (0..).zip(paths.iter().map(PathBuf::as_path))
}

#[cfg(test)]
mod tests;
