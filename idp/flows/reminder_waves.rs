//! What an operator does with waves of reminders: begin one, stop it, let it
//! go on. The mails themselves are written by the running service.

use accounts::audit::{Entry, Event};
use accounts::reminder::{PAUSE, Wave};

use crate::adapters::{Clock, Entropy, Fault, Store};

/// The parts that waves are steered with: it happens from the command line.
pub struct Waves<'a> {
    /// Where waves are kept.
    pub store: &'a Store,
    /// For their keys.
    pub entropy: &'a dyn Entropy,
    /// For their times.
    pub clock: &'a dyn Clock,
}

/// What came of beginning a wave, or of letting one go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It runs, and concerns about this many people.
    Running(Wave, u64),
    /// Another one runs.
    Busy,
    /// There is nobody to remind, or no wave to go on with.
    Nothing,
}

impl Waves<'_> {
    /// Begins a wave for the people of `batch` (of all imports if `None`) who
    /// were not reminded within [`PAUSE`].
    ///
    /// # Errors
    /// A [`Fault`] when the store is away; then no wave was begun.
    pub async fn begin(&self, batch: Option<String>, per_minute: u32) -> Result<Begun, Fault> {
        let now = self.clock.now();
        let people = self.store.count_to_remind(batch.as_deref(), now - PAUSE).await?;
        if people == 0 {
            return Ok(Begun::Nothing);
        }
        let wave = Wave::begin(self.entropy.uuid(now), batch, per_minute, now);
        let tx = self.store.begin().await?;
        if !tx.insert_wave(&wave).await? {
            tx.roll_back().await?;
            return Ok(Begun::Busy);
        }
        tx.append_audit(&Entry::unattended(now, Event::RemindersStarted, None)).await?;
        tx.commit().await?;
        Ok(Begun::Running(wave, people))
    }

    /// Stops the wave that runs and takes back what it has written and nobody
    /// has begun to send: the wave, and how many reminders that were. `None`
    /// when no wave runs.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away; then the wave goes on.
    pub async fn stop(&self) -> Result<Option<(Wave, u64)>, Fault> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        let Some(wave) = tx.running_wave().await? else {
            return tx.roll_back().await.map(|()| None);
        };
        let wave = wave.stopped(now);
        tx.save_wave(&wave).await?;
        let taken_back = tx.take_reminders_back(wave.id, now).await?;
        tx.append_audit(&Entry::unattended(now, Event::RemindersStopped, None)).await?;
        tx.commit().await?;
        Ok(Some((wave, taken_back)))
    }

    /// Lets the wave that was stopped last go on: nobody whom it has reminded
    /// is reminded again.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away; then the wave stays stopped.
    pub async fn resume(&self) -> Result<Begun, Fault> {
        let now = self.clock.now();
        let tx = self.store.begin().await?;
        if tx.running_wave().await?.is_some() {
            return tx.roll_back().await.map(|()| Begun::Busy);
        }
        let Some(wave) = tx.stopped_wave().await? else {
            return tx.roll_back().await.map(|()| Begun::Nothing);
        };
        let wave = wave.resumed(now);
        tx.save_wave(&wave).await?;
        tx.append_audit(&Entry::unattended(now, Event::RemindersResumed, None)).await?;
        tx.commit().await?;
        let people = self.store.count_to_remind(wave.batch.as_deref(), wave.started_at - PAUSE).await?;
        Ok(Begun::Running(wave, people))
    }
}
