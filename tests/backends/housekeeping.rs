//! Housekeeping by two replicas on one database: each piece of work is done
//! once, and another replica takes over from one that is gone.

use std::time::Duration;

use chrono::TimeDelta;
use idp::ops::janitor::{Janitor, LEASE_TTL, Plan};
use tokio_util::sync::CancellationToken;

use super::bed::Bed;
use super::on_every_store;
use crate::harness::{AINO, ERKKI, MINNA, OSKARI, SIIRI, Setup, TestIdp, wait_for};

on_every_store!(
    one_of_two_replicas_does_a_round,
    whoever_is_killed_loses_the_lease_and_whoever_stops_gives_it_back,
    a_lease_of_tomorrow_is_taken_over,
    two_couriers_remind_everybody_once,
);

/// Two replicas whose clocks stand still until a test moves them.
async fn replicas(bed: &Bed) -> [TestIdp; 2] {
    let setup = || Setup::new().set("database.url", format!("\"{}\"", bed.url));
    let pair = [setup().start().await, setup().start().await];
    pair.iter().for_each(|idp| idp.clock.freeze());
    // Real clocks differ as well, and so do the ids that are made of them.
    pair[1].advance(TimeDelta::seconds(1));
    pair
}

fn janitor(idp: &TestIdp, interval: Duration) -> Janitor {
    Janitor::new(idp.running.live.clone(), Plan::new(&idp.config(), interval))
}

fn advance(pair: &[TestIdp; 2], step: TimeDelta) {
    pair.iter().for_each(|idp| idp.advance(step));
}

async fn rotations(bed: &Bed) -> i64 {
    bed.count("SELECT count(*) FROM audit WHERE event = 'keys_rotated'").await
}

async fn one_of_two_replicas_does_a_round(bed: &Bed) {
    let pair = replicas(bed).await;
    let (mut one, mut other) = (janitor(&pair[0], Duration::MAX), janitor(&pair[1], Duration::MAX));
    let before = rotations(bed).await;
    advance(&pair, TimeDelta::days(91));
    for _ in 0..5 {
        let (did, did_too) = tokio::join!(one.round(), other.round());
        assert_ne!(did, did_too);
        assert_eq!(rotations(bed).await, before + 1, "the keys were due once");
        advance(&pair, TimeDelta::seconds(60));
    }
    let [ring, same] = pair.each_ref().map(|idp| idp.running.ctx.keys.jwks());
    assert_eq!(ring, same, "each replica has taken the new keys up");
    for idp in pair {
        idp.stop().await;
    }
}

async fn whoever_is_killed_loses_the_lease_and_whoever_stops_gives_it_back(bed: &Bed) {
    let pair = replicas(bed).await;
    let (mut one, mut other) = (janitor(&pair[0], Duration::MAX), janitor(&pair[1], Duration::MAX));
    assert!(one.round().await);
    // As a process that is killed: it never says that it is gone.
    drop(one);
    advance(&pair, LEASE_TTL - TimeDelta::seconds(2));
    assert!(!other.round().await);
    advance(&pair, TimeDelta::seconds(1));
    assert!(other.round().await);
    drop(other);
    bed.execute("DELETE FROM leases").await;

    let stop = CancellationToken::new();
    let running = tokio::spawn(janitor(&pair[0], Duration::from_millis(10)).run(stop.clone()));
    wait_for("the lease to be taken", async || (bed.count("SELECT count(*) FROM leases").await == 1).then_some(()))
        .await;
    assert!(!janitor(&pair[1], Duration::MAX).round().await);
    stop.cancel();
    running.await.unwrap();
    assert!(janitor(&pair[1], Duration::MAX).round().await, "it was given back");
    for idp in pair {
        idp.stop().await;
    }
}

async fn a_lease_of_tomorrow_is_taken_over(bed: &Bed) {
    let pair = replicas(bed).await;
    pair[0].advance(TimeDelta::days(1));
    assert!(janitor(&pair[0], Duration::MAX).round().await, "its clock ran ahead");
    let mut other = janitor(&pair[1], Duration::MAX);
    assert!(other.round().await, "no day without housekeeping");
    assert!(!janitor(&pair[1], Duration::MAX).round().await, "now the lease is as long as any");
    for idp in pair {
        idp.stop().await;
    }
}

async fn two_couriers_remind_everybody_once(bed: &Bed) {
    let pair = replicas(bed).await;
    crate::harness::succeed(&pair[0].idp(&["migration", "remind", "--per-minute", "600"]));
    let running = "SELECT count(*) FROM reminder_waves WHERE state = 'running'";
    let waiting = "SELECT count(*) FROM outbox WHERE sent_at IS NULL";
    wait_for("the end of the wave", async || {
        advance(&pair, TimeDelta::seconds(1));
        (bed.count(running).await == 0 && bed.count(waiting).await == 0).then_some(())
    })
    .await;
    for person in [ERKKI, AINO, SIIRI, MINNA, OSKARI] {
        let mails: usize = pair.iter().map(|idp| idp.mail.all_to(person.email).len()).sum();
        assert_eq!(mails, 1, "{}", person.email);
    }
    for idp in pair {
        idp.stop().await;
    }
}
