//! The signing keys: what the database stores of them, how they are sealed,
//! how they take turns, and how tokens are signed and verified with them.
//!
//! All JOSE of the service goes through this crate, and none of the types of
//! the library underneath leaves it. No I/O, no clock, no async; the one source
//! of randomness is named at [`KeyRecord::generate`].
//!
//! Read `record` → `rotation` → `ring` → `verify`; `sealing` serves them all.

mod algorithm;
mod error;
#[cfg(test)]
mod fixture;
mod jwk;
mod record;
mod ring;
pub mod rotation;
mod sealing;
mod signature;
mod verify;

pub use algorithm::Algorithm;
pub use error::{KeyError, RotationError, VerifyError};
pub use record::{KeyRecord, KeyState};
pub use ring::KeyRing;
pub use sealing::Sealer;
pub use verify::Expected;
