//! What the imports have in common: rows that are read ahead, batch by batch,
//! and what is counted of them.

use accounts::import::{LegacyRow, Problem, Severity};
use tokio::sync::mpsc;

use crate::adapters::{Fault, LegacyFileError, LegacyFiles};

/// Rows that are written in one transaction.
pub const BATCH: usize = 1_000;
/// Batches that are read before the store asks for them.
const READ_AHEAD: usize = 2;

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Rows in the file, without the header.
    pub rows: u64,
    /// Rows of what was not here before.
    pub imported: u64,
    /// Rows that changed what was here.
    pub changed: u64,
    /// Rows of what is here already; it was left alone.
    pub known: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Things that somebody should look at, in rows that came in.
    pub warnings: u64,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It brings something new.
    Imported,
    /// It changes something.
    Changed,
    /// It says what is here already.
    Known,
    /// It says nothing, by an error or because it is blank.
    Nothing,
}

impl Summary {
    /// Counts a row with its problems.
    pub fn count(&mut self, fate: Fate, problems: &[Problem]) {
        let is = |severity| move |problem: &&Problem| problem.severity == severity;
        let counter = match fate {
            Fate::Imported => &mut self.imported,
            Fate::Changed => &mut self.changed,
            Fate::Known => &mut self.known,
            Fate::Nothing if problems.iter().any(|problem| is(Severity::Error)(&problem)) => &mut self.refused,
            // Spreadsheets leave lines without content behind: not a row.
            Fate::Nothing => return,
        };
        *counter += 1;
        self.rows += 1;
        if matches!(fate, Fate::Imported | Fate::Changed) {
            let warnings = problems.iter().filter(is(Severity::Warning)).count();
            self.warnings += u64::try_from(warnings).unwrap_or(u64::MAX);
        }
    }
}

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// What it did so far.
    pub summary: Summary,
    /// Bytes of the files with rows that it has read.
    pub bytes: u64,
}

/// Why an import stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read any further. The rows before that are in.
    #[error(transparent)]
    File(#[from] LegacyFileError),
    /// The store is away. Whole batches before this one are in.
    #[error("{}", .0.to_operator())]
    Fault(#[from] Fault),
}

/// Rows that were read and judged one by one.
struct Batch<T> {
    /// The rows, and what is wrong with headers.
    rows: Vec<T>,
    /// Bytes of the files with rows that were read by now.
    bytes: u64,
    /// How the files end, if they do.
    end: Option<Result<(), LegacyFileError>>,
}

/// Reads and judges the rows of `files`, hands them batch by batch to `take`,
/// which counts and writes them, and tells `progress` how far it has come after
/// each.
///
/// # Errors
/// [`ImportError`] when a file or the store cannot be used.
pub async fn run<T: From<Problem> + Send + 'static>(
    files: LegacyFiles,
    judge: impl Fn(&LegacyRow) -> T + Send + 'static,
    mut take: impl AsyncFnMut(Vec<T>, &mut Summary) -> Result<(), Fault>,
    mut progress: impl FnMut(Progress),
) -> Result<Summary, ImportError> {
    let mut batches = Batches::read(files, judge);
    let mut summary = Summary::default();
    loop {
        let Batch { rows, bytes, end } = batches.next().await?;
        take(rows, &mut summary).await?;
        progress(Progress { summary, bytes });
        if let Some(end) = end {
            return end.map(|()| summary).map_err(ImportError::from);
        }
    }
}

/// Batches of rows on their way from a thread that reads.
struct Batches<T>(mpsc::Receiver<Batch<T>>);

impl<T: From<Problem> + Send + 'static> Batches<T> {
    /// Reads and judges rows on a thread of its own, so that the next are
    /// ready while the store writes.
    fn read(mut files: LegacyFiles, judge: impl Fn(&LegacyRow) -> T + Send + 'static) -> Self {
        let (batches, queue) = mpsc::channel(READ_AHEAD);
        tokio::task::spawn_blocking(move || {
            loop {
                let batch = read_batch(&mut files, &judge);
                let is_last = batch.end.is_some();
                // Nobody listens any more when the import was given up.
                if batches.blocking_send(batch).is_err() || is_last {
                    return;
                }
            }
        });
        Self(queue)
    }

    /// The next batch. The last one has an `end`; there is none to ask for
    /// behind it.
    ///
    /// # Errors
    /// When the thread is gone.
    async fn next(&mut self) -> Result<Batch<T>, Fault> {
        self.0.recv().await.ok_or_else(|| Fault::new("read the files", "the reading thread ended early"))
    }
}

fn read_batch<T: From<Problem>>(files: &mut LegacyFiles, judge: &impl Fn(&LegacyRow) -> T) -> Batch<T> {
    let mut rows = Vec::with_capacity(BATCH);
    let end = loop {
        if rows.len() == BATCH {
            break None;
        }
        match files.next_row() {
            Ok(Some(Ok(row))) => rows.push(judge(&row)),
            Ok(Some(Err(problem))) => rows.push(problem.into()),
            Ok(None) => break Some(Ok(())),
            Err(error) => break Some(Err(error)),
        }
    };
    Batch { rows, bytes: files.bytes_read(), end }
}
