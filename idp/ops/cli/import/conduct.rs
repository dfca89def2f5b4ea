//! What every import does around its work: reports, a bar, how it ends.

use std::io;
use std::path::PathBuf;

use accounts::import::Problem;

use super::args::Rows;
use super::bar::Bar;
use super::report::{self, Form, Report};
use crate::adapters::{LegacyFileError, Store};
use crate::import_run::{ImportError, Progress, Summary};
use crate::ops::boot;
use crate::ops::cli::{Exit, Failure, print};
use crate::ops::config::Config;

/// An import that was asked for.
pub(super) struct Job<'a> {
    /// The files, and what is told of it.
    pub args: &'a Rows,
    /// With which database.
    pub config: &'a Config,
    /// The command that does what a plan only says.
    pub command: &'static str,
    /// Whether it is done.
    pub write: bool,
}

impl Job<'_> {
    /// Opens the database and the reports, does the work and tells the sums.
    pub(super) async fn conduct(
        &self,
        work: impl AsyncFnOnce(&Store, &mut dyn FnMut(&Problem), &mut dyn FnMut(Progress)) -> Result<Summary, ImportError>,
    ) -> Result<Exit, Failure> {
        let (args, write) = (self.args, self.write);
        let store = boot::open_store(self.config, false).await?;
        // Last, so that no report is begun that nobody ends.
        let mut reports = reports(args, self.config)?;
        let bar = Bar::new(&args.files);
        let mut report = |problem: &_| bar.beside(|| reports.iter_mut().for_each(|report| report.tell(problem)));
        let outcome = work(&store, &mut report, &mut |progress| bar.show(progress)).await;
        bar.end();
        store.close().await?;
        let told = end(reports, args, outcome.as_ref().ok(), write);
        let summary = outcome.map_err(|error| stopped(&error, write))?;
        told?;
        if !args.json {
            self.tell(&summary);
        }
        Ok(if summary.refused == 0 { Exit::Fine } else { Exit::Failed })
    }

    fn tell(&self, summary: &Summary) {
        // Without a file for it, the report has ended on the terminal with them.
        if !self.args.report.is_empty() {
            print(report::sums(summary));
        }
        if !self.write {
            print(format_args!("nothing was changed; do it with: {}", self.command));
        }
    }
}

/// One report for the terminal or the program that reads it, unless there is a
/// file for a person to read; and one for each file that was asked for.
fn reports(args: &Rows, config: &Config) -> Result<Vec<Report>, Failure> {
    // A report takes the place of what its file held.
    let others = args.files.iter().chain([&args.config]).map(PathBuf::as_path);
    let mut taken: Vec<PathBuf> =
        others.chain(config.database.file()).filter_map(|path| path.canonicalize().ok()).collect();
    let mut reports = Vec::new();
    if args.json {
        reports.push(Report::begin(Form::Json, Box::new(io::stdout()), &args.files));
    } else if args.report.is_empty() {
        reports.push(Report::begin(Form::Text, Box::new(io::stderr()), &args.files));
    }
    for path in &args.report {
        let expected = |what: &str| Failure::usage(format!("{}: expected {what}", path.display()));
        let form = Form::of(path).ok_or_else(|| expected("a name that ends in .txt, .csv or .json"))?;
        if path.canonicalize().is_ok_and(|path| taken.contains(&path)) {
            return Err(expected("a file of its own: this one is read here, or holds another report"));
        }
        let created = Report::create(path, form, &args.files);
        reports.push(created.map_err(|error| expected(&format!("a file that can be written: {error}")))?);
        taken.extend(path.canonicalize());
    }
    Ok(reports)
}

fn end(reports: Vec<Report>, args: &Rows, summary: Option<&Summary>, write: bool) -> Result<(), Failure> {
    let written = [("written", write && summary.is_some())];
    for (index, report) in reports.into_iter().enumerate() {
        let is_for_a_program = args.json && index == 0;
        let ended = report.end(summary, if is_for_a_program { &written } else { &[] });
        ended.map_err(|error| Failure {
            exit: Exit::Failed,
            lines: vec![format!("cannot write the report: {error}")],
        })?;
    }
    Ok(())
}

/// What an operator does about files that no import can begin with.
pub(super) fn unopened(error: &LegacyFileError) -> Failure {
    let exit = match error {
        LegacyFileError::Unclear(_) | LegacyFileError::Unreadable { .. } => Exit::Misused,
        LegacyFileError::Broken { .. } | LegacyFileError::Header { .. } => Exit::Failed,
    };
    Failure { exit, lines: vec![error.to_string()] }
}

/// What an operator does about an import that ended in the middle.
fn stopped(error: &ImportError, write: bool) -> Failure {
    let mut lines = vec![error.to_string()];
    if write && !matches!(error, ImportError::File(LegacyFileError::Header { .. })) {
        lines.push("rows before that may be in; run it again when it is mended: nothing comes in twice".to_owned());
    }
    Failure { exit: Exit::Failed, lines }
}
