//! Codes that were redeemed, and a Redis that forgot that they were: a replica
//! that lagged is promoted, an old dump is restored.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::load::signed_in;
use super::relay::Relay;
use super::replicas::Replicas;
use crate::backends::bed::{Bed, at_once};
use crate::backends::redis::Redis;
use crate::harness::{Browser, ERKKI, RelyingParty, Setup, usual_or_thorough, wait_for};

/// How many ask at the same time.
const CROWD: usize = 8;
/// The longest that a code may live, so that none ends by itself meanwhile.
const CODE_TTL: Duration = Duration::from_mins(10);

type Code = (String, String);

async fn get_codes(web: Arc<RelyingParty>, mut browser: Browser, count: usize) -> Vec<Code> {
    let mut codes = Vec::new();
    for _ in 0..count {
        let attempt = web.begin_with("openid offline_access", &[]);
        let page = browser.open(&attempt.url).await;
        codes.push((web.code(&attempt, &page), attempt.verifier));
    }
    codes
}

/// How many of `codes` gave tokens; every other was refused as it must be.
async fn accepted(web: &Arc<RelyingParty>, codes: &Arc<Vec<Vec<Code>>>) -> usize {
    let accepted = at_once(CROWD, |part| redeem_part(Arc::clone(web), Arc::clone(codes), part)).await;
    accepted.into_iter().sum()
}

async fn redeem_part(web: Arc<RelyingParty>, codes: Arc<Vec<Vec<Code>>>, part: usize) -> usize {
    let mut accepted = 0;
    for (code, verifier) in &codes[part] {
        let reply = web.redeem(code, verifier).await;
        assert!(reply.status == 200 || reply.error() == "invalid_grant", "{}", reply.body);
        accepted += usize::from(reply.status == 200);
    }
    accepted
}

/// How many live codes a Redis knows.
fn known(redis: &Redis) -> usize {
    redis.command(&["EVAL", "return #redis.call('KEYS', 'idp:code:*')", "0"]).trim().parse().unwrap()
}

async fn until<F: Future<Output = bool>>(what: &str, look: impl Fn() -> F) {
    wait_for(what, async || look().await.then_some(())).await;
}

/// Two servers behind one address, and the line between them.
struct Pair {
    redis: Redis,
    lagging: Redis,
    /// Where the service looks for Redis.
    address: Relay,
    line: Relay,
}

impl Pair {
    async fn start() -> Self {
        let (redis, lagging) = (Redis::start().await, Redis::start().await);
        let (address, line) = (Relay::start(redis.port()).await, Relay::start(redis.port()).await);
        Self { redis, lagging, address, line }
    }

    /// The second server follows the first.
    async fn follow(&self) {
        self.line.delay(Duration::ZERO);
        self.lagging.command(&["REPLICAOF", "127.0.0.1", &self.line.port.to_string()]);
        let up = "master_link_status:up";
        until("the replica to follow", async || self.lagging.command(&["INFO"]).contains(up)).await;
    }

    /// The first is gone, and the second takes its place as it is.
    fn promote(&mut self) {
        self.redis.kill();
        self.lagging.command(&["REPLICAOF", "NO", "ONE"]);
        self.address.lead_to(self.lagging.port());
    }

    /// The first is there again, with what it had saved.
    async fn restore(&mut self) {
        self.redis.come_back().await;
        self.address.lead_to(self.redis.port());
        self.line.lead_to(self.redis.port());
    }
}

/// How many of `count` redeemed codes were accepted at a replica that lagged,
/// and how many by an old dump.
async fn offer_again(pair: &mut Pair, web: &Arc<RelyingParty>, browser: &Browser, count: usize) -> (usize, usize) {
    pair.follow().await;
    let begun = Instant::now();
    let codes = Arc::new(at_once(CROWD, |_| get_codes(Arc::clone(web), browser.clone(), count / CROWD)).await);
    until("the replica to have every code", async || known(&pair.lagging) >= count).await;
    pair.line.delay(CODE_TTL);
    pair.redis.command(&["SAVE"]);
    assert_eq!(accepted(web, &codes).await, count);

    assert!(known(&pair.lagging) >= count, "it knows of no redemption");
    pair.promote();
    found(web, browser).await;
    let at_lagging = accepted(web, &codes).await;
    assert!(known(&pair.lagging) < count, "they were looked for there");

    pair.restore().await;
    assert!(known(&pair.redis) >= count, "the dump has them all");
    found(web, browser).await;
    let by_dump = accepted(web, &codes).await;
    assert!(begun.elapsed() < CODE_TTL, "codes ended by themselves: {:?}", begun.elapsed());
    (at_lagging, by_dump)
}

/// The service has found the Redis of this moment.
async fn found(web: &RelyingParty, browser: &Browser) {
    until("the service to find Redis", async || browser.clone().open(&web.begin().url).await.status == 303).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_code_is_redeemed_again_at_a_replica_that_lagged_or_by_an_old_dump() {
    let (rounds, count) = usual_or_thorough((1, 200), (10, 1_000));
    let (bed, mut pair) = (Bed::postgres().await, Pair::start().await);
    let setup = Setup::new()
        .set("database.url", format!("{:?}", bed.url))
        .set("ephemeral.url", format!("\"redis://127.0.0.1:{}\"", pair.address.port))
        .set("tokens.code_ttl", format!("\"{}s\"", CODE_TTL.as_secs()));
    let replicas = Replicas::start(2, setup).await;
    let browser = signed_in(&replicas, &ERKKI).await;
    let web = Arc::new(replicas.relying_party("web").await);
    let mut sum = (0, 0);
    for _ in 0..rounds {
        let (at_lagging, by_dump) = offer_again(&mut pair, &web, &browser, count).await;
        sum = (sum.0 + at_lagging, sum.1 + by_dump);
    }
    let all = rounds * count;
    eprintln!("of {all} redeemed codes {} were accepted at a lagging replica, {} by an old dump", sum.0, sum.1);
    assert_eq!(sum, (0, 0));
    assert_eq!(bed.count("SELECT count(*) FROM grants").await, i64::try_from(all).unwrap(), "one grant for each code");
    drop(replicas);
    bed.remove().await;
}
