//! How a command fails: one line for the person at the terminal.

use super::Exit;
use crate::adapters::Fault;
use crate::import_run::ImportError;
use crate::ops::config::ConfigError;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong and what to do, one line for each thing.
    pub lines: Vec<String>,
}

impl Failure {
    /// The command was asked for something that makes no sense.
    pub fn usage(line: String) -> Self {
        Self { exit: Exit::Misused, lines: vec![line] }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self { exit: Exit::Failed, lines: vec![fault.to_operator()] }
    }
}

impl From<ConfigError> for Failure {
    fn from(ConfigError(problems): ConfigError) -> Self {
        Self { exit: Exit::Misused, lines: problems.iter().map(ToString::to_string).collect() }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        Self { exit: Exit::Failed, lines: vec![error.to_string()] }
    }
}
