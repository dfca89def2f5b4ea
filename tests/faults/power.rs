//! A power cut on a disk that loses whatever was not synced: SQLite's files are
//! put together anew from what was.

use std::time::Duration;

use super::load::{Load, judge};
use super::recorded::{Disk, wrapper};
use super::replicas::Replicas;
use crate::harness::{Setup, usual_or_thorough, wait_for};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_disk_that_loses_unsynced_writes_loses_nothing_that_was_answered() {
    for _ in 0..usual_or_thorough(1, 10) {
        let mut replicas = Replicas::start(0, Setup::new()).await;
        let [database, log, index] = ["idp.db", "idp.db-wal", "idp.db-shm"].map(|name| replicas.folder().join(name));
        let before = Disk::with(&database, std::fs::read(&database).unwrap());
        let record = replicas.folder().join("record");
        replicas.wrapper = wrapper(&record);
        replicas.add().await;
        let load = Load::start(&replicas, 2).await;
        load.may_break_off();
        // Longer than between two checkpoints, which move pages into the file.
        tokio::time::sleep(usual_or_thorough(Duration::from_millis(2_500), Duration::from_secs(10))).await;
        replicas.kill(0);
        let ledgers = load.end().await;
        let told = wait_for("the end of the record", async || {
            let told = std::fs::read_to_string(&record).unwrap();
            told.trim_end().ends_with("+++ killed by SIGKILL +++").then_some(told)
        })
        .await;
        let disk = before.follow(&told);
        std::fs::write(&database, disk.holds(&database)).unwrap();
        std::fs::write(&log, disk.holds(&log)).unwrap();
        std::fs::remove_file(&index).unwrap();
        replicas.wrapper.clear();
        replicas.revive(0).await;
        let verdict = judge(ledgers, &replicas).await;
        eprintln!("power cut: {} changes of files were synced, {} lost; {verdict:?}", disk.synced, disk.lost);
        assert!(verdict.live > 0 && verdict.ended > 0 && disk.synced > 0, "{verdict:?}");
        assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
    }
}
