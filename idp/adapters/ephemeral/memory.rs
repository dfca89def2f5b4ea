//! The ephemeral store inside this process: for one replica. Everything is
//! lost with a restart, so logins that were under way begin anew.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::pace::Pace;
use super::slots::Slot;
use super::{Ephemeral, Pass, Rate};
use crate::adapters::fault::Fault;

const SHARDS: usize = 64;
/// A shard looks for ended entries when it has grown to this many.
const FIRST_SWEEP: usize = 64;

/// The ephemeral store in memory, bounded by its number of entries.
#[derive(Debug)]
pub struct MemoryEphemeral {
    hasher: RandomState,
    values: Shards<Box<[u8]>>,
    // Counters have room of their own: strangers can fill it, and codes must
    // not suffer from that.
    paces: Shards<()>,
    shard_capacity: usize,
    generation: Mutex<String>,
}

type Shards<V> = Box<[Mutex<Shard<V>>]>;

#[derive(Debug)]
struct Shard<V> {
    entries: HashMap<String, Entry<V>>,
    sweep_at_len: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    expires_at: DateTime<Utc>,
}

impl Default for MemoryEphemeral {
    /// Room for some 100,000 live codes and as many counters.
    fn default() -> Self {
        Self::new(100_000)
    }
}

impl MemoryEphemeral {
    /// A store with room for about `capacity` values and as many counters.
    pub fn new(capacity: usize) -> Self {
        Self {
            hasher: RandomState::new(),
            values: (0..SHARDS).map(|_| Mutex::new(Shard::new())).collect(),
            paces: (0..SHARDS).map(|_| Mutex::new(Shard::new())).collect(),
            shard_capacity: capacity.div_ceil(SHARDS).max(1),
            generation: Mutex::default(),
        }
    }

    /// How many entries are held, ended ones included.
    pub fn len(&self) -> usize {
        let values: usize = self.values.iter().map(|shard| lock(shard).entries.len()).sum();
        let paces: usize = self.paces.iter().map(|shard| lock(shard).entries.len()).sum();
        values + paces
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard<'a, V>(&self, shards: &'a [Mutex<Shard<V>>], slot: &Slot) -> Result<MutexGuard<'a, Shard<V>>, Fault> {
        let hash = self.hasher.hash_one(slot.as_str());
        let index = usize::try_from(hash % SHARDS as u64).unwrap_or_default();
        shards.get(index).map(lock).ok_or_else(|| Fault::new("find a shard", "out of range"))
    }
}

#[async_trait]
impl Ephemeral for MemoryEphemeral {
    async fn put(&self, slot: &Slot, value: &[u8], expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut shard = self.shard(&self.values, slot)?;
        shard.insert(slot, value.into(), expires_at, now, self.shard_capacity)
    }

    async fn put_if_absent(
        &self,
        slot: &Slot,
        value: &[u8],
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let mut shard = self.shard(&self.values, slot)?;
        if shard.live(slot, now).is_some() {
            return Ok(false);
        }
        shard.insert(slot, value.into(), expires_at, now, self.shard_capacity)?;
        Ok(true)
    }

    async fn peek(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        let shard = self.shard(&self.values, slot)?;
        Ok(shard.live(slot, now).map(|entry| entry.value.to_vec()))
    }

    async fn take(&self, slot: &Slot, now: DateTime<Utc>) -> Result<Option<Vec<u8>>, Fault> {
        let mut shard = self.shard(&self.values, slot)?;
        let removed = shard.entries.remove(slot.as_str());
        Ok(removed.filter(|entry| entry.expires_at > now).map(|entry| entry.value.into_vec()))
    }

    async fn throttle(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<Pass, Fault> {
        let mut shard = self.shard(&self.paces, slot)?;
        let due = shard.live(slot, now).map(|entry| entry.expires_at);
        match Pace::from(rate).admit(due, now) {
            Ok(next_due) => {
                shard.insert(slot, (), next_due, now, self.shard_capacity)?;
                Ok(Pass::Allowed)
            }
            Err(retry_at) => Ok(Pass::RetryAt(retry_at)),
        }
    }

    async fn take_back(&self, slot: &Slot, rate: Rate, now: DateTime<Utc>) -> Result<(), Fault> {
        let mut shard = self.shard(&self.paces, slot)?;
        if let Some(entry) = shard.entries.get_mut(slot.as_str()).filter(|entry| entry.expires_at > now) {
            entry.expires_at -= Pace::from(rate).interval;
        }
        Ok(())
    }

    fn begin_generation(&self, generation: &str) {
        let mut current = self.generation.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != generation {
            generation.clone_into(&mut current);
            self.values.iter().for_each(|shard| lock(shard).entries.clear());
            self.paces.iter().for_each(|shard| lock(shard).entries.clear());
        }
    }

    async fn purge(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        self.values.iter().for_each(|shard| lock(shard).sweep(now));
        self.paces.iter().for_each(|shard| lock(shard).sweep(now));
        Ok(())
    }

    async fn ping(&self) -> Result<(), Fault> {
        Ok(())
    }
}

impl<V> Shard<V> {
    fn new() -> Self {
        Self { entries: HashMap::new(), sweep_at_len: FIRST_SWEEP }
    }

    fn live(&self, slot: &Slot, now: DateTime<Utc>) -> Option<&Entry<V>> {
        self.entries.get(slot.as_str()).filter(|entry| entry.expires_at > now)
    }

    fn insert(
        &mut self,
        slot: &Slot,
        value: V,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
        capacity: usize,
    ) -> Result<(), Fault> {
        let entry = Entry { value, expires_at };
        if let Some(present) = self.entries.get_mut(slot.as_str()) {
            *present = entry;
            return Ok(());
        }
        // Sweeping only after the shard has doubled keeps the cost of an
        // insertion constant on average.
        if self.entries.len() >= self.sweep_at_len.min(capacity) {
            self.sweep(now);
        }
        if self.entries.len() >= capacity {
            return Err(Fault::new("keep a short-lived value", "the in-process store is full"));
        }
        self.entries.insert(slot.as_str().to_owned(), entry);
        Ok(())
    }

    fn sweep(&mut self, now: DateTime<Utc>) {
        self.entries.retain(|_, entry| entry.expires_at > now);
        self.sweep_at_len = FIRST_SWEEP.max(self.entries.len() * 2);
        if self.entries.capacity() > self.sweep_at_len * 2 {
            self.entries.shrink_to(self.sweep_at_len);
        }
    }
}

fn lock<V>(shard: &Mutex<Shard<V>>) -> MutexGuard<'_, Shard<V>> {
    // A panic elsewhere cannot leave a half-written entry behind.
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::adapters::ephemeral::slots;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + second, 0).unwrap()
    }

    #[tokio::test]
    async fn a_full_store_refuses_and_keeps_what_it_has() {
        let store = MemoryEphemeral::new(SHARDS);
        let mut kept = Vec::new();
        for number in 0..1_000 {
            let slot = slots::tries_from_network(&number.to_string());
            if store.put(&slot, b"v", at(60), at(0)).await.is_ok() {
                kept.push(slot);
            }
        }
        assert!(kept.len() > SHARDS / 2 && kept.len() <= SHARDS);
        for slot in &kept {
            assert_eq!(store.peek(slot, at(1)).await.unwrap().as_deref(), Some(&b"v"[..]));
        }
        let slot = slots::tries_from_network("after the first ones ended");
        store.put(&slot, b"v", at(120), at(61)).await.unwrap();
    }

    #[tokio::test]
    async fn counters_of_strangers_do_not_take_the_room_of_codes() {
        let store = MemoryEphemeral::new(SHARDS);
        let rate = Rate { per_minute: 1, burst: 1 };
        for number in 0..1_000 {
            let _refused = store.throttle(&slots::tries_from_network(&number.to_string()), rate, at(0)).await;
        }
        let code = slots::code("client", &oidc::names::Digest::of("x"));
        assert!(store.put(&code, b"v", at(60), at(0)).await.is_ok());
    }

    #[tokio::test]
    async fn memory_of_ended_entries_is_given_back() {
        let store = MemoryEphemeral::default();
        for number in 0..50_000 {
            store.put(&slots::tries_from_network(&number.to_string()), b"v", at(60), at(0)).await.unwrap();
        }
        store.purge(at(61)).await.unwrap();
        assert!(store.is_empty());
        let room: usize = store.values.iter().map(|shard| lock(shard).entries.capacity()).sum();
        assert!(room < 20_000, "{room}");
    }
}
