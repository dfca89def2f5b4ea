//! What is remembered of a row instead of its content.

use sha2::{Digest as _, Sha256};

/// The first eight bytes of a SHA-256: rows take the same little memory
/// whatever they hold. That any two of a million meet by chance has a
/// probability of one in forty million.
pub(super) type Fingerprint = u64;

/// The fingerprint of `text`.
pub(super) fn of(text: &str) -> Fingerprint {
    Sha256::digest(text).iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Half of a fingerprint, to tell two rows that are known to share something
/// else apart. Never zero.
pub(super) fn short(fingerprint: Fingerprint) -> u32 {
    u32::try_from(fingerprint >> 32).unwrap_or(u32::MAX).max(1)
}

/// Sixteen bytes of it, where a chance meeting would give one person's id to
/// another.
pub(super) fn wide(text: &str) -> u128 {
    Sha256::digest(text).iter().take(16).fold(0, |sum, byte| (sum << 8) | u128::from(*byte))
}
