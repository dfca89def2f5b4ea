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
    ctx.outbox_bell.ring();
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

/// Mails a link to the account that `forgotten` names, if there is one; to an
/// address that several share, one mail with a link for each. Where username
/// and address are given and do not belong together, nobody gets a mail.
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
    let accounts = named(ctx, forgotten).await?;
    if !accounts.is_empty() {
        let tx = ctx.store.begin().await?;
        password_link::mail_all(ctx, &tx, &accounts, pending, caller).await?;
        tx.commit().await?;
        ctx.outbox_bell.ring();
    }
    Ok(Recovered::Heard)
}

/// The accounts that `forgotten` names: of an address, all whose mail goes
/// there.
async fn named(ctx: &Ctx, forgotten: &Forgotten) -> Result<Vec<Account>, Fault> {
    let at_address = match (&forgotten.username, &forgotten.email) {
        (_, Some(email)) => Some(at_address(ctx, email).await?),
        // Most usernames are addresses, and are typed into either field.
        (Some(email @ Identifier::Email(_)), None) => return at_address(ctx, email).await,
        _ => None,
    };
    let Some(username) = &forgotten.username else {
        return Ok(at_address.unwrap_or_default());
    };
    let by_name = lookup::account_of(ctx, username).await?;
    let agrees = |account: &Account| at_address.as_ref().is_none_or(|there| there.iter().any(|a| a.id == account.id));
    Ok(by_name.filter(agrees).into_iter().collect())
}

/// In the order of their keys, in which every step takes several accounts.
async fn at_address(ctx: &Ctx, email: &Identifier) -> Result<Vec<Account>, Fault> {
    let mut accounts = ctx.store.accounts_at_address(&email.throttle_key()).await?;
    // An official's username may look like an address.
    let by_name = lookup::account_of(ctx, email).await?;
    accounts.extend(by_name.filter(|account| !accounts.iter().any(|there| there.id == account.id)));
    accounts.sort_by_key(|account| account.id);
    Ok(accounts)
}

/// When links were mailed to `account` within the last day.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn times_lately(ctx: &Ctx, account: &Account) -> Result<Vec<DateTime<Utc>>, Fault> {
    ctx.store.link_times(account.id, ctx.clock.now() - TimeDelta::days(1)).await
}
