//! Backup and restore of a test's database, as docs/operations has them.

use std::path::Path;
use std::process::Command;

use super::bed::Bed;
use crate::harness::succeed;

/// Takes a backup of the database, at which a service may be at work.
pub async fn back_up(bed: &Bed, file: &Path) {
    if bed.url.starts_with("sqlite:") {
        bed.execute(&format!("VACUUM INTO '{}'", file.display())).await;
        return;
    }
    let dump = Command::new("pg_dump").args(["--format", "custom", "--file"]).arg(file).arg(&bed.url).output();
    succeed(&dump.expect("pg_dump"));
}

/// Puts the backup in place of the database, at which no service is at work.
pub fn restore(bed: &Bed, file: &Path) {
    if let Some(path) = bed.url.strip_prefix("sqlite://") {
        for beside in ["-wal", "-shm"] {
            let _absent = std::fs::remove_file(format!("{path}{beside}"));
        }
        std::fs::copy(file, path).unwrap();
        return;
    }
    let mut command = Command::new("pg_restore");
    command.args(["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]);
    succeed(&command.args(["--dbname", &bed.url]).arg(file).output().expect("pg_restore"));
}
