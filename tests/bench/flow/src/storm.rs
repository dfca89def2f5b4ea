//! The login storm: wrong passwords that come at a fixed rate, whatever the
//! answers do, while people and services go about their business. An open
//! loop: who is late is not waited for, so that a stall is seen at its full
//! length.

mod attack;
mod stream;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::cpu::Usage;
use crate::profile::Profile;
use crate::provider::Provider;
use attack::{Attack, Outcome};
use stream::{Errand, Seen, Stream};

/// The people that the attack leaves alone, for each errand.
const PEOPLE_OF_AN_ERRAND: u64 = 16;

/// How hard, and how long.
#[derive(Clone, Debug, clap::Args)]
pub struct Storm {
    /// Wrong passwords a second; 0 shows the calm.
    #[arg(long, default_value_t = 1000.0)]
    pub rate: f64,
    /// Networks that they come from.
    #[arg(long, default_value_t = 5000)]
    pub networks: u64,
    /// Accounts that are attacked, named `target{n}@example.test`; every other
    /// try is on a name that nobody has.
    #[arg(long, default_value_t = 5000)]
    pub targets: u64,
    /// Seconds that are measured.
    #[arg(long, default_value_t = 20.0)]
    pub seconds: f64,
    /// Seconds of storm before that.
    #[arg(long, default_value_t = 3.0)]
    pub warm_up: f64,
    /// Token refreshes a second.
    #[arg(long, default_value_t = 100.0)]
    pub refreshes: f64,
    /// Fetches of claims a second.
    #[arg(long, default_value_t = 100.0)]
    pub userinfos: f64,
    /// Logins with a session a second.
    #[arg(long, default_value_t = 20.0)]
    pub ssos: f64,
    /// Right passwords a second in browsers that signed in before.
    #[arg(long, default_value_t = 4.0)]
    pub known_logins: f64,
    /// Right passwords a second in browsers that are new.
    #[arg(long, default_value_t = 4.0)]
    pub new_logins: f64,
    /// The server's processes; their children count as well.
    #[arg(long, value_delimiter = ',')]
    pub pids: Vec<u32>,
}

impl Storm {
    /// What came of it, as JSON.
    ///
    /// # Errors
    /// When the provider cannot be used at all.
    pub async fn run(&self, profile: Profile) -> anyhow::Result<Value> {
        let provider = Arc::new(Provider::discover(profile).await?);
        let mut streams = Vec::new();
        for (number, (errand, rate)) in (0..).zip(self.errands()) {
            let first = number * PEOPLE_OF_AN_ERRAND;
            let stream = Stream::prepare(Arc::clone(&provider), errand, rate, first, PEOPLE_OF_AN_ERRAND).await;
            streams.push(stream.with_context(|| format!("prepare {}", errand.name()))?);
        }
        let attack = Attack::prepare(&provider, self).await.context("prepare the attack")?;
        let from = Instant::now() + Duration::try_from_secs_f64(self.warm_up)?;
        let measured = Duration::try_from_secs_f64(self.seconds)?;
        let attacking = tokio::spawn(attack.run(from, from + measured));
        let running: Vec<_> = streams.into_iter().map(|stream| stream.run(from, from + measured)).collect();
        tokio::time::sleep_until(from).await;
        let before = Usage::now(&self.pids, &[]);
        tokio::time::sleep_until(from + measured).await;
        let after = Usage::now(&self.pids, &[]);
        let mut errands = serde_json::Map::new();
        for stream in running {
            let (errand, seen) = stream.finish().await?;
            errands.insert(errand.name().to_owned(), seen.line(self.seconds));
        }
        Ok(self.line(attacking.await??, errands, before, after, provider.verifier.verified()))
    }

    fn errands(&self) -> [(Errand, f64); 5] {
        [
            (Errand::Refresh, self.refreshes),
            (Errand::Userinfo, self.userinfos),
            (Errand::Sso, self.ssos),
            (Errand::KnownLogin, self.known_logins),
            (Errand::NewLogin, self.new_logins),
        ]
    }

    fn line(
        &self,
        attack: Outcome,
        errands: serde_json::Map<String, Value>,
        before: Usage,
        after: Usage,
        verified: u64,
    ) -> Value {
        let (server, driver) = (after.server - before.server, after.driver - before.driver);
        let other = (after.machine - before.machine - server - driver).max(0.0);
        json!({
            "mode": "storm",
            "rate": self.rate,
            "seconds": self.seconds,
            "attack": attack.line(self.seconds),
            "errands": errands,
            "verified": verified,
            "server_rss_mib": after.server_rss_mib,
            "server_cores": server / self.seconds,
            "driver_cores": driver / self.seconds,
            "other_cores": other / self.seconds,
        })
    }
}

/// The latency that `per_mille` of a thousand do not exceed, in milliseconds.
fn percentile(sorted: &[u64], per_mille: usize) -> f64 {
    let index = sorted.len().saturating_sub(1) * per_mille / 1000;
    sorted.get(index).map_or(0.0, |micros| *micros as f64 / 1000.0)
}

/// Latencies as a line shows them.
fn latencies(mut seen: Seen) -> Value {
    seen.micros.sort_unstable();
    json!({
        "ok": seen.micros.len(),
        "busy": seen.busy,
        "errors": seen.errors,
        "first_error": seen.first_error,
        "p50_ms": percentile(&seen.micros, 500),
        "p99_ms": percentile(&seen.micros, 990),
        "p999_ms": percentile(&seen.micros, 999),
        "max_ms": percentile(&seen.micros, 1000),
    })
}
