//! Random walks of several browsers and two services over accounts that compete
//! for addresses. A model, which is the rules of `docs/journeys` written once
//! more in plain Rust, says what each step comes to; afterwards every row must be
//! what the model says. docs/testing.md tells how a failing walk is walked again.

mod drive;
mod ledger;
mod links;
mod logins;
mod own;
pub mod random;
mod step;
mod walk;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::backends::bed::Bed;
use crate::harness::{usual_or_thorough, variable};
use step::Outcome;
use walk::Walk;

/// How many walks go on at once: each has a service of its own.
const AT_ONCE: usize = 4;

/// Walks of `make test`, and of `make test-all`.
struct Amount {
    walks: u64,
    length: usize,
}

const USUAL: Amount = Amount { walks: 16, length: 40 };
const THOROUGH: Amount = Amount { walks: 200, length: 60 };
const USUAL_ON_POSTGRES: Amount = Amount { walks: 3, length: 25 };
const THOROUGH_ON_POSTGRES: Amount = Amount { walks: 15, length: 60 };

/// Fails with the shortest walk that fails.
async fn tell(walk: Walk, why: String, is_shortened: bool) {
    let (walk, why) = match is_shortened {
        true => walk.shortened(why).await,
        false => (walk, why),
    };
    let steps: Vec<String> =
        walk.steps().iter().enumerate().map(|(number, step)| format!("{number:3}  {step:?}")).collect();
    panic!("{why}\n{}\nwalk it again with IDP_TEST_WALK={}", steps.join("\n"), walk.name());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_people_do_the_service_does_what_the_model_says() {
    if let Some(name) = variable("IDP_TEST_WALK") {
        let walk = Walk::named(&name).expect("IDP_TEST_WALK is SEED:LENGTH or SEED:LENGTH:STEP,STEP…");
        if let Err(why) = walk.take(None).await {
            tell(walk, why, true).await;
        }
        return;
    }
    let Amount { walks, length } = usual_or_thorough(USUAL, THOROUGH);
    let (turns, mut going) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for seed in 0..walks {
        let turns = turns.clone();
        going.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let walk = Walk::whole(seed, length);
            walk.take(None).await.map_err(|why| (walk, why))
        });
    }
    while let Some(walked) = going.join_next().await {
        if let Err((walk, why)) = walked.unwrap() {
            going.shutdown().await;
            tell(walk, why, true).await;
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_holds_on_postgresql() {
    let Amount { walks, length } = usual_or_thorough(USUAL_ON_POSTGRES, THOROUGH_ON_POSTGRES);
    // Other seeds than on SQLite: more ground is covered.
    for seed in 1_000_000..1_000_000 + walks {
        let bed = Bed::postgres().await;
        let walk = Walk::whole(seed, length);
        if let Err(why) = walk.take(Some(&bed.url)).await {
            tell(walk, why, false).await;
        }
        bed.remove().await;
    }
}

/// What the usual walks must come to: one that stays on the first page finds
/// nothing.
const REACHED: [(&str, &[Outcome]); 12] = [
    ("Register", &[Outcome::Mailed, Outcome::Taken]),
    ("Login", &[Outcome::Home, Outcome::AskedToKeep, Outcome::Mailed, Outcome::Wrong, Outcome::Waits, Outcome::Locked]),
    ("Guess", &[Outcome::Wrong, Outcome::Locked]),
    ("UseLink", &[Outcome::Done, Outcome::Dead]),
    ("Visit", &[Outcome::Home, Outcome::MustLogIn]),
    ("ChangePassword", &[Outcome::Done, Outcome::Refused, Outcome::MustLogIn]),
    ("AskEmail", &[Outcome::Done, Outcome::Refused]),
    ("Delete", &[Outcome::Done]),
    ("Keep", &[Outcome::Done]),
    ("EndOthers", &[Outcome::Done, Outcome::Nothing]),
    ("OpenService", &[Outcome::Done, Outcome::MustLogIn]),
    ("Refresh", &[Outcome::Done, Outcome::Refused]),
];

/// What the thorough ones come to besides.
const REACHED_AT_LAST: [(&str, &[Outcome]); 6] = [
    ("UseLink", &[Outcome::DoneBefore, Outcome::Unknown, Outcome::Taken]),
    ("Visit", &[Outcome::AskedToKeep]),
    ("ChangePassword", &[Outcome::Locked]),
    ("AskEmail", &[Outcome::Locked]),
    ("Delete", &[Outcome::Refused, Outcome::Locked]),
    ("EndOthers", &[Outcome::MustProve]),
];

fn reach(amount: &Amount, expected: &[(&str, &[Outcome])]) {
    let mut reached = BTreeMap::<String, usize>::new();
    for seed in 0..amount.walks {
        for (step, outcome) in Walk::whole(seed, amount.length).outcomes() {
            let kind = format!("{step:?}").split(' ').next().unwrap_or_default().to_owned();
            *reached.entry(format!("{kind} {outcome:?}")).or_default() += 1;
        }
    }
    for (kind, outcome) in expected.iter().flat_map(|(kind, outcomes)| outcomes.iter().map(move |it| (kind, it))) {
        assert!(reached.contains_key(&format!("{kind} {outcome:?}")), "{kind} never {outcome:?}: {reached:#?}");
    }
}

#[test]
fn the_walks_come_to_every_outcome() {
    reach(&USUAL, &REACHED);
    reach(&THOROUGH, &REACHED);
    reach(&THOROUGH, &REACHED_AT_LAST);
}

#[test]
fn a_walk_has_a_name_and_the_same_steps_every_time() {
    let walk = Walk::whole(7, 50);
    assert_eq!(walk.steps(), Walk::named("7:50").unwrap().steps());
    let part = Walk { kept: vec![0, 3, 49], ..walk };
    assert_eq!(Walk::named(&part.name()), Some(part));
    for wrong in ["", "7", "x:50", "7:50:a"] {
        assert_eq!(Walk::named(wrong), None, "{wrong}");
    }
}
