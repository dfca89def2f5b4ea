//! What operators do to one account: look at it, lift its lock, close it and
//! open it again, mail its owner a link. Each leaves a line in the audit trail,
//! which names the operator.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::identifier::Identifier;
use accounts::one_time_token::Purpose;
use chrono::{DateTime, Utc};

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::password_link::{self, Mailed, Occasion};
use crate::{logout_notice, lookup, tally};

/// Who acts.
pub struct Operator {
    /// The name that the audit trail gives.
    pub name: String,
    /// From where, in the audit trail and in mails.
    pub caller: Caller,
}

impl Operator {
    fn entry(&self, at: DateTime<Utc>, event: Event, account: &Account) -> Entry {
        Entry { detail: Some(format!("by={}", self.name).into()), ..self.caller.entry(at, event, Some(account.id)) }
    }
}

/// Who has a name.
#[derive(Debug)]
pub enum Named {
    /// Nobody.
    Nobody,
    /// One account.
    One(Box<Account>),
    /// Several that share an e-mail address.
    Several(Vec<Account>),
}

/// An account as operators see it.
#[derive(Debug)]
pub struct Standing {
    /// The account.
    pub account: Account,
    /// Until when a name of it is locked by wrong passwords.
    pub locked_until: Option<DateTime<Utc>>,
    /// The logins that go on.
    pub sessions: Vec<SignedIn>,
}

/// What came of closing an account or opening it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is as was asked for.
    Done,
    /// It was so already; nothing has changed.
    Already,
    /// Its owner's data was deleted: there is nothing to open.
    Erased,
}

/// The account whose username, e-mail address or subject `name` is.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn find(ctx: &Ctx, name: &str) -> Result<Named, Fault> {
    if let Some(account) = ctx.store.find_account_by_sub(name).await? {
        return Ok(Named::One(Box::new(account)));
    }
    let Ok(identifier) = Identifier::parse(name) else { return Ok(Named::Nobody) };
    if let Some(account) = lookup::account_of(ctx, &identifier).await? {
        return Ok(Named::One(Box::new(account)));
    }
    let mut sharing = ctx.store.accounts_at_address(&identifier.throttle_key()).await?;
    Ok(match (sharing.pop(), sharing.is_empty()) {
        (None, _) => Named::Nobody,
        (Some(account), true) => Named::One(Box::new(account)),
        (Some(account), false) => {
            sharing.push(account);
            Named::Several(sharing)
        }
    })
}

/// How the account stands.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn show(ctx: &Ctx, account: Account, operator: &Operator) -> Result<Standing, Fault> {
    let now = ctx.clock.now();
    let mut locked_until = None;
    for key in tally::keys_of(ctx, &account) {
        locked_until = locked_until.max(ctx.store.find_tally(&key).await?.locked_until);
    }
    let sessions = ctx.store.sessions_of(account.id, ctx.accounts.session_idle, now).await?;
    ctx.store.append_audit(&operator.entry(now, Event::AccountShown, &account)).await?;
    Ok(Standing { account, locked_until: locked_until.filter(|until| *until > now), sessions })
}

/// Lifts the lock of every name of the account and forgets its wrong
/// passwords.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn unlock(ctx: &Ctx, account: &Account, operator: &Operator) -> Result<(), Fault> {
    let tx = ctx.store.begin().await?;
    tally::clear(ctx, &tx, account).await?;
    tx.append_audit(&operator.entry(ctx.clock.now(), Event::Unlocked, account)).await?;
    tx.commit().await
}

/// Closes the account: logins, grants and refresh tokens end at once, clients
/// are told, and mailed links are void.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn disable(ctx: &Ctx, account: &Account, operator: &Operator) -> Result<Changed, Fault> {
    let now = ctx.clock.now();
    let sessions = logout_notice::sessions_to_end(ctx, account.id).await?;
    let tx = ctx.store.begin().await?;
    let Some(account) = tx.find_account(account.id).await?.filter(Account::is_open) else {
        return tx.roll_back().await.map(|()| Changed::Already);
    };
    logout_notice::end_all(ctx, &tx, account.id, &sessions, None).await?;
    tx.supersede_tokens(account.id, &Purpose::ALL, now).await?;
    tx.withdraw_mails(account.id, now).await?;
    tx.append_audit(&operator.entry(now, Event::Disabled, &account)).await?;
    tx.update_account(&Account { disabled_at: Some(now), updated_at: now, ..account }).await?;
    tx.commit().await.map(|()| Changed::Done)
}

/// Opens a closed account again. Its owner logs in anew.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn enable(ctx: &Ctx, account: &Account, operator: &Operator) -> Result<Changed, Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    let Some(account) = tx.find_account(account.id).await?.filter(|account| !account.is_open()) else {
        return tx.roll_back().await.map(|()| Changed::Already);
    };
    if account.sign_in_name().is_empty() {
        return tx.roll_back().await.map(|()| Changed::Erased);
    }
    tx.append_audit(&operator.entry(now, Event::Enabled, &account)).await?;
    tx.update_account(&Account { disabled_at: None, updated_at: now, ..account }).await?;
    tx.commit().await.map(|()| Changed::Done)
}

/// Mails the owner a link for a password, or for the activation that is still
/// to come, as often as the owner could ask for one.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing is mailed.
pub async fn send_link(ctx: &Ctx, account: &Account, operator: &Operator) -> Result<Mailed, Fault> {
    let tx = ctx.store.begin().await?;
    let mailed = password_link::mail(ctx, &tx, account, Occasion::Asked, None, &operator.caller).await?;
    if mailed == Mailed::Sent {
        tx.append_audit(&operator.entry(ctx.clock.now(), Event::LinkSent, account)).await?;
    }
    tx.commit().await?;
    Ok(mailed)
}
