//! What became of a row about somebody who is here already.

use super::code::Code;
use super::column::Column;
use super::problem::{Line, Place, Problem, Severity};

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<T> {
    /// Where the row begins.
    pub line: Line,
    /// What it says; `None` when a problem is an error.
    pub content: Option<T>,
    /// Everything that somebody should know.
    pub problems: Vec<Problem>,
}

/// A row that says nothing because of one problem.
impl<T> From<Problem> for Verdict<T> {
    fn from(problem: Problem) -> Self {
        Self { line: problem.line, content: None, problems: vec![problem] }
    }
}

impl<T> Verdict<T> {
    /// Makes something of what the row says, or notes the error that keeps it
    /// out.
    pub(super) fn and_then<U>(self, decide: impl FnOnce(T) -> Result<U, Objection>) -> Verdict<U> {
        let Self { line, content, mut problems } = self;
        let content = match content.map(decide) {
            Some(Ok(content)) => Some(content),
            Some(Err(Objection(column, code, earlier))) => {
                let place = Place::Column(column);
                problems.push(Problem { line, place, code, severity: Severity::Error, earlier });
                None
            }
            None => None,
        };
        Verdict { line, content, problems }
    }
}

/// Why a row cannot stand, and the earlier row that it has to do with.
pub(super) struct Objection(pub(super) Column, pub(super) Code, pub(super) Option<Line>);
