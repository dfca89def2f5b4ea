//! Keys and a sealer for the tests of this crate.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use chrono::{DateTime, Utc};

use crate::{Algorithm, KeyRecord, KeyRing, KeyState, Sealer};

/// The instant at which every fixture key was made.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

/// The sealer of every fixture key.
pub(crate) fn sealer() -> Sealer {
    Sealer::new(b"0123456789abcdef0123456789abcdef").unwrap()
}

/// A new key.
pub(crate) fn record(algorithm: Algorithm, state: KeyState) -> KeyRecord {
    KeyRecord::generate(algorithm, &sealer(), state, [7; 12], now()).unwrap()
}

/// The one RSA key of the tests, which is slow to make; it is current.
pub(crate) fn rsa() -> KeyRecord {
    static RSA: LazyLock<KeyRecord> = LazyLock::new(|| record(Algorithm::Rs256, KeyState::Current));
    RSA.clone()
}

/// A next, a current and a retired ES256 key and a current RS256 key.
pub(crate) fn records() -> Vec<KeyRecord> {
    let es256 = |state| record(Algorithm::Es256, state);
    vec![es256(KeyState::Retired), es256(KeyState::Next), es256(KeyState::Current), rsa()]
}

/// A ring over `records`.
pub(crate) fn ring(records: &[KeyRecord]) -> KeyRing {
    KeyRing::open(records, &sealer()).unwrap()
}
