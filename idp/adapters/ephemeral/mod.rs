//! The store of what may vanish with a restart: live authorization codes and
//! the counters that pace requests. Nothing here is the only copy of a lock, a
//! revocation or the fact that a code was used.
//!
//! Every entry carries the instant at which it ends, judged by the `now` of
//! the caller, so that all replicas and a moved clock agree.

mod measured;
mod memory;
mod pace;
mod redis_store;
pub mod slots;

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::fault::Fault;
pub use measured::{EphemeralMeter, MeasuredEphemeral};
pub use memory::MemoryEphemeral;
pub use redis_store::{NotRedis, RedisEphemeral, RedisUrl};
use slots::Slot;

/// How often something may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many times a minute in the long run; at least one.
    pub per_minute: u32,
    /// How many times at once after a pause; at least one.
    pub burst: u32,
}

/// Whether something may be done at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It may, and it was counted.
    Allowed,
    /// It may not before this instant; it was not counted.
    RetryAt(DateTime<Utc>),
}

/// A store of values that end by themselves.
#[async_trait]
pub trait Ephemeral: Send + Sync + fmt::Debug {
    /// Stores `value` until `expires_at`, in place of what was there.
    ///
    /// # Errors
    /// When the store is full or away. A live entry is never pushed out.
    async fn put(&self, slot: &Slot, value: &[u8], expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault>;

    /// Stores `value` until `expires_at` and tells `true`, unless a live value
    /// is there already.
    ///
    /// # Errors
    /// As [`Ephemeral::put`].
    async fn put_if_absent(
        &self,
        slot: &Slot,
        value: &[u8],
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault>;

    /// The live value.
    ///
    /// # Errors
    /// When the store is away.
    async fn peek(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault>;

    /// Removes and returns the live value; of any number of callers at the
    /// same time one gets it.
    ///
    /// # Errors
    /// When the store is away.
    async fn take(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault>;

    /// Counts one act at `rate`, if it may be done now (the generic cell rate
    /// algorithm: one instant per slot).
    ///
    /// # Errors
    /// When the store is full or away: the act must not be done then.
    async fn throttle(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<Pass, Fault>;

    /// Takes one act back that was counted at `rate`.
    ///
    /// # Errors
    /// When the store is away: the act stays counted.
    async fn take_back(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<(), Fault>;

    /// From now on only what is stored under `generation` is there: after a
    /// restore of the database what was stored before must not come back. The
    /// same one again changes nothing.
    fn begin_generation(&self, generation: &str);

    /// Forgets what has ended.
    ///
    /// # Errors
    /// When the store is away.
    async fn purge(&self, now: DateTime<Utc>) -> Result<(), Fault>;

    /// Whether the store answers.
    ///
    /// # Errors
    /// A [`Fault`] that tells why not.
    async fn ping(&self) -> Result<(), Fault>;
}
