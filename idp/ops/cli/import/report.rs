//! What an import tells: each problem as it is met, then the sums. A plan
//! writes what the import itself will write, byte for byte.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use accounts::import::{Line, Place, Problem};

use crate::import_run::Summary;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line for a person to read.
    Text,
    /// A table for a spreadsheet.
    Csv,
    /// An object for a program.
    Json,
}

impl Form {
    /// The form of a file with this name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A report in the making.
pub struct Report {
    form: Form,
    output: Box<dyn Write>,
    files: Vec<PathBuf>,
    is_first: bool,
    /// The first write that failed; told at the end.
    failure: Option<io::Error>,
}

impl Report {
    /// A report about `files`, written to `output`.
    pub fn begin(form: Form, output: Box<dyn Write>, files: &[PathBuf]) -> Self {
        let mut report = Self { form, output, files: files.to_vec(), is_first: true, failure: None };
        match form {
            Form::Text => {}
            Form::Csv => report.write("file,line,severity,column,code,earlier,what_to_do\n"),
            Form::Json => report.write("{\"problems\":["),
        }
        report
    }

    /// A report about `files` in a file of its own.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path, form: Form, files: &[PathBuf]) -> io::Result<Self> {
        Ok(Self::begin(form, Box::new(BufWriter::new(File::create(path)?)), files))
    }

    /// Adds a problem.
    pub fn tell(&mut self, problem: &Problem) {
        let text = match self.form {
            Form::Text => format!("{}\n", self.text(problem)),
            Form::Csv => self.record(problem),
            Form::Json => {
                let comma = if self.is_first { "" } else { "," };
                format!("{comma}\n{}", self.object(problem))
            }
        };
        self.is_first = false;
        self.write(&text);
    }

    /// Ends the report. There is no summary when the import stopped; `extra`
    /// are members that only this JSON report has.
    ///
    /// # Errors
    /// When anything could not be written.
    pub fn end(mut self, summary: Option<&Summary>, extra: &[(&str, bool)]) -> io::Result<()> {
        match (self.form, summary) {
            (Form::Text, Some(summary)) => self.write(&format!("{}\n", sums(summary))),
            (Form::Text, None) => self.write("stopped before the end\n"),
            (Form::Csv, _) => {}
            (Form::Json, summary) => {
                let extra: String = extra.iter().map(|(name, value)| format!(",\"{name}\":{value}")).collect();
                self.write(&format!("\n],\"summary\":{}{extra}}}\n", serde_json::json!(summary)));
            }
        }
        self.failure.map_or_else(|| self.output.flush(), Err)
    }

    fn write(&mut self, text: &str) {
        if let Err(error) = self.output.write_all(text.as_bytes()) {
            self.failure.get_or_insert(error);
        }
    }

    /// A problem as one line for a person.
    fn text(&self, problem: &Problem) -> String {
        let (severity, code, advice) = (problem.severity.name(), problem.code.name(), problem.code.advice());
        let column = match problem.place {
            Place::Row => String::new(),
            place => format!("{place}: "),
        };
        let earlier = problem.earlier.map(|line| format!(" (as {})", self.place(line))).unwrap_or_default();
        format!("{}: {severity}: {column}{code}{earlier}: {advice}", self.place(problem.line))
    }

    fn record(&self, problem: &Problem) -> String {
        let mut cells = csv::Writer::from_writer(Vec::new());
        let written = cells.write_record([
            self.file(problem.line).as_str(),
            &problem.line.number.to_string(),
            problem.severity.name(),
            &column(problem).unwrap_or_default(),
            problem.code.name(),
            &problem.earlier.map(|line| self.place(line)).unwrap_or_default(),
            problem.code.advice(),
        ]);
        // Writing into memory does not fail.
        let bytes = written.ok().and_then(|()| cells.into_inner().ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn object(&self, problem: &Problem) -> serde_json::Value {
        serde_json::json!({
            "file": self.file(problem.line),
            "line": problem.line.number,
            "severity": problem.severity.name(),
            "column": column(problem),
            "code": problem.code.name(),
            "earlier": problem.earlier.map(|line| self.place(line)),
            "what_to_do": problem.code.advice(),
        })
    }

    fn file(&self, line: Line) -> String {
        self.files.get(usize::from(line.file)).map(|path| path.display().to_string()).unwrap_or_default()
    }

    fn place(&self, line: Line) -> String {
        format!("{}:{}", self.file(line), line.number)
    }
}

/// The sums of an import as one line.
pub fn sums(summary: &Summary) -> String {
    let Summary { rows, imported, changed, known, refused, warnings } = summary;
    let changed = if *changed > 0 { format!(", {changed} changed") } else { String::new() };
    format!("{rows} rows: {imported} new (warnings: {warnings}){changed}, {known} known already, {refused} refused")
}

fn column(problem: &Problem) -> Option<String> {
    (problem.place != Place::Row).then(|| problem.place.to_string())
}
