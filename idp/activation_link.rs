//! The mailed link that activates an account: made here, whichever step asks
//! for it, so that only the newest ever works.

use accounts::Account;
use accounts::audit::Event;
use accounts::one_time_token::{Purpose, Wait, may_send_another};
use chrono::TimeDelta;

use crate::adapters::{Fault, Message, Tx};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{self, MadeLink, NewLink};
use crate::outbox::{Parcel, may_mail};
use crate::password_link::Mailed;
use crate::pending_login::PendingLogin;

/// Puts a link that activates `account` into the outbox within `tx`, which
/// holds the account's row. With `is_proven` the browser has shown that it
/// knows the account's password. `pending` is the login to be gone on with
/// afterwards.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn mail(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    is_proven: bool,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Mailed, Fault> {
    let now = ctx.clock.now();
    let Some(email) = account.email.as_ref().filter(|_| account.is_open()) else {
        return Ok(Mailed::Impossible);
    };
    let lately = tx.link_times(account.id, now - TimeDelta::days(1)).await?;
    if let Err(Wait { until }) = may_send_another(&lately, ctx.accounts.resend_after, ctx.accounts.mails_per_day, now) {
        return Ok(Mailed::TooSoon { until });
    }
    if let Err(Wait { until }) = may_mail(ctx, tx, &email.for_delivery(), now).await? {
        return Ok(Mailed::TooSoon { until });
    }
    let link = NewLink {
        account_id: account.id,
        purpose: Purpose::Activation,
        voids: &[Purpose::Activation],
        address: None,
        is_proven,
        ttl: ctx.accounts.activation_ttl,
        pending,
    };
    let MadeLink { secret, expires_at } = link.make(ctx, tx, caller, now).await?;
    let url = mailed_link::url(ctx, "/activate", &secret, pending);
    let message = Message::ActivationLink { username: email.as_str().to_owned(), url, expires_at };
    let locale = mailed_link::locale_for(account, pending, caller);
    let reference = Some(caller.reference.clone());
    let parcel = Parcel::Mail { to: email.for_delivery(), locale, message, reference };
    tx.enqueue(&parcel.pack(ctx, Some(account.id), now, expires_at)?).await?;
    tx.append_audit(&caller.entry(now, Event::ActivationLinkSent, Some(account.id))).await?;
    Ok(Mailed::Sent)
}
