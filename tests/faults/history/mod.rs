//! A history of everything that people asked of three replicas while these
//! were killed, stopped and paused and Redis lost what it had, and a checker
//! that reads it afterwards. `IDP_TEST_SEED` plays the same choices again.

mod check;
mod check_tests;
mod person;
mod record;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use idp::adapters::{Entropy, SystemEntropy};

use self::person::{World, live};
use self::record::Recorder;
use super::replicas::Replicas;
use crate::backends::bed::Bed;
use crate::backends::redis::Redis;
use crate::harness::{Setup, usual_or_thorough, variable};
use crate::model::random::Random;

const REPLICAS: usize = 3;
const PEOPLE: usize = 6;

#[derive(Clone, Copy, Debug)]
enum Trouble {
    Kill,
    Restart,
    Pause,
    RedisLosesEverything,
}

/// Does `trouble` to one replica or to Redis, and mends it.
async fn stage(trouble: Trouble, random: &mut Random, replicas: &mut Replicas, redis: &mut Redis) {
    let (index, moment) = (random.below(REPLICAS), Duration::from_millis(200 + random.below(1_000) as u64));
    match trouble {
        Trouble::Kill => {
            replicas.kill(index);
            tokio::time::sleep(moment).await;
            replicas.revive(index).await;
        }
        Trouble::Restart => {
            replicas.stop(index).await;
            replicas.revive(index).await;
        }
        Trouble::Pause => {
            replicas.freeze(index, true);
            tokio::time::sleep(moment).await;
            replicas.freeze(index, false);
        }
        Trouble::RedisLosesEverything => {
            redis.kill();
            tokio::time::sleep(moment / 4).await;
            redis.come_back().await;
        }
    }
}

fn seed() -> u64 {
    let drawn = || u64::from_be_bytes((&SystemEntropy as &dyn Entropy).bytes()) % 1_000_000;
    variable("IDP_TEST_SEED").map_or_else(drawn, |seed| seed.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_answered_holds_whatever_dies() {
    let seed = seed();
    eprintln!("IDP_TEST_SEED={seed}");
    let mut random = Random::new(seed);
    let (bed, mut redis) = (Bed::postgres().await, Redis::start().await);
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(REPLICAS, setup).await;
    let world = Arc::new(World {
        web: replicas.relying_party("web").await,
        issuer: replicas.issuer.clone(),
        mail: replicas.mail.clone(),
        browser: replicas.browser(),
        recorder: Recorder::default(),
        over: AtomicBool::new(false),
    });
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| tokio::spawn(live(Arc::clone(&world), number, Random::new(seed + 1 + number as u64))))
        .collect();
    let (begun, length) = (Instant::now(), usual_or_thorough(Duration::from_secs(15), Duration::from_mins(10)));
    let mut troubles = Vec::new();
    while begun.elapsed() < length {
        tokio::time::sleep(Duration::from_millis(2_000 + random.below(2_000) as u64)).await;
        let all = [Trouble::Kill, Trouble::Restart, Trouble::Pause, Trouble::RedisLosesEverything];
        let trouble = if troubles.is_empty() { Trouble::Kill } else { random.pick(&all) };
        stage(trouble, &mut random, &mut replicas, &mut redis).await;
        // What a dead replica was sending is sent again without a pause.
        bed.execute("UPDATE outbox SET leased_until = NULL WHERE sent_at IS NULL").await;
        troubles.push(trouble);
    }
    world.over.store(true, Relaxed);
    for person in people {
        person.await.expect("a person met something that nobody should");
    }
    judge(&world, &bed, &troubles).await;
    drop(replicas);
    bed.remove().await;
}

async fn judge(world: &World, bed: &Bed, troubles: &[Trouble]) {
    let history = world.recorder.history();
    let mut counts = BTreeMap::new();
    for operation in &history {
        *counts.entry((operation.act.name(), operation.outcome)).or_insert(0) += 1;
    }
    eprintln!("{} operations under {troubles:?}: {counts:?}", history.len());
    let mut violations = check::violations(&history);
    violations.extend(check::mails(&history, &world.mails()));
    assert!(violations.is_empty(), "{violations:#?}");
    // A busy machine gets to little, but never to nothing.
    for act in ["register", "activate", "sign in", "redeem", "refresh", "visit"] {
        assert!(counts.keys().any(|(name, outcome)| *name == act && *outcome == record::Outcome::Done), "no {act}");
    }
    assert_eq!(bed.count("SELECT count(*) - count(DISTINCT sub) FROM accounts").await, 0);
    assert_eq!(bed.count("SELECT count(*) - count(DISTINCT email) FROM accounts").await, 0);
}
