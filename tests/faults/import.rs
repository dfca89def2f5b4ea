//! `idp import run` that dies at any moment and is run again: everybody is
//! there once, with what the old system knew of them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::backends::bed::Bed;
use crate::harness::{Home, Setup, succeed, usual_or_thorough};

const ROWS: usize = 2_500;

fn rows(round: usize) -> String {
    let mut rows = String::from("external_id;source_system;email;given_name;family_name\n");
    for number in 0..ROWS {
        rows.push_str(&format!("R{round}-{number};lupa;nro{number}.{round}@example.com;Ville;Vanha\n"));
    }
    rows
}

/// Kills an import after `moment`. Whether it was still at work.
async fn import_and_kill(home: &Home, file: &str, moment: Duration) -> bool {
    let mut import = Command::new(&home.binary)
        .args(["import", "run", file, "--batch", file, "--config", "idp.toml"])
        .current_dir(home.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    tokio::time::sleep(moment).await;
    import.kill().unwrap();
    !import.wait().unwrap().success()
}

async fn everybody_is_there_once(bed: Bed) {
    let home = Home::new(&Setup::new().set("database.url", format!("{:?}", bed.url))).await;
    let before = bed.count("SELECT count(*) FROM accounts").await;
    // The first one is let be, to see how long it takes.
    home.write_file("whole.csv", &rows(0));
    let begun = Instant::now();
    succeed(&home.idp(&["import", "run", "whole.csv", "--batch", "whole.csv"]));
    let whole = begun.elapsed();
    let (mut cut, mut partial) = (0, 0);
    let rounds = usual_or_thorough(4, 60);
    for round in 1..=rounds {
        let file = format!("round-{round}.csv");
        home.write_file(&file, &rows(round));
        cut += usize::from(import_and_kill(&home, &file, whole * (round as u32 * 7 % 16) / 16).await);
        let there = bed.count(&format!("SELECT count(*) FROM accounts WHERE email LIKE '%.{round}@example.com'")).await;
        partial += usize::from(there > 0 && there < ROWS as i64);
        succeed(&home.idp(&["import", "run", &file, "--batch", &file]));
        let everybody = before + (ROWS * (round + 1)) as i64;
        for (what, sql) in [
            ("accounts", "SELECT count(*) FROM accounts"),
            ("addresses", "SELECT count(DISTINCT email) FROM accounts"),
            ("subjects", "SELECT count(DISTINCT sub) FROM accounts"),
            ("people with an old id", "SELECT count(DISTINCT account_id) FROM legacy_ids"),
            ("old ids", "SELECT count(*) FROM legacy_ids"),
            ("lines of the audit trail", "SELECT count(*) FROM audit WHERE event = 'imported'"),
        ] {
            assert_eq!(bed.count(sql).await, everybody, "{what} after round {round}");
        }
    }
    eprintln!("{cut} of {rounds} imports were cut off, {partial} of them with some people in place already");
    assert!(cut > 0);
    bed.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_that_dies_is_run_again_with_sqlite() {
    everybody_is_there_once(Bed::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_that_dies_is_run_again_with_postgres() {
    everybody_is_there_once(Bed::postgres().await).await;
}
