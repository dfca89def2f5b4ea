//! The rows of files in this service's own CSV formats.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use accounts::import::{Header, Line, Problem, Sheet};

use super::csv_file::CsvFile;
use super::{LegacyFileError, Row, numbered};

/// The rows of files in one of this service's own formats, one file after the
/// other.
pub(super) struct CsvRows {
    sheet: Sheet,
    waiting: VecDeque<Opened>,
    /// What is wrong with headers; given before the rows.
    problems: VecDeque<Problem>,
    /// The file whose header cannot be used.
    unusable: Option<PathBuf>,
    /// The bytes of the files that were read to their end.
    done: u64,
}

struct Opened {
    number: u16,
    file: CsvFile,
    header: Header,
}

impl CsvRows {
    pub(super) fn open(sheet: Sheet, paths: &[PathBuf]) -> Result<Self, LegacyFileError> {
        let mut rows = Self { sheet, waiting: VecDeque::new(), problems: VecDeque::new(), unusable: None, done: 0 };
        for (number, path) in numbered(paths) {
            rows.add(number, path)?;
        }
        Ok(rows)
    }

    fn add(&mut self, number: u16, path: &Path) -> Result<(), LegacyFileError> {
        let mut file = CsvFile::open(path)?;
        match Header::read(self.sheet, number, &file.header()?) {
            Ok((header, warnings)) => {
                self.problems.extend(warnings);
                self.waiting.push_back(Opened { number, file, header });
            }
            Err(problems) => {
                self.problems.extend(problems);
                self.unusable.get_or_insert_with(|| path.to_owned());
            }
        }
        Ok(())
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Row>, LegacyFileError> {
        if let Some(problem) = self.problems.pop_front() {
            return Ok(Some(Err(problem)));
        }
        if let Some(path) = self.unusable.take() {
            return Err(LegacyFileError::Header { path });
        }
        while let Some(Opened { number, file, header }) = self.waiting.front_mut() {
            if let Some(record) = file.next()? {
                let line = Line { file: *number, number: record.line };
                return Ok(Some(header.row(line, &record.cells)));
            }
            self.done += file.offset();
            self.waiting.pop_front();
        }
        Ok(None)
    }

    /// How many bytes were read.
    pub(super) fn offset(&self) -> u64 {
        self.done + self.waiting.front().map_or(0, |opened| opened.file.offset())
    }
}
