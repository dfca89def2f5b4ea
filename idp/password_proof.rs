//! The proof, by the password, that whoever is signed in is the account's
//! owner: asked before what would hurt most in a stranger's hands. A wrong try
//! counts as one at the login does, in the same tally.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::lockout::Admission;
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::adapters::{Asker, Fault, HashError, Pass, Tx, slots};
use crate::ctx::{Caller, Ctx};
use crate::password_link::{self, Occasion};
use crate::tally;

/// What a typed password is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is the account's.
    Right,
    /// It is not.
    Wrong {
        /// How many more tries there are before the lock.
        tries_left: u32,
    },
    /// Too many wrong ones: the username is locked, here as at the login.
    Locked {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Too many tries in a short time.
    Throttled {
        /// When the next one can be made.
        until: DateTime<Utc>,
    },
    /// Other tries, or too many in all, are being checked.
    Busy,
}

/// Checks the password of `account`.
///
/// # Errors
/// A [`Fault`] when a store is away.
pub async fn prove(ctx: &Ctx, account: &Account, password: Zeroizing<String>, caller: &Caller) -> Result<Proof, Fault> {
    let key = tally::key_of(ctx, account);
    if let Some(until) = throttled(ctx, &key, caller).await? {
        return Ok(Proof::Throttled { until });
    }
    // Before the try is counted, as at the login.
    let place = match ctx.hasher.place(Asker::Known) {
        Ok(place) => place,
        Err(HashError::Busy) => return Ok(Proof::Busy),
        Err(error) => return Err(Fault::new("check a password", error)),
    };
    match reserve(ctx, account, &key, caller).await? {
        Admission::Admitted { .. } => {}
        Admission::Locked { until } => return Ok(Proof::Locked { until }),
        Admission::Busy => return Ok(Proof::Busy),
    }
    let verified = ctx.hasher.verify_in(place, password, account.password.clone()).await;
    let tx = ctx.store.begin().await?;
    let proof = match verified {
        Ok(verified) if verified.matches => {
            tx.clear_tally(&key).await?;
            Proof::Right
        }
        Ok(_) => refuse(ctx, &tx, account, &key, caller).await?,
        Err(error) => {
            let tally = tx.lock_tally(&key).await?.release();
            tx.save_tally(&key, &tally).await?;
            tx.commit().await?;
            return Err(Fault::new("check a password", error));
        }
    };
    tx.commit().await?;
    ctx.outbox_bell.notify_one();
    Ok(proof)
}

async fn throttled(ctx: &Ctx, key: &[u8; 32], caller: &Caller) -> Result<Option<DateTime<Utc>>, Fault> {
    let now = ctx.clock.now();
    for (slot, rate) in [
        (slots::tries_from_network(&caller.network), ctx.limits.per_network),
        (slots::tries_on_identifier(key, &caller.network), ctx.limits.per_account),
    ] {
        if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, rate, now).await? {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

/// Counts the try before it is checked, as at the login.
async fn reserve(ctx: &Ctx, account: &Account, key: &[u8; 32], caller: &Caller) -> Result<Admission, Fault> {
    let tx = ctx.store.begin().await?;
    let before = tx.lock_tally(key).await?;
    let was_locked = before.locked_until.is_some();
    let (tally, admission) = before.reserve(&ctx.accounts.lockout, ctx.clock.now());
    tx.save_tally(key, &tally).await?;
    if let (Admission::Locked { until }, false) = (admission, was_locked) {
        lock(ctx, &tx, account, until, caller).await?;
    }
    tx.commit().await?;
    Ok(admission)
}

async fn refuse(ctx: &Ctx, tx: &Tx, account: &Account, key: &[u8; 32], caller: &Caller) -> Result<Proof, Fault> {
    let now = ctx.clock.now();
    let (tally, locked) = tx.lock_tally(key).await?.settle_wrong(&ctx.accounts.lockout, now);
    tx.save_tally(key, &tally).await?;
    let entry = caller.entry(now, Event::SignInFailed, Some(account.id));
    tx.append_audit(&Entry { detail: Some("own_account".into()), ..entry }).await?;
    if let Some(until) = locked {
        lock(ctx, tx, account, until, caller).await?;
    }
    Ok(match tally.locked_until {
        Some(until) => Proof::Locked { until },
        None => Proof::Wrong { tries_left: ctx.accounts.lockout.attempts.saturating_sub(tally.failures) },
    })
}

async fn lock(ctx: &Ctx, tx: &Tx, account: &Account, until: DateTime<Utc>, caller: &Caller) -> Result<(), Fault> {
    tx.append_audit(&caller.entry(ctx.clock.now(), Event::Locked, Some(account.id))).await?;
    password_link::mail(ctx, tx, account, Occasion::Locked { until }, None, caller).await.map(drop)
}
