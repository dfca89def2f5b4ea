//! What the two mailed links of a change of the address do: the one in the new
//! mailbox makes it the account's, the one in the old takes the change back
//! [KOU-25].

use accounts::audit::{Entry, Event};
use accounts::email_change::{confirmed, undone, undone_without};
use accounts::one_time_token::{OneTimeToken, Purpose, Standing};
use accounts::{Account, Email};
use chrono::{DateTime, Utc};
use oidc::names::Digest;

use crate::adapters::{Fault, Tx};
use crate::address_link::{Told, mail_undo};
use crate::ctx::{Caller, Ctx};
use crate::logout_notice;
use crate::password_link::{self, Occasion};

/// A link as its page finds it.
#[derive(Debug)]
pub struct Link {
    /// The link's row.
    pub token: OneTimeToken,
    /// The address that its use makes the account's.
    pub address: Email,
    /// Whether it works.
    pub standing: Standing,
    /// Whose address it changes.
    pub account: Account,
}

/// What came of using a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The address is the account's.
    Done,
    /// The link no longer works.
    Dead,
    /// Another account took the address meanwhile.
    Taken,
}

/// Looks a link up by its secret's digest, changing nothing; `None` when there
/// is no such link for `purpose`.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn find_address_link(ctx: &Ctx, digest: &Digest, purpose: Purpose) -> Result<Option<Link>, Fault> {
    let token = ctx.store.find_one_time_token(&digest.0).await?.filter(|token| token.purpose == purpose);
    let Some((token, address)) = token.and_then(|token| token.address.clone().map(|address| (token, address))) else {
        return Ok(None);
    };
    let Some(account) = ctx.store.find_account(token.account_id).await?.filter(Account::is_open) else {
        return Ok(None);
    };
    let standing = token.standing(ctx.clock.now());
    Ok(Some(Link { token, address, standing, account }))
}

/// Makes the link's address the account's. Sessions stay; links for a password
/// in the old mailbox stop working, and the old mailbox is told.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn confirm_email(ctx: &Ctx, link: &Link, caller: &Caller) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    let Some(account) = used(&tx, link, caller, ctx).await? else {
        return tx.roll_back().await.map(|()| Outcome::Dead);
    };
    if is_taken(&tx, link, now).await? {
        tx.commit().await?;
        return Ok(Outcome::Taken);
    }
    tx.update_account(&confirmed(account.clone(), link.address.clone(), now)).await?;
    tx.supersede_tokens(account.id, &Purpose::BUT_UNDO, now).await?;
    mail_undo(ctx, &tx, &account, Told::Done, caller).await?;
    tx.append_audit(&caller.entry(now, Event::EmailChanged, Some(account.id))).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Done)
}

/// Gives the old address back, if it is free. Whoever else is in the account is
/// out of it: every session, token and link ends, the password is gone, and a
/// link for a new one goes to the old address.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn undo_email(ctx: &Ctx, link: &Link, caller: &Caller) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let sessions = logout_notice::sessions_to_end(ctx, link.account.id).await?;
    let tx = ctx.store.begin().await?;
    let Some(account) = used(&tx, link, caller, ctx).await? else {
        return tx.roll_back().await.map(|()| Outcome::Dead);
    };
    let taken = is_taken(&tx, link, now).await?;
    // Without the old address too the account is better off than with the
    // stranger's.
    let restored = match taken {
        true => undone_without(account, now),
        false => undone(account, link.address.clone(), now),
    };
    tx.update_account(&restored).await?;
    tx.supersede_tokens(restored.id, &Purpose::BUT_UNDO, now).await?;
    // A stranger who moved on has a way back too, to the stranger's own mailbox:
    // its use must not close the owner's.
    tx.supersede_ways_back(restored.id, link.token.created_at, &link.address, now).await?;
    logout_notice::end_all(ctx, &tx, restored.id, &sessions, None).await?;
    password_link::mail(ctx, &tx, &restored, Occasion::AddressRestored, None, caller).await?;
    tx.append_audit(&caller.entry(now, Event::EmailChangeUndone, Some(restored.id))).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    // Who shares the mailbox with its owner had no address before either.
    Ok(if taken && !restored.is_contact(&link.address) { Outcome::Taken } else { Outcome::Done })
}

/// The account of a link that was used up just now.
async fn used(tx: &Tx, link: &Link, caller: &Caller, ctx: &Ctx) -> Result<Option<Account>, Fault> {
    let account = tx.find_account(link.account.id).await?.filter(Account::is_open);
    let OneTimeToken { digest, purpose, .. } = &link.token;
    let taken = tx.consume_one_time_token(digest, *purpose, &caller.browser.digest(), ctx.clock.now()).await?;
    Ok(account.filter(|_| taken.is_some()))
}

/// Whether another account has the link's address. One that nobody activated
/// gives way: who has the link has the mailbox.
async fn is_taken(tx: &Tx, link: &Link, now: DateTime<Utc>) -> Result<bool, Fault> {
    let owner = tx.find_account_by_address(&link.address).await?;
    let Some(owner) = owner.filter(|owner| owner.id != link.account.id) else {
        return Ok(false);
    };
    if !owner.awaits_activation() || !tx.remove_unactivated(owner.id).await? {
        return Ok(true);
    }
    tx.append_audit(&Entry::unattended(now, Event::UnactivatedRemoved, Some(owner.id))).await?;
    Ok(false)
}
