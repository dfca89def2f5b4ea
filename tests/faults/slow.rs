//! Stores whose every answer is late: requests are slow or are refused, but each
//! comes to its end, and what waits does not pile up.

use std::time::{Duration, Instant};

use super::load::{Load, judge, signed_in};
use super::relay::Relay;
use super::replicas::Replicas;
use crate::backends::bed::{Bed, at_once};
use crate::backends::redis::Redis;
use crate::harness::{Browser, OSKARI, RelyingParty, Setup, usual_or_thorough};

const CROWD: usize = 100;
/// The longest that a request may take, and to tell that.
const LONGEST: Duration = Duration::from_secs(17);
/// What a crowd may cost while it waits.
const ROOM: usize = 64 << 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn slow_stores_make_nobody_wait_for_ever_and_nothing_pile_up() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let mut url: url::Url = bed.url.parse().unwrap();
    let (database, short_lived) = (Relay::start(url.port().unwrap()).await, Relay::start(redis.port()).await);
    url.set_port(Some(database.port)).unwrap();
    let setup = Setup::new()
        .set("database.url", format!("{:?}", url.as_str()))
        .set("ephemeral.url", format!("\"redis://127.0.0.1:{}\"", short_lived.port));
    let replicas = Replicas::start(1, setup).await;
    let load = Load::start(&replicas, 1).await;
    let delay = |delay| {
        database.delay(delay);
        short_lived.delay(delay);
    };

    let begun = Instant::now();
    delay(Duration::from_millis(100));
    tokio::time::sleep(usual_or_thorough(Duration::from_secs(3), Duration::from_secs(30))).await;
    tell(&load, "stores 100 ms away", begun);

    let (web, browser) = (replicas.relying_party("web").await, signed_in(&replicas, &OSKARI).await);
    let (begun, before) = (Instant::now(), replicas.memory(0));
    delay(Duration::from_secs(2));
    let waves = usual_or_thorough(1, 5);
    let crowds = tokio::spawn(async move {
        for _ in 0..waves {
            crowd(&web, &browser).await;
        }
    });
    let mut most = before;
    let http = reqwest::Client::new();
    while !crowds.is_finished() {
        let asked = Instant::now();
        assert_eq!(http.get(format!("{}/live", replicas.issuer)).send().await.unwrap().status(), 200);
        assert!(asked.elapsed() < Duration::from_secs(2), "the process lives: {:?}", asked.elapsed());
        most = most.max(replicas.memory(0));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    crowds.await.unwrap();
    tell(&load, "stores 2 s away", begun);
    eprintln!("memory {} MiB, at the most {} MiB", before >> 20, most >> 20);
    assert!(most - before < ROOM, "{before} → {most}");

    delay(Duration::ZERO);
    let recovery = load.recovered(Instant::now()).await;
    eprintln!("all steps work again {recovery:.1?} after the stores are quick again");
    let verdict = judge(load.end().await, &replicas).await;
    assert_eq!((verdict.twice, verdict.lost, verdict.revived), (0, 0, 0), "{verdict:?}");
    drop(replicas);
    bed.remove().await;
}

fn tell(load: &Load, what: &str, begun: Instant) {
    let answers = load.answers(begun);
    let mut took: Vec<_> = answers.iter().map(|answer| answer.answered_at - answer.asked_at).collect();
    took.sort();
    let refused = answers.iter().filter(|answer| !answer.done).count();
    let (median, slowest) = (took.get(took.len() / 2), took.last());
    eprintln!("{what}: {} requests, {refused} refused, median {median:.1?}, slowest {slowest:.1?}", took.len());
    assert!(slowest.is_none_or(|slowest| *slowest < LONGEST), "{slowest:?}");
}

/// People who come all at once, half of them to log in, half to see whether the
/// service is ready.
async fn crowd(web: &RelyingParty, browser: &Browser) {
    let asked = Instant::now();
    let answers = at_once(CROWD, |number| {
        let (mut browser, url) = (browser.clone(), web.begin().url.to_string());
        async move {
            let page = browser.open(if number % 2 == 0 { url.as_str() } else { "/ready" }).await;
            (page.status, asked.elapsed())
        }
    })
    .await;
    let refused = answers.iter().filter(|(status, _)| *status == 503).count();
    let slowest = answers.iter().map(|(_, took)| *took).max();
    eprintln!("a crowd of {CROWD} at once: {refused} refused, the last answered after {slowest:.1?}");
    assert!(answers.iter().all(|(status, took)| [200, 303, 503].contains(status) && *took < LONGEST), "{answers:?}");
}
