//! The only source of randomness.
//!
//! It cannot fail: the system call behind it fails only on a machine that was
//! never seeded, and a provider without randomness must not answer at all.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Gives random bytes.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Fills `buffer` with bytes that nobody can predict.
    fn fill(&self, buffer: &mut [u8]);
}

impl dyn Entropy + '_ {
    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A new row's key: a version 7 UUID of the instant `now` [RFC 9562 §5.7].
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &self.bytes()).into_uuid()
    }
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
        if let Err(error) = getrandom::fill(buffer) {
            tracing::error!(%error, "the operating system gives no randomness; stopping at once");
            std::process::abort();
        }
    }
}

/// A predictable stream of bytes that a test can repeat. Never for service.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    next_block: AtomicU64,
}

impl SeededEntropy {
    /// The stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, next_block: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let block = self.next_block.fetch_add(1, Ordering::Relaxed);
            let digest =
                Sha256::new().chain_update(self.seed.to_be_bytes()).chain_update(block.to_be_bytes()).finalize();
            for (byte, random) in chunk.iter_mut().zip(digest) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_seed_repeats_its_stream_and_no_other() {
        let streams: [[u8; 40]; 3] = [7, 7, 8].map(|seed| {
            let entropy: &dyn Entropy = &SeededEntropy::new(seed);
            entropy.bytes()
        });
        assert_eq!(streams[0], streams[1]);
        assert_ne!(streams[0], streams[2]);
        assert_ne!(streams[0][..8], streams[0][32..]);
    }

    #[test]
    fn keys_made_later_sort_later() {
        let entropy: &dyn Entropy = &SystemEntropy;
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let (first, second) = (entropy.uuid(now), entropy.uuid(now + chrono::TimeDelta::milliseconds(1)));
        assert!(first < second);
        assert_eq!(first.get_version_num(), 7);
    }
}
