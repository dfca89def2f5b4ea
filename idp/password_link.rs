//! The mailed link behind which a password is set: made here, whichever step
//! asks for it, so that only the newest ever works.

use accounts::Account;
use accounts::audit::Event;
use accounts::one_time_token::{Purpose, Wait, may_send_another};
use chrono::{DateTime, TimeDelta, Utc};

use crate::adapters::{Fault, Message, Tx};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{MadeLink, NewLink};
use crate::outbox::{Parcel, may_mail};
use crate::pending_login::PendingLogin;

/// Why a link is mailed; decides the words of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A person asked for it: for the first password of a migrated account, or
    /// in place of a forgotten one.
    Asked,
    /// The account was locked by wrong passwords.
    Locked {
        /// Until when.
        until: DateTime<Utc>,
    },
}

/// What came of mailing a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mailed {
    /// It is in the outbox; older links stopped working.
    Sent,
    /// Another was mailed so lately, or so many today, that this one was not.
    TooSoon {
        /// When the next one can be mailed.
        until: DateTime<Utc>,
    },
    /// The account has no address, or may not be used.
    Impossible,
}

/// Puts a link for `account` into the outbox within `tx`. `pending` is the
/// login that it interrupts, to be gone on with afterwards.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn mail(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    occasion: Occasion,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Mailed, Fault> {
    let now = ctx.clock.now();
    // Read anew and held, so that of two requests at once the second finds
    // what the first has sent.
    let Some(account) = tx.find_account(account.id).await?.filter(Account::is_open) else {
        return Ok(Mailed::Impossible);
    };
    let Some(email) = &account.email else {
        return Ok(Mailed::Impossible);
    };
    // A lock comes once a day at the most, and its owner must hear of it.
    if occasion == Occasion::Asked {
        let lately = tx.link_times(account.id, now - TimeDelta::days(1)).await?;
        if let Err(Wait { until }) = may_send_another(&lately, &ctx.accounts, now) {
            return Ok(Mailed::TooSoon { until });
        }
        if let Err(Wait { until }) = may_mail(ctx, tx, &email.for_delivery(), now).await? {
            return Ok(Mailed::TooSoon { until });
        }
    }
    let purpose = if account.needs_first_password() { Purpose::FirstPassword } else { Purpose::Recovery };
    let link = NewLink {
        account_id: account.id,
        purpose,
        voids: &Purpose::PASSWORD,
        address: None,
        ttl: ctx.accounts.recovery_ttl,
        pending,
    };
    let MadeLink { secret, expires_at } = link.make(ctx, tx, caller, now).await?;
    let chosen = pending.and_then(|pending| pending.locale);
    let asked = pending.and_then(PendingLogin::asked_locale);
    let locale = chosen.or(account.locale).or(asked).unwrap_or(caller.locale);
    // The page behind the link may be opened in a browser that knows nothing
    // of the choice.
    let language = chosen.map(|locale| format!("&ui_locales={}", locale.tag())).unwrap_or_default();
    let url = ctx.oidc.url(&format!("/password/set?token={secret}{language}"));
    let message = words(&account, occasion, purpose, url, expires_at);
    let parcel = Parcel::Mail { to: email.for_delivery(), locale, message };
    tx.enqueue(&parcel.pack(ctx, Some(account.id), now, expires_at)?).await?;
    if let Some(migration) = account.migration.clone() {
        let migration = Some(migration.link_sent(now));
        tx.update_account(&Account { migration, ..account.clone() }).await?;
    }
    tx.append_audit(&caller.entry(now, Event::PasswordLinkSent, Some(account.id))).await?;
    Ok(Mailed::Sent)
}

fn words(account: &Account, occasion: Occasion, purpose: Purpose, url: String, expires_at: DateTime<Utc>) -> Message {
    let username = account.sign_in_name().to_owned();
    let given_name = account.given_name.clone();
    match (occasion, purpose) {
        (Occasion::Locked { until }, _) => Message::Locked { username, given_name, until, url },
        (Occasion::Asked, Purpose::FirstPassword) => {
            Message::FirstPasswordLink { username, given_name, url, expires_at }
        }
        (Occasion::Asked, _) => Message::RecoveryLink { username, given_name, url, expires_at },
    }
}
