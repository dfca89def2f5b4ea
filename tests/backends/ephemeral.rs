//! Every ephemeral store: in the process, and Redis as one server, behind
//! Sentinels and as a cluster.

use std::sync::Arc;

use chrono::TimeDelta;
use idp::adapters::slots::{self, Slot};
use idp::adapters::{Ephemeral, MemoryEphemeral, Pass, Rate};
use oidc::names::Digest;

use super::bed::at_once;
use super::redis::Redis;
use super::rows::at;

/// Makes each of the named tests run on a fresh store of each kind.
macro_rules! on_every_ephemeral_store {
    ($($test:ident),+ $(,)?) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                super::$test(std::sync::Arc::new(super::MemoryEphemeral::default())).await;
            })+
        }
        mod redis {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let redis = super::Redis::start().await;
                super::$test(redis.store()).await;
            })+
        }
        mod redis_sentinel {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let redis = super::Redis::start_with_sentinel().await;
                super::$test(redis.store()).await;
            })+
        }
        mod redis_cluster {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let redis = super::Redis::start_cluster().await;
                super::$test(redis.store()).await;
            })+
        }
    };
}

on_every_ephemeral_store!(
    a_value_is_there_until_it_ends,
    a_newer_value_takes_the_place_of_an_older_one,
    one_of_twenty_takes_gets_the_value,
    one_of_twenty_puts_into_an_empty_place_succeeds,
    an_ended_value_makes_room,
    a_throttle_lets_the_burst_and_then_the_rate_through,
    a_clock_that_ran_ahead_holds_nobody_up,
    an_act_that_is_taken_back_makes_room_for_another,
    a_purge_keeps_what_lives,
    a_new_generation_begins_empty,
);

type Shared = Arc<dyn Ephemeral>;

fn place(name: &str) -> Slot {
    slots::code("eservice", &Digest::of(name))
}

async fn a_value_is_there_until_it_ends(store: Shared) {
    let slot = place("a");
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    let just_before = at(60) - TimeDelta::microseconds(1);
    assert_eq!(store.peek(&slot, just_before).await.unwrap().as_deref(), Some(&b"value"[..]));
    assert_eq!(store.peek(&slot, at(60)).await.unwrap(), None);
    assert_eq!(store.take(&slot, at(60)).await.unwrap(), None);
    assert_eq!(store.peek(&place("b"), at(0)).await.unwrap(), None);
    let in_other_hands = slots::code("library", &Digest::of("a"));
    assert_eq!(store.take(&in_other_hands, at(0)).await.unwrap(), None);
}

async fn a_newer_value_takes_the_place_of_an_older_one(store: Shared) {
    let slot = place("a");
    store.put(&slot, b"old", at(60), at(0)).await.unwrap();
    store.put(&slot, b"new", at(90), at(1)).await.unwrap();
    assert_eq!(store.take(&slot, at(70)).await.unwrap().as_deref(), Some(&b"new"[..]));
    assert_eq!(store.take(&slot, at(70)).await.unwrap(), None);
}

async fn one_of_twenty_takes_gets_the_value(store: Shared) {
    store.put(&place("a"), b"code", at(60), at(0)).await.unwrap();
    let taken = at_once(20, |_| {
        let store = Arc::clone(&store);
        async move { store.take(&place("a"), at(1)).await.unwrap() }
    })
    .await;
    assert_eq!(taken.iter().flatten().collect::<Vec<_>>(), [b"code"]);
}

async fn one_of_twenty_puts_into_an_empty_place_succeeds(store: Shared) {
    let put = at_once(20, |number| {
        let store = Arc::clone(&store);
        let value = [u8::try_from(number).unwrap()];
        async move { store.put_if_absent(&place("a"), &value, at(60), at(0)).await.unwrap().then_some(value) }
    })
    .await;
    let winners: Vec<_> = put.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(store.peek(&place("a"), at(1)).await.unwrap().as_deref(), Some(&winners[0][..]));
}

async fn an_ended_value_makes_room(store: Shared) {
    assert!(store.put_if_absent(&place("a"), b"1", at(60), at(0)).await.unwrap());
    assert!(!store.put_if_absent(&place("a"), b"2", at(90), at(59)).await.unwrap());
    assert!(store.put_if_absent(&place("a"), b"3", at(90), at(60)).await.unwrap());
}

async fn a_throttle_lets_the_burst_and_then_the_rate_through(store: Shared) {
    let rate = Rate { per_minute: 6, burst: 3 };
    let passes = at_once(20, |_| {
        let store = Arc::clone(&store);
        async move { store.throttle(&slots::tries_from_network("192.0.2.7"), rate, at(0)).await.unwrap() }
    })
    .await;
    assert_eq!(passes.iter().filter(|pass| **pass == Pass::Allowed).count(), 3);
    assert!(passes.iter().all(|pass| matches!(pass, Pass::Allowed) || *pass == Pass::RetryAt(at(10))));
    let at_second = async |second, network: &str| {
        store.throttle(&slots::tries_from_network(network), rate, at(second)).await.unwrap()
    };
    assert_eq!(at_second(0, "192.0.2.8").await, Pass::Allowed, "another network");
    assert_eq!(at_second(10, "192.0.2.7").await, Pass::Allowed);
    assert_eq!(at_second(11, "192.0.2.7").await, Pass::RetryAt(at(20)));
}

async fn a_clock_that_ran_ahead_holds_nobody_up(store: Shared) {
    let (rate, slot) = (Rate { per_minute: 6, burst: 2 }, slots::tries_from_network("192.0.2.7"));
    let tomorrow = 86_400;
    for expected in [Pass::Allowed, Pass::Allowed, Pass::RetryAt(at(tomorrow + 10))] {
        assert_eq!(store.throttle(&slot, rate, at(tomorrow)).await.unwrap(), expected);
    }
    for expected in [Pass::Allowed, Pass::Allowed, Pass::RetryAt(at(10))] {
        assert_eq!(store.throttle(&slot, rate, at(0)).await.unwrap(), expected, "the clock was set right");
    }
}

async fn an_act_that_is_taken_back_makes_room_for_another(store: Shared) {
    let rate = Rate { per_minute: 6, burst: 2 };
    let slot = slots::wrong_from_network("192.0.2.7");
    store.take_back(&slot, rate, at(0)).await.unwrap();
    for expected in [Pass::Allowed, Pass::Allowed, Pass::RetryAt(at(10))] {
        assert_eq!(store.throttle(&slot, rate, at(0)).await.unwrap(), expected);
    }
    store.take_back(&slot, rate, at(1)).await.unwrap();
    assert_eq!(store.throttle(&slot, rate, at(1)).await.unwrap(), Pass::Allowed);
    assert_eq!(store.throttle(&slot, rate, at(1)).await.unwrap(), Pass::RetryAt(at(10)));
    for _ in 0..3 {
        store.take_back(&slot, rate, at(2)).await.unwrap();
    }
    let after = [store.throttle(&slot, rate, at(2)).await.unwrap(), store.throttle(&slot, rate, at(2)).await.unwrap()];
    assert_eq!(after, [Pass::Allowed; 2]);
    assert_ne!(store.throttle(&slot, rate, at(2)).await.unwrap(), Pass::Allowed, "no more than there ever was");
}

async fn a_purge_keeps_what_lives(store: Shared) {
    store.put(&place("short"), b"1", at(60), at(0)).await.unwrap();
    store.put(&place("long"), b"2", at(600), at(0)).await.unwrap();
    store.purge(at(61)).await.unwrap();
    assert_eq!(store.peek(&place("short"), at(61)).await.unwrap(), None);
    assert_eq!(store.peek(&place("long"), at(61)).await.unwrap().as_deref(), Some(&b"2"[..]));
}

async fn a_new_generation_begins_empty(store: Shared) {
    let (slot, pace, rate) = (place("a"), place("b"), Rate { per_minute: 1, burst: 1 });
    store.put(&slot, b"value", at(60), at(0)).await.unwrap();
    store.throttle(&pace, rate, at(0)).await.unwrap();
    store.begin_generation("");
    assert!(store.peek(&slot, at(1)).await.unwrap().is_some(), "the same generation goes on");
    for _ in 0..2 {
        store.begin_generation("second");
        assert_eq!(store.peek(&slot, at(1)).await.unwrap(), None);
        assert_eq!(store.take(&slot, at(1)).await.unwrap(), None);
    }
    assert_eq!(store.throttle(&pace, rate, at(1)).await.unwrap(), Pass::Allowed);
    store.put(&slot, b"newer", at(60), at(1)).await.unwrap();
    store.begin_generation("second");
    assert_eq!(store.take(&slot, at(2)).await.unwrap().as_deref(), Some(&b"newer"[..]));
}
