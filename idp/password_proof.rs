//! The proof, by the password, that whoever is signed in is the account's
//! owner: asked before what would hurt most in a stranger's hands. A wrong try
//! counts as one at the login with the name that the pages call the owner by.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::lockout::Admission;
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::adapters::{Asker, Fault, HashError, Tx};
use crate::ctx::{Caller, Ctx};
use crate::password_link::{self, Occasion};
use crate::tally::Counts;

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

/// Checks the password of `account`. A step that acts on [`Proof::Right`] asks
/// [`Account::is_as_proven`] within its transaction.
///
/// # Errors
/// A [`Fault`] when a store is away.
pub async fn prove(ctx: &Ctx, account: &Account, password: Zeroizing<String>, caller: &Caller) -> Result<Proof, Fault> {
    let counts = Counts::of_owner(ctx, account);
    if let Some(until) = counts.throttled(ctx, &caller.network).await? {
        return Ok(Proof::Throttled { until });
    }
    // Before the try is counted, as at the login.
    let turn = match ctx.hasher.turn(Asker::Known(account.id)) {
        Ok(turn) => turn,
        Err(HashError::Busy) => return Ok(Proof::Busy),
        Err(error) => return Err(Fault::new("check a password", error)),
    };
    match reserve(ctx, account, &counts, caller).await? {
        Admission::Admitted { .. } => {}
        Admission::Locked { until } => return Ok(Proof::Locked { until }),
        Admission::Busy => return Ok(Proof::Busy),
    }
    let verified = ctx.hasher.verify_in(turn, password, account.password.clone()).await;
    let tx = ctx.store.begin().await?;
    let proof = match verified {
        Ok(verified) if verified.matches => counts.clear(&tx).await.map(|()| Proof::Right)?,
        Ok(_) => refuse(ctx, &tx, account, &counts, caller).await?,
        Err(error) => {
            counts.release(&tx).await?;
            tx.commit().await?;
            return Err(Fault::new("check a password", error));
        }
    };
    tx.commit().await?;
    if matches!(proof, Proof::Locked { .. }) {
        ctx.outbox_bell.ring();
    }
    Ok(proof)
}

/// Counts the try before it is checked, as at the login.
async fn reserve(ctx: &Ctx, account: &Account, counts: &Counts, caller: &Caller) -> Result<Admission, Fault> {
    let tx = ctx.store.begin().await?;
    let reserved = counts.reserve(ctx, &tx).await?;
    if let Some(until) = reserved.locked_now {
        lock(ctx, &tx, account, until, caller).await?;
    }
    tx.commit().await?;
    if reserved.locked_now.is_some() {
        ctx.outbox_bell.ring();
    }
    Ok(reserved.admission)
}

async fn refuse(ctx: &Ctx, tx: &Tx, account: &Account, counts: &Counts, caller: &Caller) -> Result<Proof, Fault> {
    let refused = counts.refuse(ctx, tx).await?;
    let entry = caller.entry(ctx.clock.now(), Event::SignInFailed, Some(account.id));
    tx.append_audit(&Entry { detail: Some("own_account".into()), ..entry }).await?;
    if let Some(until) = refused.locked_now {
        lock(ctx, tx, account, until, caller).await?;
    }
    Ok(match refused.locked_until {
        Some(until) => Proof::Locked { until },
        None => Proof::Wrong { tries_left: refused.tries_left },
    })
}

async fn lock(ctx: &Ctx, tx: &Tx, account: &Account, until: DateTime<Utc>, caller: &Caller) -> Result<(), Fault> {
    tx.append_audit(&caller.entry(ctx.clock.now(), Event::Locked, Some(account.id))).await?;
    password_link::mail(ctx, tx, account, Occasion::Locked { until }, None, caller).await.map(drop)
}
