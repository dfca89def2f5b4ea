//! A CSV file, record by record: delimiter, byte order mark and places.

use std::fs::File;
use std::io::{BufRead as _, BufReader, SeekFrom};
use std::path::{Path, PathBuf};

use accounts::import::delimiter;
use csv::{Position, StringRecord};

use super::LegacyFileError;
use super::newlines::Newlines;

/// The longest first line that is looked at for the delimiter, in bytes.
const FIRST_LINE: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A CSV file.
pub(super) struct CsvFile {
    reader: csv::Reader<Newlines<BufReader<File>>>,
    path: PathBuf,
    /// The bytes before the first record.
    mark: u64,
}

/// A record and where it is.
pub(super) struct CsvRecord {
    pub(super) line: u64,
    pub(super) offset: u64,
    pub(super) cells: Vec<String>,
}

impl CsvFile {
    pub(super) fn open(path: &Path) -> Result<Self, LegacyFileError> {
        let unreadable = |reason| LegacyFileError::Unreadable { path: path.to_owned(), reason };
        let mut file = BufReader::with_capacity(FIRST_LINE, File::open(path).map_err(unreadable)?);
        let is_marked = file.fill_buf().map_err(unreadable)?.starts_with(BYTE_ORDER_MARK);
        let mark = if is_marked { BYTE_ORDER_MARK.len() } else { 0 };
        file.consume(mark);
        let start = file.fill_buf().map_err(unreadable)?;
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = delimiter(&String::from_utf8_lossy(first));
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Newlines::new(file));
        Ok(Self { reader, path: path.to_owned(), mark: if is_marked { 3 } else { 0 } })
    }

    /// The first record of the file.
    pub(super) fn header(&mut self) -> Result<Vec<String>, LegacyFileError> {
        let reason = "expected a header line, and the rows below it";
        let header = self.next()?.ok_or_else(|| LegacyFileError::broken(&self.path, 1, reason))?;
        Ok(header.cells)
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<CsvRecord>, LegacyFileError> {
        let mut record = StringRecord::new();
        let read = self.reader.read_record(&mut record);
        let inside = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        let end = self.reader.position().byte();
        let line = self.reader.get_mut().line_of(end, u64::try_from(inside).unwrap_or_default());
        match read {
            Ok(true) => Ok(Some(CsvRecord {
                line,
                offset: record.position().map_or(0, Position::byte),
                cells: record.iter().map(str::to_owned).collect(),
            })),
            Ok(false) => Ok(None),
            Err(error) => Err(self.broken(error, line)),
        }
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The record that begins at `offset`, once more.
    pub(super) fn at(&mut self, offset: u64) -> Result<Option<CsvRecord>, LegacyFileError> {
        let mut position = Position::new();
        position.set_byte(offset);
        let sought = self.reader.seek_raw(SeekFrom::Start(offset + self.mark), position);
        sought.map_err(|error| self.broken(error, 1))?;
        self.next()
    }

    fn broken(&self, error: csv::Error, line: u64) -> LegacyFileError {
        match error.into_kind() {
            csv::ErrorKind::Io(reason) => LegacyFileError::Unreadable { path: self.path.clone(), reason },
            csv::ErrorKind::Utf8 { .. } => {
                LegacyFileError::broken(&self.path, line, "expected UTF-8; save the file as CSV UTF-8")
            }
            _ => LegacyFileError::broken(&self.path, line, "expected CSV"),
        }
    }
}
