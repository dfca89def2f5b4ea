//! PostgreSQL that fails over to its standby under load. A synchronous one has
//! everything that was answered; an asynchronous one what it had received.

use std::time::{Duration, Instant};

use super::load::{Load, Verdict, judge};
use super::postgres::Postgres;
use super::relay::Relay;
use super::replicas::Replicas;
use crate::backends::redis::Redis;
use crate::harness::{Setup, usual_or_thorough};

/// How far away the standby is.
const DISTANCE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standby {
    Synchronous,
    Asynchronous,
}

struct FailOver {
    verdict: Verdict,
    killed_at: Instant,
}

/// The primary server is killed under load and its standby takes its place.
async fn fail_over(kind: Standby) -> FailOver {
    let (mut primary, redis) = (Postgres::start().await, Redis::start().await);
    let line = Relay::start(primary.port).await;
    let standby = Postgres::standby_of(line.port).await;
    if kind == Standby::Synchronous {
        primary.tell("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        primary.tell("SELECT pg_reload_conf()");
    }
    let address = Relay::start(primary.port).await;
    let setup = Setup::new()
        .set("database.url", format!("{:?}", Postgres::url(address.port)))
        .set("ephemeral.url", format!("{:?}", redis.url));
    let replicas = Replicas::start(2, setup).await;
    let load = Load::start(&replicas, 2).await;
    follow(&primary, kind).await;
    line.delay(DISTANCE);
    tokio::time::sleep(usual_or_thorough(Duration::from_secs(2), Duration::from_secs(20))).await;
    if kind == Standby::Asynchronous {
        load.codes_may_be_lost();
        load.tokens_may_be_lost();
    }
    let killed_at = Instant::now();
    primary.kill();
    assert_eq!(standby.tell("SELECT pg_promote()"), "t");
    address.lead_to(standby.port);
    let back = Instant::now();
    let recovery = load.recovered(back).await;
    let answers = load.answers(killed_at);
    let refused = answers.iter().filter(|answer| !answer.done).count();
    eprintln!(
        "promoted after {:.1?}, {refused} requests refused; all steps work again {recovery:.1?} later",
        back - killed_at
    );
    let verdict = judge(load.end().await, &replicas).await;
    FailOver { verdict, killed_at }
}

/// The standby follows, as it is meant to.
async fn follow(primary: &Postgres, kind: Standby) {
    let expected = if kind == Standby::Synchronous { "streaming|sync" } else { "streaming|async" };
    let state = "SELECT state, sync_state FROM pg_stat_replication WHERE application_name = 'standby'";
    crate::harness::wait_for("the standby to follow", async || (primary.tell(state) == expected).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fail_over_to_a_synchronous_standby_loses_nothing() {
    let FailOver { verdict, .. } = fail_over(Standby::Synchronous).await;
    eprintln!("a synchronous standby: {verdict:?}");
    assert!(verdict.live > 0 && verdict.ended > 0, "{verdict:?}");
    assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_fail_over_to_an_asynchronous_standby_loses_its_lag_and_redeems_nothing_twice() {
    let FailOver { verdict, killed_at } = fail_over(Standby::Asynchronous).await;
    let window = verdict.lost_since.map(|since| killed_at.saturating_duration_since(since));
    eprintln!(
        "a standby {DISTANCE:?} away: {} of {} tokens lost, the first given {window:.0?} before the end; \
         {} of {} revocations lost; {} of {} codes redeemed twice",
        verdict.lost, verdict.live, verdict.revived, verdict.ended, verdict.twice, verdict.codes
    );
    assert_eq!(verdict.twice, 0, "{verdict:?}");
    assert!(verdict.lost < verdict.live, "{verdict:?}");
    assert!(window.is_none_or(|window| window < 20 * DISTANCE), "more was lost than it lagged: {window:?}");
}
