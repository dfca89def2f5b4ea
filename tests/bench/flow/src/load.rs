//! The closed loop: every worker begins anew as soon as it has its answer.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::cpu::Usage;
use crate::jar::Jar;
use crate::profile::Profile;
use crate::provider::{Provider, get};
use crate::relying_party::{Party, Tokens};

/// A worker stops after so many errors: the run is void anyhow.
const MOST_ERRORS: u64 = 20;

/// What a worker does over and over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Fetches the discovery document.
    Discovery,
    /// Fetches the keys.
    Jwks,
    /// Gets an access token for the client itself.
    Cc,
    /// Logs in with a new browser, by password.
    Login,
    /// Logs in with a browser that has a session.
    Sso,
    /// Turns a refresh token into the next.
    Refresh,
    /// Fetches a person's claims.
    Userinfo,
}

/// One run.
pub struct Load {
    /// What is done.
    pub mode: Mode,
    /// By how many workers.
    pub connections: u64,
    /// For how long before it counts.
    pub warm_up: Duration,
    /// For how long it counts.
    pub measured: Duration,
    /// The server's processes.
    pub pids: Vec<u32>,
    /// Names and processes of the stores beside it.
    pub stores: Vec<(String, u32)>,
}

impl Load {
    /// What came of it, as JSON.
    ///
    /// # Errors
    /// When the provider cannot be used at all.
    pub async fn run(&self, profile: Profile) -> anyhow::Result<Value> {
        let provider = Arc::new(Provider::discover(profile).await?);
        let mut workers = Vec::new();
        for number in 0..self.connections {
            workers.push(Worker::prepare(Arc::clone(&provider), self.mode, number).await.context("prepare a worker")?);
        }
        let from = Instant::now() + self.warm_up;
        let running: Vec<_> =
            workers.into_iter().map(|worker| tokio::spawn(worker.work(from, from + self.measured))).collect();
        tokio::time::sleep(self.warm_up).await;
        let stores: Vec<u32> = self.stores.iter().map(|(_, pid)| *pid).collect();
        let before = Usage::now(&self.pids, &stores);
        tokio::time::sleep(self.measured).await;
        let after = Usage::now(&self.pids, &stores);
        let mut total = Tally::default();
        for worker in running {
            total.add(worker.await?);
        }
        Ok(self.line(total, &before, &after, provider.verifier.verified()))
    }

    fn line(&self, mut total: Tally, before: &Usage, after: &Usage, verified: u64) -> Value {
        let seconds = self.measured.as_secs_f64();
        let count = total.micros.len();
        let server = after.server - before.server;
        let driver = after.driver - before.driver;
        let stores: Vec<f64> = after.stores.iter().zip(&before.stores).map(|(after, before)| after - before).collect();
        let other = (after.machine - before.machine - server - driver - stores.iter().sum::<f64>()).max(0.0);
        let names = self.stores.iter().map(|(name, _)| name.clone());
        let each = |seconds: f64| json!(seconds * 1e6 / (count.max(1) as f64));
        let stores: serde_json::Map<_, _> = names.zip(stores.into_iter().map(each)).collect();
        total.micros.sort_unstable();
        json!({
            "mode": format!("{:?}", self.mode).to_lowercase(),
            "connections": self.connections,
            "seconds": seconds,
            "ok": count,
            "done": total.done,
            "errors": total.errors,
            "first_error": total.first_error,
            "verified": verified,
            "per_second": count as f64 / seconds,
            "p50_ms": percentile(&total.micros, 50),
            "p99_ms": percentile(&total.micros, 99),
            "server_cpu_us": server * 1e6 / (count.max(1) as f64),
            "stores_cpu_us": stores,
            "server_rss_mib": after.server_rss_mib,
            "driver_cores": driver / seconds,
            "other_cores": other / seconds,
        })
    }
}

fn percentile(sorted: &[u64], percent: usize) -> f64 {
    let index = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(index).map_or(0.0, |micros| *micros as f64 / 1000.0)
}

/// What workers counted.
#[derive(Default)]
struct Tally {
    /// How long each answer took that came within the measured time.
    micros: Vec<u64>,
    /// How often it was done, before and after that time included.
    done: u64,
    errors: u64,
    first_error: Option<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.done += other.done;
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }
}

struct Worker {
    provider: Arc<Provider>,
    mode: Mode,
    party: Party,
    tokens: Option<Tokens>,
}

impl Worker {
    /// A worker that has what its mode begins with: a session, or tokens.
    async fn prepare(provider: Arc<Provider>, mode: Mode, number: u64) -> anyhow::Result<Self> {
        let mut party = Party::new(&provider.profile, number);
        let tokens = match mode {
            Mode::Sso | Mode::Userinfo => Some(party.log_in(&provider, &provider.profile.scope).await?),
            Mode::Refresh => Some(party.log_in(&provider, &provider.profile.refresh_scope).await?),
            Mode::Discovery | Mode::Jwks | Mode::Cc | Mode::Login => None,
        };
        Ok(Self { provider, mode, party, tokens })
    }

    async fn work(mut self, from: Instant, until: Instant) -> Tally {
        let mut tally = Tally::default();
        loop {
            let begun = Instant::now();
            if begun >= until || tally.errors >= MOST_ERRORS {
                return tally;
            }
            let outcome = self.once().await;
            tally.done += u64::from(outcome.is_ok());
            match outcome {
                Ok(()) if begun >= from && Instant::now() <= until => {
                    tally.micros.push(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
                }
                Ok(()) => {}
                Err(error) => tally.add(Tally {
                    errors: 1,
                    first_error: Some(format!("{error:#}").chars().take(300).collect()),
                    ..Tally::default()
                }),
            }
        }
    }

    async fn once(&mut self) -> anyhow::Result<()> {
        let Self { provider, mode, party, tokens } = self;
        match mode {
            Mode::Discovery => get(&mut party.back, &provider.discovery).await.map(drop),
            Mode::Jwks => get(&mut party.back, &provider.jwks).await.map(drop),
            Mode::Cc => party.client_credentials(provider).await,
            Mode::Login => {
                party.jar = Jar::default();
                party.log_in(provider, &provider.profile.scope).await.map(drop)
            }
            Mode::Sso => party.log_in(provider, &provider.profile.scope).await.map(drop),
            Mode::Userinfo => {
                let token = tokens.as_ref().map(|tokens| tokens.access_token.as_str()).unwrap_or_default();
                party.userinfo(provider, token).await
            }
            Mode::Refresh => {
                let token = tokens.as_ref().and_then(|tokens| tokens.refresh_token.as_deref());
                *tokens = Some(party.refresh(provider, token.context("no refresh token")?).await?);
                Ok(())
            }
        }
    }
}
