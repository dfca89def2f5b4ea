//! Password hashing: Argon2id on threads of its own [RFC 9106].
//!
//! A hash takes some 15 ms of a core and 19 MiB. The threads are as many as
//! the cores, keep their memory from one hash to the next while there is work
//! and give it back soon after; the queue before them is bounded, so that a
//! flood of logins is answered "busy" instead of piling up. They yield to
//! everything else: a flood of passwords must not slow tokens down.
//!
//! Passwords of older systems are verified here too ([`accounts::legacy_password`]).

mod cost;
mod job;
mod meter;
mod workers;

use std::fmt;
use std::sync::Arc;

use accounts::legacy_password::{self, LegacyPassword, Recipe};
use accounts::password::{MAX_BYTES, PasswordHash, normalise};
use thiserror::Error;
use tokio::sync::oneshot;
use tracing::Instrument as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::spans;
pub use cost::Cost;
use cost::Stored;
use job::{Check, Job, Make};
pub use meter::Queueing;
use workers::Workers;

/// Who asks for a hash. When there is more to hash than can be, those who are
/// known come first, each account once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The owner of this account, who is signed in, or was in this browser.
    Known(Uuid),
    /// Anybody else.
    Stranger,
}

/// A turn in the queue of passwords, to be had before a try is counted: who
/// gets none has not tried anything.
pub struct Turn(workers::Turn);

/// Why a password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HashError {
    /// Too many are waiting: try again in a few seconds.
    #[error("too many passwords are waiting to be checked")]
    Busy,
    /// The stored hash is no Argon2id hash of a bearable cost.
    #[error("the stored password hash cannot be checked")]
    Unsupported,
    /// The hashing threads are gone or out of memory.
    #[error("the password hasher is out of order")]
    OutOfOrder,
}

/// What a check of a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Whether the password belongs to the hash.
    pub matches: bool,
    /// Whether the hash was made at another cost than new ones are, or by an
    /// older system.
    pub needs_rehash: bool,
}

/// Hashes and checks passwords; meant to be shared.
pub struct Hasher {
    cost: Cost,
    workers: Arc<Workers>,
}

impl Hasher {
    /// A hasher of `workers` threads that hash at `cost`, with room for
    /// `queue` passwords to wait. Memory is taken at the first hash.
    ///
    /// # Errors
    /// When the cost is outside what Argon2 allows, or a thread cannot start.
    pub fn new(cost: Cost, workers: usize, queue: usize) -> Result<Self, HashError> {
        cost.params()?;
        Ok(Self { cost, workers: Workers::start(workers.max(1), queue)? })
    }

    /// The hash of `password` in NFC with `salt`, which must be random and new.
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub async fn hash(&self, password: Zeroizing<String>, salt: [u8; 16]) -> Result<PasswordHash, HashError> {
        self.make(Zeroizing::new(normalise(&password).into_bytes()), salt)?.await
    }

    /// What is stored for a password of an older system: its digest goes
    /// through Argon2id with `salt`, which must be random and new. The work
    /// begins at once; several can be asked for before the first is awaited.
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub fn keep(
        &self,
        password: LegacyPassword,
        salt: [u8; 16],
    ) -> Result<impl Future<Output = Result<PasswordHash, HashError>> + use<>, HashError> {
        let (recipe, work) = match password {
            LegacyPassword::Digest { recipe, digest } => (recipe, Ok(self.make(Zeroizing::new(digest), salt)?)),
            LegacyPassword::Argon2id(hash) => (Recipe::AsTyped, Err(hash)),
        };
        Ok(async move {
            let argon2id = match work {
                Ok(work) => work.await?,
                Err(hash) => hash,
            };
            Ok(legacy_password::wrap(&recipe, &argon2id))
        })
    }

    /// A turn in the queue for one [`verify_in`](Self::verify_in).
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub fn turn(&self, asker: Asker) -> Result<Turn, HashError> {
        self.workers.turn(asker).map(Turn)
    }

    /// [`verify_in`](Self::verify_in) a turn of its own, as a stranger's.
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub async fn verify(
        &self,
        password: Zeroizing<String>,
        stored: Option<PasswordHash>,
    ) -> Result<Verified, HashError> {
        let turn = self.turn(Asker::Stranger)?;
        self.verify_in(turn, password, stored).await
    }

    /// Whether `password`, as it was typed, belongs to `stored`. Without a hash
    /// that can be read the same work is done on a dummy and nothing matches,
    /// so that nobody can tell from the time whether there is one.
    ///
    /// # Errors
    /// [`HashError::OutOfOrder`] when the threads are gone or out of memory.
    pub async fn verify_in(
        &self,
        turn: Turn,
        password: Zeroizing<String>,
        stored: Option<PasswordHash>,
    ) -> Result<Verified, HashError> {
        let is_known = stored.is_some();
        // Longer than any that can be set: the work is that of a short one.
        let may_match = password.len() <= 4 * MAX_BYTES;
        let password = if may_match { password } else { Zeroizing::default() };
        let (recipe, stored) = match stored {
            Some(hash) => {
                let (recipe, argon2id) = match legacy_password::unwrap(&hash) {
                    Some((recipe, argon2id)) => (Some(recipe), argon2id),
                    None => (None, hash),
                };
                // An answer of its own would tell that there is an account.
                let stored = Stored::from_phc(&argon2id).unwrap_or_else(|_| {
                    tracing::error!("a stored password cannot be read; its owner needs a link for a new one");
                    Stored::dummy(self.cost)
                });
                (recipe, stored)
            }
            None => (None, Stored::dummy(self.cost)),
        };
        let needs_rehash = is_known && (recipe.is_some() || stored.cost != self.cost);
        let (reply, answer) = oneshot::channel();
        turn.0.take(Job::Check(Check { password, recipe, stored, reply }))?;
        let matches =
            answer.instrument(spans::hash()).await.map_err(|_| HashError::OutOfOrder)?? && is_known && may_match;
        Ok(Verified { matches, needs_rehash })
    }

    /// Makes every wrong password take as long from now on as one that is
    /// checked against `stored`, also before the first of these is.
    pub fn level_with(&self, stored: &PasswordHash) {
        if let Some((recipe, _)) = legacy_password::unwrap(stored) {
            self.workers.level_with(recipe);
        }
    }

    /// How many Argon2id hashes were computed since the start.
    pub fn hashes(&self) -> u64 {
        self.workers.meter().hashes.get()
    }

    fn make(
        &self,
        input: Zeroizing<Vec<u8>>,
        salt: [u8; 16],
    ) -> Result<impl Future<Output = Result<PasswordHash, HashError>> + use<>, HashError> {
        let cost = self.cost;
        let (reply, answer) = oneshot::channel();
        self.turn(Asker::Stranger)?.0.take(Job::Make(Make { input, cost, salt, reply }))?;
        Ok(async move {
            let output = answer.instrument(spans::hash()).await.map_err(|_| HashError::OutOfOrder)??;
            Stored { cost, salt: salt.to_vec(), output: output.to_vec() }.to_phc()
        })
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.workers.stop();
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher").field("cost", &self.cost).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod legacy_tests;
#[cfg(test)]
mod tests;
