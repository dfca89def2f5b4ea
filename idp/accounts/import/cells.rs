//! The cells of a row as they are read, and what is wrong with them.

use super::code::Code;
use super::column::Column;
use super::known_person::KnownPerson;
use super::problem::{Place, Problem, Severity};
use super::row::LegacyRow;
use super::verdict::Verdict;

/// The longest cell in characters; ids and names are shorter by far.
const MAX_CELL_CHARS: usize = 255;

/// A row in the reading.
pub(super) struct Cells<'a> {
    row: &'a LegacyRow,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(row: &'a LegacyRow) -> Self {
        Self { row, problems: Vec::new() }
    }

    pub(super) fn note(&mut self, column: Column, code: Code, severity: Severity) {
        let place = Place::Column(column);
        self.problems.push(Problem { line: self.row.line, place, code, severity, earlier: None });
    }

    pub(super) fn warn(&mut self, column: Column, code: Code) {
        self.note(column, code, Severity::Warning);
    }

    pub(super) fn refuse(&mut self, column: Column, code: Code) {
        self.note(column, code, Severity::Error);
    }

    pub(super) fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity == Severity::Warning)
    }

    pub(super) fn text(&mut self, column: Column) -> String {
        let text = self.row.get(column);
        if text.chars().any(char::is_control) {
            self.refuse(column, Code::ControlCharacter);
        }
        if text.chars().count() > MAX_CELL_CHARS {
            self.refuse(column, Code::TooLong);
        }
        // A telephone number can be read all the same.
        if text.starts_with('=') && column != Column::Phone {
            self.refuse(column, Code::Formula);
        }
        text.to_owned()
    }

    pub(super) fn required(&mut self, column: Column, code: Code) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.refuse(column, code);
        }
        text
    }

    /// Whom the row names by subject, or by an id of a system under these
    /// columns. One of both, so that they cannot mean two people.
    pub(super) fn person(&mut self, system: Column, id: Column) -> KnownPerson {
        let (sub, known) = (self.text(Column::Sub), (self.text(system), self.text(id)));
        match (sub.is_empty(), known.0.is_empty(), known.1.is_empty()) {
            (false, true, true) => return KnownPerson::Sub(sub),
            (true, false, false) => {}
            (false, ..) => self.refuse(Column::Sub, Code::PersonNamedTwice),
            (true, true, _) => self.refuse(system, Code::MissingPerson),
            (true, false, true) => self.refuse(id, Code::MissingPerson),
        }
        KnownPerson::Id(known)
    }

    pub(super) fn verdict<T>(self, content: T) -> Verdict<T> {
        let is_sound = self.is_sound();
        Verdict { line: self.row.line, content: is_sound.then_some(content), problems: self.problems }
    }
}
