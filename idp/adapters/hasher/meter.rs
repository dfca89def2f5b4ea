//! What is counted of the hashing threads.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::MetricConstructor as _;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::Hasher;
use crate::adapters::meters::Buckets;

/// Upper bounds in seconds, up to the longest that a request may take.
const BOUNDS: Buckets = Buckets(&[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0]);

/// The counts of one pool of threads.
#[derive(Clone, Debug)]
pub(super) struct HasherMeter {
    /// Argon2id hashes that were computed.
    pub(super) hashes: Counter,
    /// Passwords that got no turn.
    pub(super) refusals: Counter,
    waits: Histogram,
}

impl Default for HasherMeter {
    fn default() -> Self {
        Self { hashes: Counter::default(), refusals: Counter::default(), waits: BOUNDS.new_metric() }
    }
}

impl HasherMeter {
    /// Notes that a password waited for `time` before its turn.
    pub(super) fn waited(&self, time: Duration) {
        self.waits.observe(time.as_secs_f64());
    }
}

/// The queue before the threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queueing {
    /// How many passwords wait.
    pub waiting: usize,
    /// How many may.
    pub room: usize,
}

impl Hasher {
    /// Enters what is counted of the threads into `registry`.
    pub fn register_meter(&self, registry: &mut Registry) {
        let meter = self.workers.meter();
        registry.register("hasher_hashes", "Password hashes that were computed", meter.hashes.clone());
        registry.register("hasher_refusals", "Passwords that got no turn", meter.refusals.clone());
        registry.register("hasher_wait_seconds", "Time that a password waited for its turn", meter.waits.clone());
    }

    /// How long the queue is at this moment.
    pub fn queueing(&self) -> Queueing {
        self.workers.queueing()
    }
}
