//! The people of ASP.NET's account tables. Where their passwords are in a table
//! of their own, that one is read first, and only where each user's record
//! begins is remembered.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};

use accounts::import::aspnet::{self, Record, Table};
use accounts::import::{Code, Line, Problem, Severity};
use accounts::legacy_password::Membership;

use super::table::{TableFile, TableRecord};
use super::{LegacyFileError, LegacySource, Row, numbered};

/// The people of ASP.NET's account tables.
pub(super) struct AspnetRows {
    people: VecDeque<(u16, TableFile)>,
    passwords: Option<Passwords>,
    problems: VecDeque<Problem>,
    system: String,
    membership: Option<Membership>,
    /// The bytes of the tables of people that were read to their end.
    done: u64,
}

/// The table with the passwords, and where in it each user is.
struct Passwords {
    table: TableFile,
    offsets: HashMap<String, u64>,
}

impl AspnetRows {
    pub(super) fn open(source: &LegacySource) -> Result<Self, LegacyFileError> {
        let system = source.system.clone().ok_or_else(|| {
            LegacyFileError::Unclear("the tables do not say which system they are of; say --source NAME".to_owned())
        })?;
        let mut rows = Self {
            people: VecDeque::new(),
            passwords: None,
            problems: VecDeque::new(),
            system,
            membership: source.membership,
            done: 0,
        };
        for (number, path) in numbered(&source.paths) {
            rows.add(number, path)?;
        }
        rows.check(&source.paths)?;
        Ok(rows)
    }

    fn add(&mut self, number: u16, path: &Path) -> Result<(), LegacyFileError> {
        let table = TableFile::open(path)?;
        match Table::of(table.names.iter().map(String::as_str)) {
            Some(Table::People) => self.people.push_back((number, table)),
            Some(Table::Passwords) if self.passwords.is_none() => self.passwords = Some(Passwords::index(table)?),
            Some(Table::Unused) => {
                let line = Line { file: number, number: 1 };
                self.problems.push_back(Problem::of_row(line, Code::UnusedTable, Severity::Warning));
            }
            Some(Table::Passwords) => return Err(too_many(path)),
            None => {
                let reason = "expected the columns of an ASP.NET table, UserId and UserName among them";
                return Err(LegacyFileError::broken(path, 1, reason));
            }
        }
        Ok(())
    }

    fn check(&self, paths: &[PathBuf]) -> Result<(), LegacyFileError> {
        match self.people.len() {
            0 => {
                let advice = "no people in these files; add the dump of aspnet_Users, UserProfile or AspNetUsers";
                Err(LegacyFileError::Unclear(advice.to_owned()))
            }
            1 => Ok(()),
            // Two systems may both have a user 1, and only one password for it.
            _ if self.passwords.is_some() => Err(too_many(paths.last().map_or(Path::new(""), PathBuf::as_path))),
            _ => Ok(()),
        }
    }

    pub(super) fn next_row(&mut self) -> Result<Option<Row>, LegacyFileError> {
        if let Some(problem) = self.problems.pop_front() {
            return Ok(Some(Err(problem)));
        }
        while let Some((number, table)) = self.people.front_mut() {
            if let Some(TableRecord { number: place, record, .. }) = table.next()? {
                let line = Line { file: *number, number: place };
                return self.row(line, record).map(Some);
            }
            self.done += table.offset();
            self.people.pop_front();
        }
        Ok(None)
    }

    /// How many bytes of the tables of people were read.
    pub(super) fn offset(&self) -> u64 {
        self.done + self.people.front().map_or(0, |(_, table)| table.offset())
    }

    fn row(&mut self, line: Line, record: Option<Record>) -> Result<Row, LegacyFileError> {
        let Some(mut record) = record else {
            return Ok(Err(Problem::of_row(line, Code::UnreadableRecord, Severity::Error)));
        };
        if let Some(password) = self.passwords.as_mut().map(|table| table.of(record.user_id())).transpose()?.flatten() {
            record = record.joined(password);
        }
        Ok(aspnet::row(line, &record, &self.system, self.membership))
    }
}

impl Passwords {
    fn index(mut table: TableFile) -> Result<Self, LegacyFileError> {
        let mut offsets = HashMap::new();
        while let Some(TableRecord { offset, record, .. }) = table.next()? {
            if let Some(record) = record {
                offsets.insert(user_key(record.user_id()), offset);
            }
        }
        Ok(Self { table, offsets })
    }

    fn of(&mut self, user_id: &str) -> Result<Option<Record>, LegacyFileError> {
        match self.offsets.get(&user_key(user_id)) {
            Some(offset) => self.table.at(*offset),
            None => Ok(None),
        }
    }
}

/// GUIDs are written in either letter case.
fn user_key(user_id: &str) -> String {
    user_id.trim().to_ascii_lowercase()
}

fn too_many(path: &Path) -> LegacyFileError {
    LegacyFileError::Unclear(format!("{}: one table of passwords, of one system, at a time", path.display()))
}
