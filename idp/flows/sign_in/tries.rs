//! What is written down and mailed of the tries of a login; `tally` counts
//! them.

use accounts::Account;
use accounts::audit::Event;
use accounts::lockout::Admission;
use chrono::{DateTime, Utc};

use super::{Attempt, Outcome, entry};
use crate::adapters::{Fault, Pass, Tx, slots};
use crate::ctx::Ctx;
use crate::known_device::KnownDevice;
use crate::password_link::{self, Occasion};
use crate::tally::Counts;

/// Until when the try has to wait: there were too many, or too many wrong ones
/// from its network. The latter holds up no browser that is known, so that
/// whoever tries one password on many names [ASVS 6.3.1] keeps no neighbour
/// out for long.
pub(super) async fn throttled(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    counts: &Counts,
    known: Option<&KnownDevice>,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let network = &attempt.caller.network;
    if known.is_none() {
        let paused = ctx.ephemeral.peek(&slots::pause_of_network(network), ctx.clock.now()).await?;
        if let Some(until) = paused.and_then(|paused| instant(&paused)) {
            return Ok(Some(until));
        }
    }
    counts.throttled(ctx, network).await
}

/// Counts a wrong password for its network. When there are too many, the next
/// strangers wait until the rate allows one more.
async fn count_for_network(ctx: &Ctx, attempt: &Attempt<'_>) -> Result<(), Fault> {
    let (network, now) = (&attempt.caller.network, ctx.clock.now());
    let slot = slots::wrong_from_network(network);
    if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, ctx.limits.wrong_per_network, now).await? {
        let until_micros = until.timestamp_micros().to_be_bytes();
        ctx.ephemeral.put(&slots::pause_of_network(network), &until_micros, until, now).await?;
    }
    Ok(())
}

fn instant(micros: &[u8]) -> Option<DateTime<Utc>> {
    micros.try_into().ok().and_then(|micros| DateTime::from_timestamp_micros(i64::from_be_bytes(micros)))
}

/// Counts the try before it is checked.
pub(super) async fn reserve(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    counts: &Counts,
    account: Option<&Account>,
) -> Result<Admission, Fault> {
    let tx = ctx.store.begin().await?;
    let reserved = counts.reserve(ctx, &tx).await?;
    if let Some(until) = reserved.locked_now {
        lock(ctx, &tx, attempt, account, until).await?;
    }
    tx.commit().await?;
    Ok(reserved.admission)
}

/// Takes back the count of a try that was never checked.
pub(super) async fn release(ctx: &Ctx, counts: &Counts) -> Result<(), Fault> {
    let tx = ctx.store.begin().await?;
    counts.release(&tx).await?;
    tx.commit().await
}

/// Settles a try that was wrong.
pub(super) async fn refuse(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    counts: &Counts,
    account: Option<&Account>,
) -> Result<Outcome, Fault> {
    let tx = ctx.store.begin().await?;
    let refused = counts.refuse(ctx, &tx).await?;
    tx.append_audit(&entry(attempt, ctx.clock.now(), Event::SignInFailed, account, None)).await?;
    if let Some(until) = refused.locked_now {
        lock(ctx, &tx, attempt, account, until).await?;
    }
    tx.commit().await?;
    ctx.outbox_bell.notify_one();
    count_for_network(ctx, attempt).await?;
    Ok(match refused.locked_until {
        Some(until) => Outcome::Locked { until },
        None => Outcome::Wrong { tries_left: refused.tries_left },
    })
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
