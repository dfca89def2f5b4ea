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
    while codes.len() < count {
        let attempt = web.begin_with("openid offline_access", &[]);
        let page = browser.open(&attempt.url).await;
        // On a machine that is busy Redis may take too long, once in thousands.
        if page.status != 503 {
            codes.push((web.code(&attempt, &page), attempt.verifier));
        }
    }
    codes
}

/// Those of `codes` for which tokens were given; every other was refused as it
/// must be.
async fn redeem(web: &Arc<RelyingParty>, codes: &Arc<Vec<Code>>) -> Vec<Code> {
    let redeemed = at_once(CROWD, |part| {
        let (web, codes) = (Arc::clone(web), Arc::clone(codes));
        async move {
            let mut redeemed = Vec::new();
            for code in codes.iter().skip(part).step_by(CROWD) {
                let mut reply = web.redeem(&code.0, &code.1).await;
                while reply.status == 503 {
                    reply = web.redeem(&code.0, &code.1).await;
                }
                assert!(reply.status == 200 || reply.error() == "invalid_grant", "{}", reply.body);
                redeemed.extend((reply.status == 200).then(|| code.clone()));
            }
            redeemed
        }
    });
    redeemed.await.concat()
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

/// How many codes were redeemed; how many of these were accepted at a replica
/// that lagged, and how many by an old dump.
async fn offer_again(pair: &mut Pair, web: &Arc<RelyingParty>, browser: &Browser, count: usize) -> [usize; 3] {
    pair.follow().await;
    let begun = Instant::now();
    let codes = at_once(CROWD, |_| get_codes(Arc::clone(web), browser.clone(), count / CROWD)).await.concat();
    until("the replica to have every code", async || known(&pair.lagging) >= count).await;
    pair.line.delay(CODE_TTL);
    pair.redis.command(&["SAVE"]);
    let codes = Arc::new(redeem(web, &Arc::new(codes)).await);

    assert!(known(&pair.lagging) >= count, "it knows of no redemption");
    pair.promote();
    found(web, browser).await;
    let at_lagging = redeem(web, &codes).await.len();
    assert!(known(&pair.lagging) < count, "they were looked for there");

    pair.restore().await;
    assert!(known(&pair.redis) >= count, "the dump has them all");
    found(web, browser).await;
    let by_dump = redeem(web, &codes).await.len();
    assert!(begun.elapsed() < CODE_TTL, "codes ended by themselves: {:?}", begun.elapsed());
    [codes.len(), at_lagging, by_dump]
}

/// The service has found the Redis of this moment.
async fn found(web: &RelyingParty, browser: &Browser) {
    until("the service to find Redis", async || browser.clone().open(&web.begin().url).await.status == 303).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_code_is_redeemed_again_at_a_replica_that_lagged_or_by_an_old_dump() {
    let (goal, each) = usual_or_thorough((190, 200), (10_000, 1_000));
    let (bed, mut pair) = (Bed::postgres().await, Pair::start().await);
    let setup = Setup::new()
        .set("database.url", format!("{:?}", bed.url))
        .set("ephemeral.url", format!("\"redis://127.0.0.1:{}\"", pair.address.port))
        .set("tokens.code_ttl", format!("\"{}s\"", CODE_TTL.as_secs()));
    let replicas = Replicas::start(2, setup).await;
    let browser = signed_in(&replicas, &ERKKI).await;
    let web = Arc::new(replicas.relying_party("web").await);
    let mut sum = [0; 3];
    while sum[0] < goal {
        let round = offer_again(&mut pair, &web, &browser, each).await;
        assert!(round[0] > each / 2, "{round:?}");
        sum = std::array::from_fn(|index| sum[index] + round[index]);
    }
    let [redeemed, at_lagging, by_dump] = sum;
    eprintln!("of {redeemed} redeemed codes {at_lagging} were accepted at a lagging replica, {by_dump} by an old dump");
    assert_eq!((at_lagging, by_dump), (0, 0));
    drop(replicas);
    bed.remove().await;
}
