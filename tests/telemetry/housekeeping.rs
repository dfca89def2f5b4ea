//! What two replicas on one database tell of their housekeeping.

use std::time::Duration;

use chrono::TimeDelta;
use idp::ops::janitor::{Janitor, LEASE_TTL, Plan};

use super::scrape::{Scrape, start};
use crate::backends::bed::Bed;
use crate::harness::{Setup, TestIdp};

const HOLDS_LEASE: &str = "idp_housekeeping_holds_lease";

/// Two replicas whose clocks stand still, and their janitors.
async fn replicas(bed: &Bed) -> ([TestIdp; 2], [Janitor; 2]) {
    let setup = || Setup::new().set("database.url", format!("\"{}\"", bed.url));
    let pair = [start(setup()).await, start(setup()).await];
    pair.iter().for_each(|idp| idp.clock.freeze());
    // The ids of the janitors are made of the time.
    pair[1].advance(TimeDelta::seconds(1));
    let janitors = pair.each_ref().map(|idp| {
        let plan = Plan::new(&idp.config(), Duration::MAX);
        Janitor::new(idp.running.live.clone(), plan)
    });
    (pair, janitors)
}

async fn scrapes(pair: &[TestIdp; 2]) -> [Scrape; 2] {
    [Scrape::of(&pair[0]).await, Scrape::of(&pair[1]).await]
}

/// The seconds by which a task's last success moved on.
fn moved(task: &str, before: &Scrape, after: &Scrape) -> f64 {
    let series = format!("idp_housekeeping_last_success_timestamp_seconds{{{task}}}");
    after.value(&series) - before.value(&series)
}

#[track_caller]
fn same(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_two_replicas_tells_that_it_keeps_the_house() {
    let bed = Bed::postgres().await;
    let (pair, [mut one, mut other]) = replicas(&bed).await;
    let before = scrapes(&pair).await;
    let half_an_hour = TimeDelta::minutes(30);
    pair.iter().for_each(|idp| idp.advance(half_an_hour));
    one.round().await;
    other.round().await;
    let after = scrapes(&pair).await;
    same(after[0].value(HOLDS_LEASE), 1.0);
    same(after[1].value(HOLDS_LEASE), 0.0);
    for task in ["deletions", "purge", "unactivated accounts", "audit trail", "key rotation"] {
        let task = format!("scope=\"all\",task=\"{task}\"");
        same(moved(&task, &before[0], &after[0]), 1_800.0);
        same(moved(&task, &before[1], &after[1]), 0.0);
    }
    for task in ["short-lived values", "lease", "key reload"] {
        let task = format!("scope=\"replica\",task=\"{task}\"");
        same(moved(&task, &before[0], &after[0]), 1_800.0);
        same(moved(&task, &before[1], &after[1]), 1_800.0);
    }

    // The first dies, the second takes over.
    pair.iter().for_each(|idp| idp.advance(LEASE_TTL));
    other.round().await;
    let at_last = Scrape::of(&pair[1]).await;
    same(at_last.value(HOLDS_LEASE), 1.0);
    same(moved("scope=\"all\",task=\"deletions\"", &before[1], &at_last), 1_950.0);
    for idp in pair {
        idp.stop().await;
    }
    bed.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_fails_is_counted_and_nobody_keeps_a_house_without_its_lease() {
    let bed = Bed::postgres().await;
    let (pair, [mut janitor, _]) = replicas(&bed).await;
    let purges = "idp_housekeeping_failures_total{scope=\"all\",task=\"purge\"}";
    let leases = "idp_housekeeping_failures_total{scope=\"replica\",task=\"lease\"}";
    bed.execute("ALTER TABLE one_time_tokens RENAME TO gone").await;
    let before = Scrape::of(&pair[0]).await;
    pair[0].advance(TimeDelta::seconds(60));
    assert!(janitor.round().await);
    let after = Scrape::of(&pair[0]).await;
    same(after.value(purges), 1.0);
    same(after.value(leases), 0.0);
    same(moved("scope=\"all\",task=\"purge\"", &before, &after), 0.0);
    same(moved("scope=\"all\",task=\"key rotation\"", &before, &after), 60.0);

    bed.execute("ALTER TABLE leases RENAME TO lost").await;
    assert!(!janitor.round().await);
    let after = Scrape::of(&pair[0]).await;
    same(after.value(leases), 1.0);
    same(after.value(purges), 1.0);
    same(after.value(HOLDS_LEASE), 0.0);
    for idp in pair {
        idp.stop().await;
    }
    bed.remove().await;
}
