//! Databases that are killed, come back or are emptied while people log in:
//! who is refused is told to come again, and what was answered holds.

use std::time::{Duration, Instant};

use super::load::{Load, judge};
use super::postgres::Postgres;
use super::replicas::Replicas;
use crate::backends::redis::Redis;
use crate::harness::{Setup, usual_or_thorough};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_answered_holds_when_a_store_dies_and_comes_back() {
    let (mut postgres, mut redis) = (Postgres::start().await, Redis::start().await);
    let setup = Setup::new()
        .set("database.url", format!("{:?}", Postgres::url(postgres.port)))
        .set("ephemeral.url", format!("{:?}", redis.url));
    let replicas = Replicas::start(2, setup).await;
    let load = Load::start(&replicas, 2).await;
    for _ in 0..usual_or_thorough(1, 10) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let gone = Instant::now();
        postgres.kill();
        tokio::time::sleep(Duration::from_millis(500)).await;
        postgres.come_back().await;
        load.tell("PostgreSQL killed", gone, Instant::now()).await;

        load.codes_may_be_lost();
        let gone = Instant::now();
        redis.kill();
        tokio::time::sleep(Duration::from_millis(500)).await;
        redis.come_back().await;
        load.tell("Redis killed", gone, Instant::now()).await;

        let gone = Instant::now();
        assert_eq!(redis.command(&["FLUSHALL"]).trim(), "OK");
        load.tell("Redis emptied", gone, gone).await;
    }
    let ledgers = load.end().await;
    // Nobody asks meanwhile: connections from before are dead, which nobody is
    // to notice who comes next.
    postgres.kill();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    postgres.come_back().await;
    let verdict = judge(ledgers, &replicas).await;
    eprintln!("{verdict:?}");
    assert!(verdict.live > 0 && verdict.ended > 0, "{verdict:?}");
    assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
    assert_eq!(replicas.front.broken(), 0, "no request was left without an answer");
}
