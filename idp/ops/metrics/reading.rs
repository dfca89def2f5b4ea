//! What is looked up when Prometheus asks: stores, queues, keys.
//!
//! What cannot be looked up in time is told as not a number, so that no rule
//! holds of it, and that its store is away is told beside it.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use chrono::{DateTime, Utc};
use keys::{Algorithm, KeyRecord, KeyState};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::adapters::{Channel, Fault, Waiting};
use crate::ctx::Ctx;
use crate::ops::janitor::Plan;

/// How long a store may take: Prometheus itself waits for ten seconds.
const PATIENCE: Duration = Duration::from_secs(2);

type Value = Gauge<f64, AtomicU64>;
type Values = Family<[(&'static str, &'static str); 1], Value>;

/// The gauges that are set when somebody asks.
#[derive(Default)]
pub(super) struct Reading {
    database_up: Value,
    database_connections: Values,
    ephemeral_up: Value,
    outbox_waiting: Values,
    outbox_oldest: Values,
    hasher_waiting: Value,
    hasher_room: Value,
    key_age: Values,
    key_rotation: Values,
    certificate_expiry: Values,
}

impl Reading {
    pub(super) fn register(&self, registry: &mut Registry) {
        let mut one = |name: &str, help: &str, value: &Value| registry.register(name, help, value.clone());
        one("database_up", "Whether the database answers", &self.database_up);
        one("ephemeral_up", "Whether the ephemeral store answers", &self.ephemeral_up);
        one("hasher_waiting", "Passwords that wait to be hashed", &self.hasher_waiting);
        one("hasher_room", "How many may wait", &self.hasher_room);
        let mut many = |name: &str, help: &str, values: &Values| registry.register(name, help, values.clone());
        many("database_connections", "Connections to PostgreSQL", &self.database_connections);
        many("outbox_waiting", "Deliveries that wait", &self.outbox_waiting);
        many("outbox_oldest_age_seconds", "For how long the oldest delivery has waited", &self.outbox_oldest);
        many("signing_key_age_seconds", "For how long the key in use has signed", &self.key_age);
        let help = "When clients stop taking the certificate";
        many("tls_certificate_expiry_timestamp_seconds", help, &self.certificate_expiry);
        let help = "When the next key comes into use";
        many("signing_key_next_rotation_timestamp_seconds", help, &self.key_rotation);
    }

    /// Looks everything up.
    pub(super) async fn take(&self, ctx: &Ctx, plan: Plan) {
        let now = ctx.clock.now();
        let (deliveries, keys, ephemeral) = tokio::join!(
            in_time(ctx.store.waiting_deliveries()),
            in_time(ctx.store.signing_keys()),
            in_time(ctx.ephemeral.ping()),
        );
        self.database_up.set(one_if(deliveries.is_some() && keys.is_some()));
        self.ephemeral_up.set(one_if(ephemeral.is_some()));
        self.outbox(deliveries.as_deref(), now);
        self.keys(keys.as_deref(), plan, now);
        if let Some(connections) = ctx.store.connections() {
            set(&self.database_connections, "state", "in_use", whole(connections.in_use));
            set(&self.database_connections, "state", "idle", whole(connections.idle));
        }
        let queueing = ctx.hasher.queueing();
        self.hasher_waiting.set(whole(queueing.waiting as u64));
        self.hasher_room.set(whole(queueing.room as u64));
    }

    /// Notes when the public listener's certificate ends.
    pub(super) fn certificate(&self, expires_at: DateTime<Utc>) {
        set(&self.certificate_expiry, "listener", "public", instant(expires_at));
    }

    fn outbox(&self, deliveries: Option<&[Waiting]>, now: DateTime<Utc>) {
        for channel in Channel::ALL {
            let waiting = deliveries.and_then(|all| all.iter().find(|waiting| waiting.channel == channel));
            let count = waiting.map_or(f64::NAN, |waiting| whole(waiting.count));
            let age = waiting.map_or(f64::NAN, |waiting| waiting.oldest.map_or(0.0, |oldest| seconds(now - oldest)));
            set(&self.outbox_waiting, "channel", channel.name(), count);
            set(&self.outbox_oldest, "channel", channel.name(), age);
        }
    }

    /// A key that is not known is no number rather than absent: an alert that
    /// waits for it goes on.
    fn keys(&self, records: Option<&[KeyRecord]>, plan: Plan, now: DateTime<Utc>) {
        for algorithm in Algorithm::ALL {
            let is_current = |key: &&KeyRecord| key.algorithm == algorithm && key.state == KeyState::Current;
            let current = records.map(|records| records.iter().find(is_current));
            let label = [("algorithm", algorithm.name())];
            if let Some(None) = current {
                self.key_age.remove(&label);
                self.key_rotation.remove(&label);
                continue;
            }
            let since = current.flatten().map(|key| key.activated_at.unwrap_or(key.created_at));
            self.key_age.get_or_create(&label).set(since.map_or(f64::NAN, |since| seconds(now - since)));
            let next = since.map_or(f64::NAN, |since| instant(since + plan.rotate_after));
            self.key_rotation.get_or_create(&label).set(next);
        }
    }
}

/// What `lookup` gave, if it worked in time.
async fn in_time<T>(lookup: impl Future<Output = Result<T, Fault>>) -> Option<T> {
    match tokio::time::timeout(PATIENCE, lookup).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::warn!(cause = fault.to_operator(), "a metric cannot be looked up");
            None
        }
        Err(_elapsed) => None,
    }
}

fn set(values: &Values, label: &'static str, word: &'static str, value: f64) {
    values.get_or_create(&[(label, word)]).set(value);
}

fn one_if(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}

fn seconds(span: chrono::TimeDelta) -> f64 {
    span.as_seconds_f64().max(0.0)
}

fn instant(at: DateTime<Utc>) -> f64 {
    at.timestamp() as f64
}

fn whole(count: u64) -> f64 {
    count as f64
}
