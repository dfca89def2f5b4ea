//! A disk without room: SQLite's files may not grow for a while. The limit is
//! that of the process, which needs no rights that a test run may lack; a full
//! disk differs in the one word by which SQLite tells it.

use std::time::{Duration, Instant};

use super::load::{Load, judge, signed_in};
use super::replicas::Replicas;
use crate::harness::{OSKARI, Setup, usual_or_thorough, wait_for};

/// Less than any write to the database takes.
const NO_ROOM: u64 = 8 << 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_room_nothing_is_promised_and_all_is_well_when_there_is_some() {
    let replicas = Replicas::start(1, Setup::new()).await;
    let web = replicas.relying_party("web").await;
    let mut reader = signed_in(&replicas, &OSKARI).await;
    let attempt = web.begin();
    let tokens = web.finish(&attempt, &reader.open(&attempt.url).await).await;
    let load = Load::start(&replicas, 2).await;
    for _ in 0..usual_or_thorough(1, 20) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let gone = Instant::now();
        replicas.limit_files(0, Some(NO_ROOM));
        ready(&replicas, 503).await;
        assert_eq!(web.userinfo(&tokens.access_token).await.status, 200, "reading goes on");
        reader.open("/jwks.json").await.is(200, "/jwks.json");
        let stranger = replicas.try_password(&mut replicas.browser(), "/login", OSKARI.username, OSKARI.password).await;
        assert_eq!(stranger.status, 503, "{}", stranger.told());
        tokio::time::sleep(Duration::from_millis(500)).await;
        replicas.limit_files(0, None);
        let back = Instant::now();
        load.tell("no room on the disk", gone, back).await;
        ready(&replicas, 200).await;
    }
    let verdict = judge(load.end().await, &replicas).await;
    eprintln!("{verdict:?}");
    assert!(verdict.live > 0 && verdict.ended > 0, "{verdict:?}");
    assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
    assert!(replicas.log(0).contains("the disk fails: check the machine"), "the operator is told");
    let file = rusqlite::Connection::open(replicas.folder().join("idp.db")).unwrap();
    let sound: String = file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

async fn ready(replicas: &Replicas, status: u16) {
    let what = format!("/ready to answer {status}");
    wait_for(&what, async || (replicas.browser().open("/ready").await.status == status).then_some(())).await;
}
