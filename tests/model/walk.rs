//! A walk: the steps that belong to a seed, taken at a service of their own, and
//! the shortest part of them that still fails.

use tokio::time::{Duration, Instant};

use super::drive::Driver;
use super::ledger::Ledger;
use super::random::Random;
use super::step::{Outcome, Step, choose};
use super::world::{BROWSERS, World};
use crate::harness::Setup;

/// How long a failing walk is shortened.
const SHORTENED_FOR: Duration = Duration::from_secs(240);

/// Which steps are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    pub seed: u64,
    pub length: usize,
    /// The places of those that are taken.
    pub kept: Vec<usize>,
}

impl Walk {
    /// All steps of the seed's walk of this length.
    pub fn whole(seed: u64, length: usize) -> Self {
        Self { seed, length, kept: (0..length).collect() }
    }

    /// The walk that [`name`](Self::name) named.
    pub fn named(name: &str) -> Option<Self> {
        let mut parts = name.split(':');
        let (seed, length) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let Some(kept) = parts.next() else { return Some(Self::whole(seed, length)) };
        let kept: Option<Vec<usize>> = kept.split(',').map(|place| place.parse().ok()).collect();
        Some(Self { seed, length, kept: kept?.into_iter().filter(|place| *place < length).collect() })
    }

    /// What `IDP_TEST_WALK` takes to walk it again.
    pub fn name(&self) -> String {
        let kept: Vec<String> = self.kept.iter().map(usize::to_string).collect();
        format!("{}:{}:{}", self.seed, self.length, kept.join(","))
    }

    /// Every second seed walks where no page tells whether there is an account.
    fn is_neutral(&self) -> bool {
        self.seed % 2 == 1
    }

    /// The steps, and at last a look at every browser.
    pub fn steps(&self) -> Vec<Step> {
        let (mut random, mut world) = (Random::new(self.seed), World::new(self.is_neutral()));
        let mut steps = Vec::new();
        for place in 0..self.length {
            let step = choose(&mut random, &world);
            world.take(step);
            if self.kept.contains(&place) {
                steps.push(step);
            }
        }
        steps.extend((0..BROWSERS).map(|browser| Step::Visit { browser }));
        steps
    }

    /// The steps with what the model says that they come to.
    pub fn outcomes(&self) -> Vec<(Step, Outcome)> {
        let mut world = World::new(self.is_neutral());
        self.steps().into_iter().map(|step| (step, world.take(step))).collect()
    }

    /// Takes the steps at a service with its database at `database`, or one of
    /// its own.
    ///
    /// # Errors
    /// Where the service and the model part.
    pub async fn take(&self, database: Option<&str>) -> Result<(), String> {
        let (walk, database) = (self.clone(), database.map(str::to_owned));
        // A runtime of its own: what a failed walk leaves running ends with it.
        let taken = tokio::task::spawn_blocking(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(walk.take_here(database))
        });
        match taken.await {
            Ok(outcome) => outcome,
            Err(error) => {
                let told = error.into_panic();
                let text = told.downcast_ref::<String>().cloned();
                Err(text.or_else(|| told.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
            }
        }
    }

    async fn take_here(self, database: Option<String>) -> Result<(), String> {
        let privacy = if self.is_neutral() { "\"neutral\"" } else { "\"seed\"" };
        let setup = Setup::new().set("accounts.privacy", privacy).set("limits.mails_per_recipient", "100");
        let setup = match &database {
            Some(url) => setup.set("database.url", format!("\"{url}\"")),
            None => setup,
        };
        let idp = setup.start().await;
        let own = format!("sqlite://{}/idp.db", idp.folder().display());
        let mut ledger = Ledger::open(database.as_deref().unwrap_or(&own)).await;
        let mut driver = Driver::new(idp).await;
        let mut world = World::new(self.is_neutral());
        for (number, step) in self.steps().into_iter().enumerate() {
            let before = world.clone();
            let expected = world.take(step);
            let failed = |why: String| format!("step {number}, {step:?}: {why}");
            let outcome = driver.take(step, &before, &world, &ledger.subjects).await;
            if outcome != expected {
                return Err(failed(format!("came to {outcome:?}, the model says {expected:?}")));
            }
            ledger.compare(&world).await.map_err(failed)?;
            driver.take_mail(&world).await;
            driver.try_dead_tokens(&world).await.map_err(failed)?;
        }
        driver.stop().await;
        Ok(())
    }

    /// A shortest part of the walk that fails still, and why. Only on SQLite.
    pub async fn shortened(self, why: String) -> (Self, String) {
        let (mut shortest, mut why, began) = (self, why, Instant::now());
        let mut size = shortest.kept.len().div_ceil(2);
        while size > 0 {
            let mut start = 0;
            while start < shortest.kept.len() && began.elapsed() < SHORTENED_FOR {
                let mut shorter = shortest.clone();
                shorter.kept.drain(start..(start + size).min(shortest.kept.len()));
                match shorter.take(None).await {
                    Ok(()) => start += size,
                    Err(still) => (shortest, why) = (shorter, still),
                }
            }
            size /= 2;
        }
        (shortest, why)
    }
}
