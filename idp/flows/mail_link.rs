//! Mails a link for a password to those who ask for one, and tells everybody
//! else the same.

use accounts::Account;
use accounts::identifier::Identifier;
use chrono::{DateTime, TimeDelta, Utc};

use crate::adapters::{Fault, Pass, slots};
use crate::ctx::{Caller, Ctx};
use crate::lookup;
use crate::password_link::{self, Mailed, Occasion};
use crate::pending_login::PendingLogin;

/// Mails a link to `account`.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing is mailed.
pub async fn mail_link(
    ctx: &Ctx,
    account: &Account,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Mailed, Fault> {
    let tx = ctx.store.begin().await?;
    let mailed = password_link::mail(ctx, &tx, account, Occasion::Asked, pending, caller).await?;
    tx.commit().await?;
    ctx.outbox_bell.notify_one();
    Ok(mailed)
}

/// What somebody who forgot a username or password typed; one of the two is
/// enough.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// The username, if one was typed.
    pub username: Option<Identifier>,
    /// The e-mail address, if one was typed.
    pub email: Option<Identifier>,
}

/// What came of asking for a link by name or address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// It was heard; whether there is such an account is not told.
    Heard,
    /// Too many requests from this network in a short time.
    Throttled {
        /// When the next one is heard.
        until: DateTime<Utc>,
    },
}

/// Mails a link to the account that `forgotten` names, if there is one. Where
/// both are given and name different accounts, nobody gets a mail.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing is mailed.
pub async fn recover(
    ctx: &Ctx,
    forgotten: &Forgotten,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Recovered, Fault> {
    let slot = slots::mails_from_network(&caller.network);
    if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, ctx.limits.per_network, ctx.clock.now()).await? {
        return Ok(Recovered::Throttled { until });
    }
    if let Some(account) = named(ctx, forgotten).await? {
        mail_link(ctx, &account, pending, caller).await?;
    }
    Ok(Recovered::Heard)
}

async fn named(ctx: &Ctx, forgotten: &Forgotten) -> Result<Option<Account>, Fault> {
    let mut named: Option<Account> = None;
    for identifier in [&forgotten.username, &forgotten.email].into_iter().flatten() {
        match (lookup::account_of(ctx, identifier).await?, &named) {
            (None, _) => return Ok(None),
            (Some(account), Some(other)) if account.id != other.id => return Ok(None),
            (Some(account), _) => named = Some(account),
        }
    }
    Ok(named)
}

/// When links were mailed to `account` within the last day.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn times_lately(ctx: &Ctx, account: &Account) -> Result<Vec<DateTime<Utc>>, Fault> {
    ctx.store.link_times(account.id, ctx.clock.now() - TimeDelta::days(1)).await
}
