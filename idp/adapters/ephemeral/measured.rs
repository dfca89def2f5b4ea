//! An ephemeral store whose acts are counted and timed.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use prometheus_client::registry::Registry;
use tracing::Instrument as _;

use super::slots::Slot;
use super::{Ephemeral, Pass, Rate};
use crate::adapters::fault::Fault;
use crate::adapters::meters::{Counts, Durations};
use crate::adapters::spans;

/// Upper bounds in seconds, up to the time after which Redis is given up.
const BOUNDS: &[f64] = &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];
const OPERATIONS: [&str; 6] = ["put", "peek", "take", "throttle", "take_back", "ping"];
/// What is paced, by the first part of the slots' names.
const PACED: [&str; 4] = ["tries-network", "tries-identifier", "wrong-network", "mails-network"];

/// What is counted of the ephemeral store.
#[derive(Clone, Debug)]
pub struct EphemeralMeter {
    times: Durations,
    errors: Counts,
    throttled: Counts,
}

impl Default for EphemeralMeter {
    fn default() -> Self {
        Self {
            times: Durations::new("operation", &OPERATIONS, BOUNDS),
            errors: Counts::new("operation", OPERATIONS),
            throttled: Counts::new("limit", PACED),
        }
    }
}

impl EphemeralMeter {
    /// Enters the counts into `registry`.
    pub fn register(&self, registry: &mut Registry) {
        self.times.register(registry, "ephemeral_duration_seconds", "Time that an act of the ephemeral store took");
        self.errors.register(registry, "ephemeral_errors", "Acts of the ephemeral store that failed");
        self.throttled.register(registry, "throttled", "Acts that came too fast, by the limit that they met");
    }

    async fn watch<T>(
        &self,
        operation: &'static str,
        act: impl Future<Output = Result<T, Fault>> + Send,
    ) -> Result<T, Fault> {
        let (begun, span) = (Instant::now(), spans::ephemeral(operation));
        let outcome = act.instrument(span.clone()).await;
        spans::ended(&span, outcome.is_ok());
        self.times.note(operation, begun.elapsed());
        if outcome.is_err() {
            self.errors.add(operation);
        }
        outcome
    }
}

/// A store with a meter before it.
pub struct MeasuredEphemeral {
    store: Arc<dyn Ephemeral>,
    meter: EphemeralMeter,
}

impl MeasuredEphemeral {
    /// `store`, whose acts `meter` counts.
    pub fn new(store: Arc<dyn Ephemeral>, meter: EphemeralMeter) -> Self {
        Self { store, meter }
    }
}

impl fmt::Debug for MeasuredEphemeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}

#[async_trait]
impl Ephemeral for MeasuredEphemeral {
    async fn put(&self, slot: &Slot, value: &[u8], expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault> {
        self.meter.watch("put", self.store.put(slot, value, expires_at, now)).await
    }

    async fn put_if_absent(
        &self,
        slot: &Slot,
        value: &[u8],
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        self.meter.watch("put", self.store.put_if_absent(slot, value, expires_at, now)).await
    }

    async fn peek(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        self.meter.watch("peek", self.store.peek(slot, now)).await
    }

    async fn take(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        self.meter.watch("take", self.store.take(slot, now)).await
    }

    async fn throttle(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<Pass, Fault> {
        let pass = self.meter.watch("throttle", self.store.throttle(slot, rate, now)).await?;
        if let Pass::RetryAt(_) = pass {
            self.meter.throttled.add(limit_of(slot));
        }
        Ok(pass)
    }

    async fn take_back(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<(), Fault> {
        self.meter.watch("take_back", self.store.take_back(slot, rate, now)).await
    }

    fn begin_generation(&self, generation: &str) {
        self.store.begin_generation(generation);
    }

    async fn purge(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        self.store.purge(now).await
    }

    async fn ping(&self) -> Result<(), Fault> {
        self.meter.watch("ping", self.store.ping()).await
    }
}

/// The use of a slot, which says nothing of who was here.
fn limit_of(slot: &Slot) -> &'static str {
    let name = slot.as_str();
    PACED
        .into_iter()
        .find(|limit| name.strip_prefix(limit).is_some_and(|rest| rest.starts_with(':')))
        .unwrap_or("other")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use oidc::names::Digest;

    use super::super::{MemoryEphemeral, slots};
    use super::*;

    #[tokio::test]
    async fn what_came_too_fast_is_counted_by_its_limit() {
        let meter = EphemeralMeter::default();
        let store = MeasuredEphemeral::new(Arc::new(MemoryEphemeral::new(64)), meter.clone());
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let rate = Rate { per_minute: 1, burst: 1 };
        for _ in 0..3 {
            store.throttle(&slots::mails_from_network("192.0.2.7"), rate, now).await.unwrap();
        }
        assert_eq!(meter.throttled.of("mails-network"), 2);
        assert_eq!(meter.errors.of("throttle"), 0);
    }

    #[test]
    fn every_limit_has_its_word() {
        let digest = Digest::of("x").0;
        let table = [
            (slots::tries_from_network("a"), "tries-network"),
            (slots::tries_on_identifier(&digest, "a"), "tries-identifier"),
            (slots::wrong_from_network("a"), "wrong-network"),
            (slots::mails_from_network("a"), "mails-network"),
            (slots::pressed_again(&digest), "other"),
        ];
        for (slot, limit) in table {
            assert_eq!(limit_of(&slot), limit);
        }
    }
}
