//! Counting the tries: for the name that was typed, and for a known browser,
//! whose own count lets its owner in while the name is locked for everybody
//! else.

use accounts::Account;
use accounts::audit::Event;
use accounts::lockout::{Admission, Tally};
use chrono::{DateTime, Utc};

use super::{Attempt, Outcome, entry};
use crate::adapters::{Fault, Pass, Tx, slots};
use crate::ctx::Ctx;
use crate::known_device::KnownDevice;
use crate::password_link::{self, Occasion};
use crate::tally;

/// The counts that a try is entered in.
pub(super) struct Counts {
    name: [u8; 32],
    /// Decides in place of the name's. A try is entered in both, so that a
    /// stolen cookie gives no more tries than the rule.
    device: Option<[u8; 32]>,
}

impl Counts {
    /// The counts of a try on `account`, or on a name that belongs to nobody.
    pub(super) fn of(ctx: &Ctx, attempt: &Attempt<'_>, account: Option<&Account>, known: Option<&KnownDevice>) -> Self {
        let name = match account {
            Some(account) => tally::key_of(ctx, account),
            None => tally::key_of_unknown(ctx, attempt.identifier),
        };
        Self { name, device: known.map(|device| tally::key_of_device(ctx, device)) }
    }

    /// Until when tries on the name, or from the network, come too fast.
    pub(super) async fn throttled(&self, ctx: &Ctx, attempt: &Attempt<'_>) -> Result<Option<DateTime<Utc>>, Fault> {
        let (now, network) = (ctx.clock.now(), &attempt.caller.network);
        for (slot, rate) in [
            (slots::tries_from_network(network), ctx.limits.per_network),
            (slots::tries_on_identifier(&self.name, network), ctx.limits.per_account),
        ] {
            if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, rate, now).await? {
                return Ok(Some(until));
            }
        }
        Ok(None)
    }

    /// Counts the try before it is checked, so that tries in parallel cannot
    /// be more than the rule allows.
    pub(super) async fn reserve(
        &self,
        ctx: &Ctx,
        attempt: &Attempt<'_>,
        account: Option<&Account>,
    ) -> Result<Admission, Fault> {
        let (policy, now) = (&ctx.accounts.lockout, ctx.clock.now());
        let tx = ctx.store.begin().await?;
        let before = tx.lock_tally(&self.name).await?;
        let was_locked = before.locked_until.is_some();
        let (tally, on_name) = before.reserve(policy, now);
        let mut admission = on_name;
        if let Some(device) = &self.device {
            let (tally, on_device) = tx.lock_tally(device).await?.reserve(policy, now);
            tx.save_tally(device, &tally).await?;
            admission = on_device;
        }
        // A try that is not made because of the browser's count is not counted.
        if self.device.is_none() || matches!(admission, Admission::Admitted { .. }) {
            tx.save_tally(&self.name, &tally).await?;
            // Tries whose browsers left before the answer lock as well, and the
            // owner must hear of it.
            if let (Admission::Locked { until }, false) = (on_name, was_locked) {
                lock(ctx, &tx, attempt, account, until).await?;
            }
        }
        tx.commit().await?;
        Ok(admission)
    }

    /// Takes back the count of a try that was never checked.
    pub(super) async fn release(&self, ctx: &Ctx) -> Result<(), Fault> {
        let tx = ctx.store.begin().await?;
        for key in self.keys() {
            let tally = tx.lock_tally(key).await?.release();
            tx.save_tally(key, &tally).await?;
        }
        tx.commit().await
    }

    /// Forgets the wrong tries, because one was right.
    pub(super) async fn clear(&self, tx: &Tx) -> Result<(), Fault> {
        for key in self.keys() {
            tx.clear_tally(key).await?;
        }
        Ok(())
    }

    /// Settles a try that was wrong.
    pub(super) async fn refuse(
        &self,
        ctx: &Ctx,
        attempt: &Attempt<'_>,
        account: Option<&Account>,
    ) -> Result<Outcome, Fault> {
        let now = ctx.clock.now();
        let tx = ctx.store.begin().await?;
        let (mut deciding, locked) = self.settle(ctx, &tx, &self.name, now).await?;
        if let Some(device) = &self.device {
            deciding = self.settle(ctx, &tx, device, now).await?.0;
        }
        tx.append_audit(&entry(attempt, now, Event::SignInFailed, account, None)).await?;
        if let Some(until) = locked {
            lock(ctx, &tx, attempt, account, until).await?;
        }
        tx.commit().await?;
        ctx.outbox_bell.notify_one();
        Ok(match deciding.locked_until {
            Some(until) => Outcome::Locked { until },
            None => Outcome::Wrong { tries_left: ctx.accounts.lockout.attempts.saturating_sub(deciding.failures) },
        })
    }

    async fn settle(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        key: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<(Tally, Option<DateTime<Utc>>), Fault> {
        let (tally, locked) = tx.lock_tally(key).await?.settle_wrong(&ctx.accounts.lockout, now);
        tx.save_tally(key, &tally).await?;
        Ok((tally, locked))
    }

    fn keys(&self) -> impl Iterator<Item = &[u8; 32]> {
        std::iter::once(&self.name).chain(&self.device)
    }
}

/// The try that locks: it is written down, and the owner is told once.
async fn lock(
    ctx: &Ctx,
    tx: &Tx,
    attempt: &Attempt<'_>,
    account: Option<&Account>,
    until: DateTime<Utc>,
) -> Result<(), Fault> {
    tx.append_audit(&entry(attempt, ctx.clock.now(), Event::Locked, account, None)).await?;
    if let Some(account) = account.filter(|account| !account.needs_first_password()) {
        let occasion = Occasion::Locked { until };
        password_link::mail(ctx, tx, account, occasion, Some(attempt.pending), attempt.caller).await?;
    }
    Ok(())
}
