//! A replica whose way to the database is cut, or leads into nothing: it alone
//! leaves service, whoever asks it is told to come again, and it is back without
//! a restart when the way is.

use std::time::{Duration, Instant};

use super::load::signed_in;
use super::relay::Relay;
use super::replicas::Replicas;
use crate::backends::bed::{Bed, at_once};
use crate::backends::redis::Redis;
use crate::harness::{Browser, ERKKI, RelyingParty, Setup, free_port, usual_or_thorough, wait_for};

/// Longer than any request may take, the machine's own business included.
const LONGEST: Duration = Duration::from_secs(17);
/// Long before an operator would come.
const HEALED: Duration = Duration::from_secs(10);
/// Nobody waits until then.
const NEVER: Duration = Duration::from_secs(3_600);
/// The replica with a way of its own to the database.
const WHOLE: usize = 0;
/// The replica whose way is the relay.
const CUT: usize = 1;

struct Pair {
    replicas: Replicas,
    web: RelyingParty,
    browser: Browser,
}

impl Pair {
    async fn probe(&self, replica: usize, path: &str) -> u16 {
        reqwest::get(format!("{}{path}", self.replicas.address(replica))).await.unwrap().status().as_u16()
    }

    /// What a probe of each of the two is answered.
    async fn probes(&self) -> [[u16; 2]; 2] {
        [
            [self.probe(WHOLE, "/live").await, self.probe(WHOLE, "/ready").await],
            [self.probe(CUT, "/live").await, self.probe(CUT, "/ready").await],
        ]
    }

    /// People who ask the replica that is cut are told to come again.
    async fn is_refused(&self, what: &str) {
        self.replicas.lead_to_only(CUT);
        let begun = Instant::now();
        let pages = at_once(10, |_| {
            let (mut browser, url) = (self.browser.clone(), self.web.begin().url.to_string());
            async move { browser.open(url).await }
        })
        .await;
        let took = begun.elapsed();
        eprintln!("{what}: refused after {took:.1?}");
        assert!(pages.iter().all(|page| page.status == 503), "{what}: {}", pages[0].told());
        assert!(pages.iter().all(|page| page.header("retry-after").is_some()), "{what}: {}", pages[0].told());
        assert!(took < LONGEST, "{what}: {took:?}");
        // What the database took a moment ago still counts for a probe.
        wait_for(what, async || (self.probes().await == [[200, 200], [200, 503]]).then_some(())).await;
    }

    /// What needs no database is answered by the replica that is cut.
    async fn keys_are_told(&self, times: usize) {
        let address = self.replicas.address(CUT);
        let http = reqwest::Client::new();
        let statuses = at_once(4, |_| {
            let (http, address) = (http.clone(), address.clone());
            async move {
                let mut all = Vec::new();
                for number in 0..times {
                    let path = ["/jwks.json", "/.well-known/openid-configuration"][number % 2];
                    all.push(http.get(format!("{address}{path}")).send().await.unwrap().status().as_u16());
                }
                all
            }
        })
        .await;
        assert!(statuses.concat().iter().all(|status| *status == 200));
    }

    /// People who ask the other replica notice nothing.
    async fn goes_on(&mut self) {
        self.replicas.lead_to_only(WHOLE);
        let attempt = self.web.begin();
        let page = self.browser.open(&attempt.url).await;
        self.web.finish(&attempt, &page).await;
    }

    async fn heals(&mut self, what: &str) {
        let back = Instant::now();
        wait_for(what, async || (self.probe(CUT, "/ready").await == 200).then_some(())).await;
        let took = back.elapsed();
        eprintln!("{what}: ready again after {took:.1?}");
        assert!(took < HEALED, "{what}: {took:?}");
        self.replicas.lead_to_only(CUT);
        for _ in 0..10 {
            let attempt = self.web.begin();
            let page = self.browser.open(&attempt.url).await;
            self.web.finish(&attempt, &page).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_the_replica_that_is_cut_off_leaves_service_and_it_comes_back_by_itself() {
    let (bed, redis) = (Bed::postgres().await, Redis::start().await);
    let mut url: url::Url = bed.url.parse().unwrap();
    let database = url.port().unwrap();
    let relay = Relay::start(database).await;
    url.set_port(Some(relay.port)).unwrap();
    let setup =
        Setup::new().set("database.url", format!("{:?}", bed.url)).set("ephemeral.url", format!("{:?}", redis.url));
    let mut replicas = Replicas::start(1, setup).await;
    replicas.wrapper = vec![format!("IDP__DATABASE__URL={url}")];
    assert_eq!(replicas.add().await, CUT);
    let browser = signed_in(&replicas, &ERKKI).await;
    let web = replicas.relying_party("web").await;
    let mut pair = Pair { replicas, web, browser };
    assert_eq!(pair.probes().await, [[200, 200], [200, 200]]);
    for _ in 0..usual_or_thorough(1, 5) {
        relay.lead_to(free_port());
        pair.is_refused("the way is cut").await;
        pair.keys_are_told(usual_or_thorough(100, 1_000)).await;
        pair.goes_on().await;
        relay.lead_to(database);
        pair.heals("after the cut").await;

        // Nothing comes back, and nobody says so.
        relay.delay(NEVER);
        pair.is_refused("the way leads into nothing").await;
        pair.goes_on().await;
        // Connections of before stay dead; new ones are answered.
        relay.delay(Duration::ZERO);
        pair.heals("after the silence").await;
    }
    drop(pair);
    bed.remove().await;
}
