//! What a hashing thread does: makes a hash, or checks a password.
//!
//! A wrong password costs the same whatever is stored. Some older systems'
//! passwords take long to check; where there are any, every other check that
//! fails does that work too, for nothing.

use std::sync::{Mutex, PoisonError};

use accounts::legacy_password::Recipe;
use accounts::password::normalise;
use argon2::Block;
use prometheus_client::metrics::counter::Counter;
use subtle::ConstantTimeEq as _;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::HashError;
use super::cost::{Cost, Stored};

pub(super) type Output = Zeroizing<[u8; 32]>;

/// A piece of work, with whoever waits for it.
pub(super) enum Job {
    Make(Make),
    Check(Check),
}

/// To hash `input`.
pub(super) struct Make {
    pub(super) input: Zeroizing<Vec<u8>>,
    pub(super) cost: Cost,
    pub(super) salt: [u8; 16],
    pub(super) reply: oneshot::Sender<Result<Output, HashError>>,
}

/// To see whether `password` belongs to `stored`, by an older system's
/// `recipe` where there is one.
pub(super) struct Check {
    pub(super) password: Zeroizing<String>,
    pub(super) recipe: Option<Recipe>,
    pub(super) stored: Stored,
    pub(super) reply: oneshot::Sender<Result<bool, HashError>>,
}

/// What a thread works with.
pub(super) struct Desk<'a> {
    /// Memory that is kept from one hash to the next.
    pub(super) memory: &'a mut Vec<Block>,
    /// The recipe that takes the longest of those that were met.
    pub(super) slowest: &'a Mutex<Option<Recipe>>,
    /// How many hashes were computed.
    pub(super) hashes: &'a Counter,
}

impl Job {
    /// Does the work, unless nobody waits for it any more: the browser went
    /// away while this one queued. One that goes away later misses the answer.
    pub(super) fn work(self, desk: &mut Desk<'_>) {
        match self {
            Self::Make(job) if !job.reply.is_closed() => {
                let output = desk.argon2id(&job.input, job.cost, &job.salt);
                let _gone = job.reply.send(output);
            }
            Self::Check(job) if !job.reply.is_closed() => {
                let answer = desk.check(&job);
                let _gone = job.reply.send(answer);
            }
            Self::Make(_) | Self::Check(_) => {}
        }
    }
}

impl Check {
    /// The texts that are checked: the password as it was typed, which is how
    /// older systems took it, and in NFC. Where these differ both are checked,
    /// whatever is stored.
    fn texts(&self) -> Vec<Zeroizing<String>> {
        let composed = Zeroizing::new(normalise(&self.password));
        match *composed == *self.password {
            true => vec![composed],
            false => vec![self.password.clone(), composed],
        }
    }

    fn input(&self, text: &str) -> Zeroizing<Vec<u8>> {
        match &self.recipe {
            Some(recipe) => recipe.digest(text),
            None => Zeroizing::new(text.as_bytes().to_vec()),
        }
    }

    fn recipe_work(&self) -> u64 {
        self.recipe.as_ref().map_or(0, Recipe::work)
    }
}

impl Desk<'_> {
    fn check(&mut self, job: &Check) -> Result<bool, HashError> {
        let mut matches = false;
        let texts = job.texts();
        for text in &texts {
            let output = self.argon2id(&job.input(text), job.stored.cost, &job.stored.salt)?;
            matches |= bool::from(output.as_slice().ct_eq(&job.stored.output));
        }
        let spared = self.slower_than(job);
        if let (false, Some(recipe)) = (matches, spared) {
            for text in &texts {
                std::hint::black_box(recipe.digest(text));
            }
        }
        Ok(matches)
    }

    /// The slowest recipe so far, if the check was spared it.
    pub(super) fn slower_than(&self, job: &Check) -> Option<Recipe> {
        let mut slowest = self.slowest.lock().unwrap_or_else(PoisonError::into_inner);
        if job.recipe_work() > slowest.as_ref().map_or(0, Recipe::work) {
            slowest.clone_from(&job.recipe);
        }
        slowest.clone().filter(|recipe| recipe.work() > job.recipe_work())
    }

    fn argon2id(&mut self, input: &[u8], cost: Cost, salt: &[u8]) -> Result<Output, HashError> {
        let argon2 = cost.argon2()?;
        let blocks = argon2.params().block_count();
        if self.memory.len() < blocks {
            let missing = blocks - self.memory.len();
            self.memory.try_reserve_exact(missing).map_err(|_| HashError::OutOfOrder)?;
            self.memory.resize(blocks, Block::new());
        }
        let memory = self.memory.get_mut(..blocks).ok_or(HashError::OutOfOrder)?;
        let mut output = Zeroizing::new([0; 32]);
        argon2
            .hash_password_into_with_memory(input, salt, output.as_mut(), memory)
            .map_err(|_| HashError::Unsupported)?;
        self.hashes.inc();
        Ok(output)
    }
}
