//! Makes, rotates and retires the signing keys.

use accounts::audit::{Entry, Event};
use chrono::{DateTime, TimeDelta, Utc};
use keys::{Algorithm, KeyError, KeyRecord, KeyRing, KeyState, RotationError, Sealer, rotation};

use crate::adapters::{Entropy, Fault, Store, Tx};

/// The parts that key rotation touches: it runs before there is a `Ctx`, and
/// from the command line without one.
pub struct Vault<'a> {
    /// Where the sealed keys are kept.
    pub store: &'a Store,
    /// Seals them.
    pub sealer: &'a Sealer,
    /// For the nonces of the seals.
    pub entropy: &'a dyn Entropy,
}

impl Vault<'_> {
    /// The keys, made first where they are missing: a current one and the next
    /// one of each algorithm.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away or a key cannot be made.
    pub async fn open(&self, algorithms: &[Algorithm], now: DateTime<Utc>) -> Result<Vec<KeyRecord>, Fault> {
        let records = self.store.signing_keys().await?;
        if rotation::missing(&records, algorithms).is_empty() {
            return Ok(records);
        }
        let tx = self.store.begin().await?;
        // Another replica may have been first: then its keys are the keys.
        let mut records = tx.lock_signing_keys().await?;
        self.check(&records)?;
        for (algorithm, state) in rotation::missing(&records, algorithms) {
            records.push(self.generate(algorithm, state, now)?);
        }
        self.save(tx, &records, now).await?;
        Ok(records)
    }

    /// Puts the next key of each algorithm into use and makes a new next one.
    /// Tokens signed with the key before it stay good: it is still published.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away or the secret is not that of the
    /// keys; then nothing has changed.
    pub async fn rotate(&self, algorithms: &[Algorithm], now: DateTime<Utc>) -> Result<Vec<KeyRecord>, Fault> {
        let tx = self.store.begin().await?;
        let records = tx.lock_signing_keys().await?;
        self.turn(tx, records, algorithms, now).await
    }

    /// Rotates the algorithms whose key has signed for `rotate_after`. Returns
    /// them.
    ///
    /// # Errors
    /// As [`rotate`](Self::rotate).
    pub async fn rotate_due(&self, rotate_after: TimeDelta, now: DateTime<Utc>) -> Result<Vec<Algorithm>, Fault> {
        if rotation::due(&self.store.signing_keys().await?, rotate_after, now).is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.store.begin().await?;
        // Another replica may have been first: then nothing is due any more.
        let records = tx.lock_signing_keys().await?;
        let due = rotation::due(&records, rotate_after, now);
        if due.is_empty() {
            return Ok(due);
        }
        self.turn(tx, records, &due, now).await?;
        Ok(due)
    }

    async fn turn(
        &self,
        tx: Tx,
        mut records: Vec<KeyRecord>,
        algorithms: &[Algorithm],
        now: DateTime<Utc>,
    ) -> Result<Vec<KeyRecord>, Fault> {
        self.check(&records)?;
        for algorithm in algorithms {
            let next = self.generate(*algorithm, KeyState::Next, now)?;
            records =
                rotation::rotate(records, next, now).map_err(|error| Fault::new("rotate the signing keys", error))?;
        }
        self.save(tx, &records, now).await?;
        Ok(records)
    }

    /// Deletes the keys that were retired longer ago than `retire_after`.
    /// Returns their ids.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away; then nothing has changed.
    pub async fn retire(&self, retire_after: TimeDelta, now: DateTime<Utc>) -> Result<Vec<String>, Fault> {
        if rotation::retire(&self.store.signing_keys().await?, retire_after, now).is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.store.begin().await?;
        let mut records = tx.lock_signing_keys().await?;
        let gone = rotation::retire(&records, retire_after, now);
        if gone.is_empty() {
            return Ok(gone);
        }
        records.retain(|record| !gone.contains(&record.kid));
        self.save(tx, &records, now).await?;
        Ok(gone)
    }

    /// Whether the secret opens the keys that are there: a new key beside them
    /// that was sealed with another one would leave no secret that opens all.
    fn check(&self, records: &[KeyRecord]) -> Result<(), Fault> {
        if records.is_empty() { Ok(()) } else { ring(records, self.sealer).map(drop) }
    }

    async fn save(&self, tx: Tx, records: &[KeyRecord], now: DateTime<Utc>) -> Result<(), Fault> {
        tx.replace_signing_keys(records).await?;
        tx.append_audit(&Entry {
            at: now,
            event: Event::KeysRotated,
            account_id: None,
            client_id: None,
            session_id: None,
            network: None,
            reference: None,
            detail: None,
        })
        .await?;
        tx.commit().await
    }

    fn generate(&self, algorithm: Algorithm, state: KeyState, now: DateTime<Utc>) -> Result<KeyRecord, Fault> {
        KeyRecord::generate(algorithm, self.sealer, state, self.entropy.bytes(), now)
            .map_err(|error| Fault::new("make a signing key", error))
    }
}

/// The ring of `records`.
///
/// # Errors
/// A [`Fault`] that says what to do about a secret that does not open them.
pub fn ring(records: &[KeyRecord], sealer: &Sealer) -> Result<KeyRing, Fault> {
    const DOING: &str = "open the signing keys";
    KeyRing::open(records, sealer).map_err(|error| match error {
        KeyError::DoesNotOpen => {
            Fault::new(DOING, "keys.secret is not the one they were sealed with: put that one back")
        }
        KeyError::Rotation(RotationError::NoKeys) => Fault::new(DOING, "there are none yet: start the service once"),
        other => Fault::new(DOING, other),
    })
}
