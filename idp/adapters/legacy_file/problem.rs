//! Why a file of legacy users cannot be read.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a file of legacy users cannot be read; it names the file and never what
/// it holds.
#[derive(Debug, Error)]
pub enum LegacyFileError {
    /// Something must be told that the files do not say.
    #[error("{0}")]
    Unclear(String),
    /// The file cannot be opened or read.
    #[error("{}: expected a readable file: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: io::Error,
    },
    /// The file cannot be understood from this line on.
    #[error("{}: line {line}: {reason}", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// What was expected.
        reason: &'static str,
    },
    /// The header does not say what the columns are; its problems were given
    /// as rows.
    #[error(
        "{}: the header line lacks columns that every file needs, or names one twice (between columns stands ; or ,)",
        path.display()
    )]
    Header {
        /// The file.
        path: PathBuf,
    },
}

impl LegacyFileError {
    pub(super) fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self + use<'_> {
        |reason| Self::Unreadable { path: path.to_owned(), reason }
    }

    pub(super) fn broken(path: &Path, line: u64, reason: &'static str) -> Self {
        Self::Broken { path: path.to_owned(), line, reason }
    }
}
