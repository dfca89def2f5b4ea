//! What is written down and mailed of the tries of a login; `tally` counts
//! them.

use accounts::Account;
use accounts::audit::Event;
use accounts::lockout::Admission;
use chrono::{DateTime, Utc};

use super::{Attempt, Outcome, entry};
use crate::adapters::{Fault, Tx};
use crate::ctx::Ctx;
use crate::password_link::{self, Occasion};
use crate::tally::Counts;

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
    if reserved.locked_now.is_some() {
        ctx.outbox_bell.ring();
    }
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
    if refused.locked_now.is_some() {
        ctx.outbox_bell.ring();
    }
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
    ctx.meters.locks.inc();
    if let Some(account) = account.filter(|account| !account.needs_first_password()) {
        let occasion = Occasion::Locked { until };
        password_link::mail(ctx, tx, account, occasion, Some(attempt.pending), attempt.caller).await?;
    }
    Ok(())
}
