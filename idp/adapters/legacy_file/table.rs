//! A dump of a database table, as CSV with a header line or as a JSON array.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use accounts::import::aspnet::Record;
use serde_json::{Map, Value};

use super::LegacyFileError;
use super::csv_file::{CsvFile, CsvRecord};
use super::json_objects::Objects;
use super::keycloak::broken;

/// A dump of a table.
pub(super) struct TableFile {
    path: PathBuf,
    source: Source,
    /// The names of the columns; of JSON, those of the first record.
    pub(super) names: Vec<String>,
}

enum Source {
    Csv(CsvFile),
    Json(Objects<File>),
}

/// A record of the table and where it is.
pub(super) struct TableRecord {
    /// The line, or the number of the record.
    pub(super) number: u64,
    pub(super) offset: u64,
    /// The cells; `None` when they do not fit the header, or are no object.
    pub(super) record: Option<Record>,
}

impl TableFile {
    pub(super) fn open(path: &Path) -> Result<Self, LegacyFileError> {
        let file = File::open(path).map_err(LegacyFileError::unreadable(path))?;
        let mut file = BufReader::new(file);
        let start = file.fill_buf().map_err(LegacyFileError::unreadable(path))?;
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
        if start.trim_ascii_start().starts_with(b"[") {
            return Self::json(path);
        }
        let mut csv = CsvFile::open(path)?;
        let names = csv.header()?;
        Ok(Self { path: path.to_owned(), source: Source::Csv(csv), names })
    }

    fn json(path: &Path) -> Result<Self, LegacyFileError> {
        let open = || File::open(path).map(Objects::in_array).map_err(LegacyFileError::unreadable(path));
        let first = open()?.next().map_err(|cut| broken(path, cut))?;
        let names = first.and_then(|first| object(&first.text)).map(|first| first.keys().cloned().collect());
        Ok(Self { path: path.to_owned(), source: Source::Json(open()?), names: names.unwrap_or_default() })
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        match &self.source {
            Source::Csv(csv) => csv.offset(),
            Source::Json(objects) => objects.offset(),
        }
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<TableRecord>, LegacyFileError> {
        match &mut self.source {
            Source::Csv(csv) => Ok(csv.next()?.map(|read| TableRecord {
                number: read.line,
                offset: read.offset,
                record: of_cells(&self.names, &read),
            })),
            Source::Json(objects) => {
                let read = objects.next().map_err(|cut| broken(&self.path, cut))?;
                Ok(read.map(|read| TableRecord {
                    number: read.number,
                    offset: read.offset,
                    record: object(&read.text).map(of_object),
                }))
            }
        }
    }

    /// The record at `offset`, once more.
    pub(super) fn at(&mut self, offset: u64) -> Result<Option<Record>, LegacyFileError> {
        match &mut self.source {
            Source::Csv(csv) => Ok(csv.at(offset)?.and_then(|read| of_cells(&self.names, &read))),
            Source::Json(objects) => {
                let text = objects.at(offset).map_err(|cut| broken(&self.path, cut))?;
                Ok(object(&text).map(of_object))
            }
        }
    }
}

fn of_cells(names: &[String], read: &CsvRecord) -> Option<Record> {
    (names.len() == read.cells.len()).then(|| names.iter().zip(read.cells.iter().cloned()).collect())
}

fn object(text: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(text).ok()
}

fn of_object(object: Map<String, Value>) -> Record {
    object.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect()
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
