//! Password hashing: Argon2id on threads of its own [RFC 9106].
//!
//! A hash takes some 15 ms of a core and 19 MiB. The threads are as many as
//! the cores, keep their memory from one hash to the next while there is work
//! and give it back soon after; the queue before them is bounded, so that a
//! flood of logins is answered "busy" instead of piling up.

mod cost;
mod workers;

use std::fmt;
use std::sync::Arc;

use accounts::password::PasswordHash;
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

pub use cost::Cost;
use cost::Stored;
use workers::{Job, Workers};

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
    /// Whether the hash was made at another cost than new ones are.
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
        Ok(Self {
            cost,
            workers: Workers::start(workers.max(1), queue)?,
        })
    }

    /// The hash of `password` with `salt`, which must be random and new.
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub async fn hash(
        &self,
        password: Zeroizing<String>,
        salt: [u8; 16],
    ) -> Result<PasswordHash, HashError> {
        let cost = self.cost;
        let output = self
            .run(
                password,
                Stored {
                    cost,
                    salt: salt.to_vec(),
                    output: Vec::new(),
                },
            )
            .await?;
        Stored {
            cost,
            salt: salt.to_vec(),
            output: output.to_vec(),
        }
        .to_phc()
    }

    /// Whether `password` belongs to `stored`. Without a stored hash the same
    /// work is done on a dummy and nothing matches, so that nobody can tell
    /// from the time whether there is one.
    ///
    /// # Errors
    /// [`HashError::Busy`] when too many are waiting.
    pub async fn verify(
        &self,
        password: Zeroizing<String>,
        stored: Option<PasswordHash>,
    ) -> Result<Verified, HashError> {
        let known = stored.is_some();
        let stored = match stored {
            Some(hash) => Stored::from_phc(&hash)?,
            None => Stored::dummy(self.cost),
        };
        let output = self.run(password, stored.clone()).await?;
        let matches = bool::from(output.as_slice().ct_eq(&stored.output)) && known;
        Ok(Verified {
            matches,
            needs_rehash: known && stored.cost != self.cost,
        })
    }

    /// How many hashes were computed since the start.
    pub fn hashes(&self) -> u64 {
        self.workers.hashes()
    }

    async fn run(
        &self,
        password: Zeroizing<String>,
        stored: Stored,
    ) -> Result<Zeroizing<[u8; 32]>, HashError> {
        let (reply, answer) = oneshot::channel();
        self.workers.enqueue(Job {
            password,
            stored,
            reply,
        })?;
        answer.await.map_err(|_| HashError::OutOfOrder)?
    }
}

impl Drop for Hasher {
    fn drop(&mut self) {
        self.workers.stop();
    }
}

impl fmt::Debug for Hasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hasher")
            .field("cost", &self.cost)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
