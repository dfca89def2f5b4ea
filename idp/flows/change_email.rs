//! Asks for another e-mail address, asks again, and takes it back before the
//! link in the new mailbox is used [KOU-24].

use accounts::Email;
use accounts::audit::{Entry, Event};
use accounts::email_change::{NewAddressProblem, wanted};
use accounts::one_time_token::{Purpose, Wait, may_send_another};
use chrono::{DateTime, TimeDelta, Utc};
use zeroize::Zeroizing;

use crate::adapters::{Fault, SignedIn, Tx};
use crate::address_link::{Told, mail_confirmation, mail_undo};
use crate::ctx::{Caller, Ctx};
use crate::password_proof::{Proof, prove};

/// A new address that waits for the link in its mailbox.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The address.
    pub address: Email,
    /// When the newest link to it was mailed.
    pub mailed_at: DateTime<Utc>,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

/// An address as somebody typed it who is signed in.
pub struct Wish<'a> {
    /// The address.
    pub email: &'a str,
    /// The address once more.
    pub email_confirm: &'a str,
    /// The account's password.
    pub password: Zeroizing<String>,
}

/// What came of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The address waits for its link. The same for one that another account
    /// has, where only its mailbox is told, and for one that has had its mails
    /// of the day.
    Pending,
    /// The address cannot be the new one.
    Unfit(NewAddressProblem),
    /// The password was not shown to be right.
    Unproven(Proof),
    /// The account was closed meanwhile, or the password was changed elsewhere.
    Ended,
    /// Too many links today, or this one was mailed a moment ago.
    TooSoon {
        /// When another can be mailed.
        until: DateTime<Utc>,
    },
}

/// The address that waits for its link, if one does.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn pending(ctx: &Ctx, signed_in: &SignedIn) -> Result<Option<Pending>, Fault> {
    let link = ctx.store.live_link(signed_in.account.id, Purpose::EmailChange, ctx.clock.now()).await?;
    Ok(link.and_then(|link| {
        Some(Pending { address: link.address?, mailed_at: link.created_at, expires_at: link.expires_at })
    }))
}

/// Begins the change to the address of `wish`: a link goes to it, a notice
/// with the way back to the old one. It takes the place of a change that waits.
///
/// # Errors
/// A [`Fault`] when a store is away; then nothing has changed.
pub async fn ask(ctx: &Ctx, signed_in: &SignedIn, wish: Wish<'_>, caller: &Caller) -> Result<Outcome, Fault> {
    let address = match wanted(&signed_in.account, wish.email, wish.email_confirm) {
        Ok(address) => address,
        Err(problem) => return Ok(Outcome::Unfit(problem)),
    };
    match prove(ctx, &signed_in.account, wish.password, caller).await? {
        Proof::Right => mail(ctx, signed_in, &address, caller).await,
        refused => Ok(Outcome::Unproven(refused)),
    }
}

/// Mails the link to the address that waits once more; older links to it stop
/// working. `None` when nothing waits.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing is mailed.
pub async fn ask_again(ctx: &Ctx, signed_in: &SignedIn, caller: &Caller) -> Result<Option<Outcome>, Fault> {
    match pending(ctx, signed_in).await? {
        Some(pending) => mail(ctx, signed_in, &pending.address, caller).await.map(Some),
        None => Ok(None),
    }
}

/// Gives the change up: the link in the new mailbox stops working.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn cancel(ctx: &Ctx, signed_in: &SignedIn, caller: &Caller) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let account_id = signed_in.account.id;
    let tx = ctx.store.begin().await?;
    if tx.supersede_tokens(account_id, &[Purpose::EmailChange], now).await? > 0 {
        note(&tx, signed_in, Event::EmailChangeCancelled, caller, now).await?;
    }
    tx.commit().await
}

async fn mail(ctx: &Ctx, signed_in: &SignedIn, address: &Email, caller: &Caller) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let waiting = pending(ctx, signed_in).await?;
    let tx = ctx.store.begin().await?;
    let fresh = tx.find_account(signed_in.account.id).await?;
    let Some(account) = fresh.filter(|fresh| fresh.is_as_proven(&signed_in.account)) else {
        return tx.roll_back().await.map(|()| Outcome::Ended);
    };
    let lately = tx.address_link_times(account.id, now - TimeDelta::days(1)).await?;
    // Who corrects a slip need not wait; the day's number holds for everybody.
    let is_same = waiting.is_some_and(|waiting| waiting.address.key() == address.key());
    let pause = if is_same { ctx.accounts.resend_after } else { TimeDelta::zero() };
    if let Err(Wait { until }) = may_send_another(&lately, pause, ctx.accounts.mails_per_day, now) {
        return tx.roll_back().await.map(|()| Outcome::TooSoon { until });
    }
    let taken =
        tx.find_account_by_address(address).await?.filter(|owner| owner.id != account.id && !owner.awaits_activation());
    mail_confirmation(ctx, &tx, &account, address, taken.as_ref(), caller).await?;
    mail_undo(ctx, &tx, &account, Told::Asked, caller).await?;
    note(&tx, signed_in, Event::EmailChangeAsked, caller, now).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Pending)
}

async fn note(tx: &Tx, signed_in: &SignedIn, event: Event, caller: &Caller, now: DateTime<Utc>) -> Result<(), Fault> {
    let entry = caller.entry(now, event, Some(signed_in.account.id));
    tx.append_audit(&Entry { session_id: Some(signed_in.session.id), ..entry }).await
}
