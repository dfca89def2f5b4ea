//! The bar on a terminal: rows, rows a second, time left.

use std::fs;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use crate::import_run::Progress;

const LOOK: &str = "{wide_bar} {percent:>3} %  {msg}  {elapsed_precise}, {eta_precise} left";

/// A bar on the terminal's error stream; nothing where that is no terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for files of people.
    pub(super) fn new(files: &[PathBuf]) -> Self {
        let bytes = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum();
        let bar = ProgressBar::new(bytes);
        if let Ok(look) = ProgressStyle::with_template(LOOK) {
            bar.set_style(look);
        }
        Self(bar)
    }

    /// Shows how far the import has come.
    pub(super) fn show(&self, progress: Progress) {
        let rows = progress.summary.rows;
        let elapsed = self.0.elapsed().as_secs_f64();
        self.0.set_position(progress.bytes);
        self.0.set_message(format!("{rows} rows, {:.0} a second", rows as f64 / elapsed));
    }

    /// Does `work`, which writes to the terminal, above the bar.
    pub(super) fn beside(&self, work: impl FnOnce()) {
        self.0.suspend(work);
    }

    /// Takes the bar away.
    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}
