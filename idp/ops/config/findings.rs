//! What is wrong with a configuration: one line for each fault.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// A fault of the configuration; its `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file as it was named.
    pub file: String,
    /// The line in it, from 1, when the key stands there.
    pub line: Option<usize>,
    /// The key, such as `clients[0].secret`; empty when the file is not TOML.
    pub key: String,
    /// The environment variable that set the key.
    pub variable: Option<String>,
    /// What was expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.key.is_empty() {
            write!(f, ": {}", self.key)?;
        }
        if let Some(variable) = &self.variable {
            write!(f, " (set by {variable})")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Every fault found in a configuration that cannot be used, a line for each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct ConfigError(pub Vec<Problem>);

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

/// Collects faults while a configuration is read.
#[derive(Default)]
pub(super) struct Findings {
    file: String,
    lines: BTreeMap<String, usize>,
    variables: BTreeMap<String, String>,
    /// The configuration cannot be used.
    pub(super) errors: Vec<Problem>,
    /// It can, but not in production.
    pub(super) unsafe_settings: Vec<Problem>,
    /// It can, and somebody should know.
    pub(super) warnings: Vec<Problem>,
}

impl Findings {
    /// For the file named `file`, whose keys stand on `lines`.
    pub(super) fn new(file: &str, lines: BTreeMap<String, usize>) -> Self {
        Self { file: file.to_owned(), lines, ..Self::default() }
    }

    /// Remembers that `variable` and not the file sets `key`.
    pub(super) fn set_by(&mut self, key: &str, variable: &str) {
        self.variables.insert(key.to_owned(), variable.to_owned());
    }

    /// A fault at `key`. The first one at a key, or inside of it, is kept: the
    /// others mostly follow from it.
    pub(super) fn error(&mut self, key: &str, message: impl Into<String>) {
        if !self.errors.iter().any(|known| is_within(&known.key, key)) {
            let problem = self.problem(key, message.into());
            self.errors.push(problem);
        }
    }

    /// A setting at `key` that production must not run with.
    pub(super) fn refuse(&mut self, key: &str, message: impl Into<String>) {
        if !self.errors.iter().any(|known| is_within(&known.key, key)) {
            let problem = self.problem(key, message.into());
            self.unsafe_settings.push(problem);
        }
    }

    /// Something at `key` that somebody should know.
    pub(super) fn warn(&mut self, key: &str, message: impl Into<String>) {
        let problem = self.problem(key, message.into());
        self.warnings.push(problem);
    }

    /// The file is not TOML.
    pub(super) fn syntax(&mut self, line: Option<usize>, message: &str) {
        self.errors.push(Problem {
            file: self.file.clone(),
            line,
            key: String::new(),
            variable: None,
            message: format!("expected TOML: {message}"),
        });
    }

    fn problem(&self, key: &str, message: String) -> Problem {
        let variable = self.variables.get(key).cloned();
        let line = if variable.is_some() { None } else { self.lines.get(key).copied() };
        Problem { file: self.file.clone(), line, key: key.to_owned(), variable, message }
    }
}

fn is_within(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::{Findings, is_within};

    #[test]
    fn a_problem_is_one_line_with_file_key_and_expectation() {
        let mut findings = Findings::new("idp.toml", [("keys.secret".to_owned(), 7)].into());
        findings.error("keys.secret", "expected a secret");
        findings.error("mail.url", "expected a URL");
        findings.set_by("http.listen", "IDP__HTTP__LISTEN");
        findings.error("http.listen", "expected an address");
        findings.syntax(Some(3), "no value");
        let lines: Vec<_> = findings.errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "idp.toml:7: keys.secret: expected a secret",
                "idp.toml: mail.url: expected a URL",
                "idp.toml: http.listen (set by IDP__HTTP__LISTEN): expected an address",
                "idp.toml:3: expected TOML: no value",
            ]
        );
    }

    #[test]
    fn what_follows_from_a_fault_is_not_told_again() {
        let mut findings = Findings::new("idp.toml", [].into());
        findings.error("clients[0].redirect_uris[1]", "expected a text");
        findings.error("clients[0].redirect_uris", "expected at least one");
        findings.error("clients[0]", "expected a name");
        findings.error("clients[0].redirect", "expected something else");
        assert_eq!(findings.errors.len(), 2);
    }

    #[test]
    fn a_path_is_within_its_own_sections_only() {
        for (inner, outer, expected) in
            [("a.b", "a", true), ("a[0]", "a", true), ("a", "a", true), ("ab", "a", false), ("a", "a.b", false)]
        {
            assert_eq!(is_within(inner, outer), expected, "{inner} in {outer}");
        }
    }
}
