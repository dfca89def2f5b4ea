//! The mailed link behind which a password is set: made here, whichever step
//! asks for it, so that only the newest ever works. An account that waits for its
//! activation gets a link for that instead.

use accounts::audit::Event;
use accounts::one_time_token::{Purpose, Wait, may_send_another};
use accounts::{Account, Email, Locale};
use chrono::{DateTime, TimeDelta, Utc};

use crate::activation_link;
use crate::adapters::{Fault, Message, Recoverable, Tx};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{self, MadeLink, NewLink};
use crate::outbox::{Parcel, may_mail};
use crate::pending_login::PendingLogin;
use crate::reference::Reference;

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
    /// A change of the address was taken back, and the password with it.
    AddressRestored,
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
    match prepare(ctx, tx, account, occasion, pending, caller).await? {
        Prepared::Link(link) => {
            let message = words(&link, occasion);
            link.enqueue(ctx, tx, message).await?;
            Ok(Mailed::Sent)
        }
        Prepared::Not(mailed) => Ok(mailed),
    }
}

/// Puts one mail with a link for each of `accounts`, which share an address,
/// into the outbox within `tx`: for those of them who can have a link now.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn mail_all(
    ctx: &Ctx,
    tx: &Tx,
    accounts: &[Account],
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<(), Fault> {
    let mut links = Vec::new();
    for account in accounts {
        if let Prepared::Link(link) = prepare(ctx, tx, account, Occasion::Asked, pending, caller).await? {
            links.push(link);
        }
    }
    let Some(first) = links.first() else {
        return Ok(());
    };
    let people = links
        .iter()
        .map(|link| Recoverable { username: link.account.sign_in_name().to_owned(), url: link.url.clone() })
        .collect();
    let message = match links.len() {
        1 => words(first, Occasion::Asked),
        _ => Message::SharedRecoveryLinks { people, expires_at: first.expires_at },
    };
    first.enqueue(ctx, tx, message).await
}

/// A link that was made and is still to be mailed.
struct Link {
    account: Account,
    to: String,
    locale: Locale,
    purpose: Purpose,
    url: String,
    expires_at: DateTime<Utc>,
    reference: Reference,
}

enum Prepared {
    Link(Box<Link>),
    /// No link for a password was made, but what is told came about.
    Not(Mailed),
}

/// Makes a link and writes down that it is mailed.
async fn prepare(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    occasion: Occasion,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Prepared, Fault> {
    let now = ctx.clock.now();
    // Read anew and held, so that of two requests at once the second finds
    // what the first has sent.
    let Some(account) = tx.find_account(account.id).await?.filter(Account::is_open) else {
        return Ok(Prepared::Not(Mailed::Impossible));
    };
    let Some(to) = account.mailbox().map(Email::for_delivery) else {
        return Ok(Prepared::Not(Mailed::Impossible));
    };
    if account.awaits_activation() {
        // A password for it would let somebody in whose mailbox nobody knows.
        return match occasion {
            Occasion::Asked => {
                activation_link::mail(ctx, tx, &account, false, pending, caller).await.map(Prepared::Not)
            }
            Occasion::Locked { .. } | Occasion::AddressRestored => Ok(Prepared::Not(Mailed::Impossible)),
        };
    }
    // The others come seldom, and the owner must hear of them.
    if occasion == Occasion::Asked
        && let Err(Wait { until }) = may_ask(ctx, tx, &account, &to, now).await?
    {
        return Ok(Prepared::Not(Mailed::TooSoon { until }));
    }
    let purpose = if account.needs_first_password() { Purpose::FirstPassword } else { Purpose::Recovery };
    let link = NewLink {
        account_id: account.id,
        purpose,
        voids: &Purpose::PASSWORD,
        address: None,
        is_proven: false,
        ttl: ctx.accounts.recovery_ttl,
        pending,
    };
    let MadeLink { secret, expires_at } = link.make(ctx, tx, caller, now).await?;
    if let Some(migration) = account.migration.clone() {
        let migration = Some(migration.link_sent(now));
        tx.update_account(&Account { migration, ..account.clone() }).await?;
    }
    tx.append_audit(&caller.entry(now, Event::PasswordLinkSent, Some(account.id))).await?;
    Ok(Prepared::Link(Box::new(Link {
        locale: mailed_link::locale_for(&account, pending, caller),
        url: mailed_link::url(ctx, "/password/set", &secret, pending),
        account,
        to,
        purpose,
        expires_at,
        reference: caller.reference.clone(),
    })))
}

/// Whether a link that a person asks for may go out now.
async fn may_ask(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    to: &str,
    now: DateTime<Utc>,
) -> Result<Result<(), Wait>, Fault> {
    let lately = tx.link_times(account.id, now - TimeDelta::days(1)).await?;
    // Who has used the last link has nothing left to wait for.
    let is_spent = tx.newest_link_was_used(account.id).await?;
    let pause = if is_spent { TimeDelta::zero() } else { ctx.accounts.resend_after };
    match may_send_another(&lately, pause, ctx.accounts.mails_per_day, now) {
        Ok(()) => may_mail(ctx, tx, to, now).await,
        refused => Ok(refused),
    }
}

impl Link {
    async fn enqueue(&self, ctx: &Ctx, tx: &Tx, message: Message) -> Result<(), Fault> {
        let parcel =
            Parcel::Mail { to: self.to.clone(), locale: self.locale, message, reference: Some(self.reference.clone()) };
        tx.enqueue(&parcel.pack(ctx, Some(self.account.id), ctx.clock.now(), self.expires_at)?).await
    }
}

fn words(link: &Link, occasion: Occasion) -> Message {
    let Link { account, url, expires_at, .. } = link;
    let (url, expires_at) = (url.clone(), *expires_at);
    let username = account.sign_in_name().to_owned();
    let given_name = account.given_name.clone();
    match (occasion, link.purpose) {
        (Occasion::Locked { until }, _) => Message::Locked { username, given_name, until, url },
        (Occasion::Asked | Occasion::AddressRestored, Purpose::FirstPassword) => {
            Message::FirstPasswordLink { username, given_name, url, expires_at }
        }
        (Occasion::Asked | Occasion::AddressRestored, _) => {
            Message::RecoveryLink { username, given_name, url, expires_at }
        }
    }
}
