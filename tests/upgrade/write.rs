//! Writes `v0_1/sqlite.sql` and `v0_1/postgres.sql` anew with the release
//! before: somebody has logged in, the others were only imported.

use std::path::Path;
use std::process::Command;

use chrono::SecondsFormat;
use idp::adapters::Clock as _;

use super::old_release;
use crate::backends::bed::Bed;
use crate::faults::replicas::Replicas;
use crate::harness::{ERKKI, Setup};

const ITERDUMP: &str = "import sqlite3, sys\n\
    for line in sqlite3.connect(sys.argv[1]).iterdump(): print(line)";

/// Lets people live on the database of `bed`, and gives the notes about it.
async fn live(bed: &Bed) -> String {
    let mut setup = Setup::new().set("database.url", format!("{:?}", bed.url));
    setup.binary = old_release();
    let replicas = Replicas::start(1, setup).await;
    let mut browser = replicas.activate(&ERKKI).await;
    let web = replicas.relying_party("web").await;
    let attempt = web.begin_with("openid profile offline_access", &[]);
    let page = replicas.sign_in(&mut browser, &attempt.url, &ERKKI).await;
    let token = web.finish(&attempt, &page).await.refresh_token.unwrap();
    let left_at = replicas.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true);
    format!("-- left at: {left_at}\n-- refresh token: {token}\n")
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn write(name: &str, notes: &str, dump: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade/v0_1").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("{notes}{dump}")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "needs the release before; tests/upgrade/rehearse.sh --write"]
async fn the_release_before_leaves_its_databases() {
    let bed = Bed::empty_sqlite().await;
    let notes = live(&bed).await;
    let path = bed.url.strip_prefix("sqlite://").unwrap();
    write("sqlite.sql", &notes, &output(Command::new("python3").args(["-c", ITERDUMP, path])));
    bed.remove().await;

    let bed = Bed::empty_postgres().await;
    let notes = live(&bed).await;
    let options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100", "--dbname"];
    let dump = output(Command::new("pg_dump").args(options).arg(&bed.url));
    // What only psql understands, and what would hide the schema.
    let is_kept = |line: &&str| !line.starts_with(['\\', '-']) && !line.contains("search_path") && !line.is_empty();
    write("postgres.sql", &notes, &(dump.lines().filter(is_kept).collect::<Vec<_>>().join("\n") + "\n"));
    bed.remove().await;
}
