//! What a process wrote to its files and when it had that synced, as strace
//! tells it: enough to know what a disk would hold after a power cut that lost
//! everything which was not synced.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Arguments of strace, which stays in the background so that the process that
/// is started is the service itself.
pub fn wrapper(record: &Path) -> Vec<String> {
    let calls = "trace=pwrite64,ftruncate,fdatasync,fsync";
    let arguments = ["strace", "-D", "-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-o"];
    arguments.into_iter().map(str::to_owned).chain([record.display().to_string()]).collect()
}

/// The files as a power cut leaves them.
#[derive(Default)]
pub struct Disk {
    files: HashMap<PathBuf, File>,
    /// Syncs that have begun: by thread, the file and how many of its changes
    /// came before.
    under_way: HashMap<String, (PathBuf, usize)>,
    /// Changes that had reached the disk for certain, and those that had not.
    pub synced: usize,
    pub lost: usize,
}

#[derive(Default)]
struct File {
    durable: Vec<u8>,
    /// Not synced yet.
    changes: Vec<Change>,
}

enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

impl Disk {
    /// A disk that holds `bytes` at `path`.
    pub fn with(path: &Path, bytes: Vec<u8>) -> Self {
        let file = File { durable: bytes, changes: Vec::new() };
        Self { files: HashMap::from([(path.to_owned(), file)]), ..Self::default() }
    }

    /// Follows a record to its end.
    pub fn follow(mut self, record: &str) -> Self {
        for line in record.lines() {
            let (thread, call) = line.split_once(' ').unwrap();
            self.call(thread, call.trim_start());
        }
        self.lost = self.files.values().map(|file| file.changes.len()).sum();
        self
    }

    /// What is at `path`.
    pub fn holds(&self, path: &Path) -> &[u8] {
        self.files.get(path).map_or(&[], |file| &file.durable)
    }

    fn call(&mut self, thread: &str, call: &str) {
        let resumed = call.starts_with("<... f") && call.contains("sync resumed>");
        if resumed && let Some((path, before)) = self.under_way.remove(thread) {
            self.sync(&path, before, call);
            return;
        }
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((path, rest)) = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')) else { return };
        let path = PathBuf::from(String::from_utf8(bytes(path)).unwrap());
        let file = self.files.entry(path.clone()).or_default();
        match name {
            "pwrite64" => {
                let (text, rest) = rest.trim_start_matches(", \"").split_once('"').unwrap();
                let at = rest.split(", ").nth(2).unwrap();
                let at = at.split([')', ' ']).next().unwrap().parse().unwrap();
                file.changes.push(Change::Write { at, bytes: bytes(text) });
            }
            "ftruncate" => {
                let length = rest.trim_start_matches(", ").split([')', ' ']).next().unwrap();
                file.changes.push(Change::Truncate(length.parse().unwrap()));
            }
            "fdatasync" | "fsync" => {
                let before = file.changes.len();
                match call.contains("<unfinished") {
                    true => drop(self.under_way.insert(thread.to_owned(), (path, before))),
                    false => self.sync(&path, before, call),
                }
            }
            other => panic!("{other}"),
        }
    }

    /// The first `before` changes of a file are on the disk.
    fn sync(&mut self, path: &Path, before: usize, call: &str) {
        if !call.trim_end().ends_with("= 0") {
            return;
        }
        let file = self.files.get_mut(path).unwrap();
        // Another sync of the same file may have taken some of them along.
        let count = before.min(file.changes.len());
        self.synced += count;
        for change in file.changes.drain(..count) {
            match change {
                Change::Write { at, bytes } => {
                    let end = at + bytes.len();
                    file.durable.resize(file.durable.len().max(end), 0);
                    file.durable[at..end].copy_from_slice(&bytes);
                }
                Change::Truncate(length) => file.durable.resize(length, 0),
            }
        }
    }
}

/// The bytes in strace's `\x0a\x1f…`.
fn bytes(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).map(|digits| u8::from_str_radix(digits, 16).unwrap()).collect()
}
