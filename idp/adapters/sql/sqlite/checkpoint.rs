//! Moves pages from the write-ahead log into the file, beside the writing:
//! SQLite by itself does so in the commit that fills the log, and everybody
//! behind that commit waits for megabytes on their way to the disk.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;
use sea_orm::DbErr;
use tokio::sync::Mutex;

use super::{Access, open, told};

/// How long pages gather. Keys are random, so the more pages are moved at
/// once, the less is written in all.
const PAUSE: Duration = Duration::from_secs(2);

/// The thread that moves the pages; it ends when this is dropped.
pub(super) struct Checkpoints {
    thread: std::sync::Mutex<Option<(Sender<()>, JoinHandle<()>)>>,
}

impl Checkpoints {
    pub(super) fn start(
        path: &Path,
        patience: Duration,
        writer: Arc<Mutex<Option<Connection>>>,
    ) -> Result<Self, DbErr> {
        let connection = open(path, Access::Write, patience).map_err(told)?;
        let (stop, stopped) = mpsc::channel();
        let handle = thread::Builder::new()
            .name("sqlite-checkpoint".to_owned())
            .spawn(move || keep_moving(&connection, &stopped, &writer))
            .map_err(|error| DbErr::Custom(format!("the thread for checkpoints did not start: {error}")))?;
        Ok(Self { thread: std::sync::Mutex::new(Some((stop, handle))) })
    }

    /// Ends the thread and waits until its connection is closed.
    pub(super) fn stop(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, handle)) = thread {
            drop(stop);
            if handle.join().is_err() {
                tracing::error!("the thread for checkpoints had panicked");
            }
        }
    }
}

fn keep_moving(connection: &Connection, stopped: &Receiver<()>, writer: &Mutex<Option<Connection>>) {
    let mut pages = 0;
    while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
        match move_pages(connection, pages, writer) {
            Ok(now) => pages = now,
            Err(error) => tracing::warn!(error = %told(error), "a checkpoint of the database file failed"),
        }
    }
}

/// Moves what has been written since the log held `before` pages; how many it
/// holds now.
pub(super) fn move_pages(
    connection: &Connection,
    before: i64,
    writer: &Mutex<Option<Connection>>,
) -> rusqlite::Result<i64> {
    let pages = checkpoint(connection)?;
    if pages == before {
        return Ok(pages);
    }
    // Those that came meanwhile.
    checkpoint(connection)?;
    // The log begins anew only when not one page is left to move: the last few
    // while nobody writes.
    let _nobody_writes = writer.blocking_lock();
    checkpoint(connection)
}

/// How many pages the log holds, moved ones too.
fn checkpoint(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))
}
