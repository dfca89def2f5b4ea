//! Mails that tell an owner what happened to the account.

use accounts::{Account, Email, Locale};
use chrono::TimeDelta;

use crate::adapters::{AccountNews, Fault, Message, News, Tx};
use crate::ctx::{Caller, Ctx};
use crate::outbox::Parcel;
use crate::reference::Reference;

/// Such a mail that could not be sent for this long is given up.
const TTL: TimeDelta = TimeDelta::days(2);

/// What such a mail follows from.
#[derive(Clone, Copy, Debug)]
pub struct Cause<'a> {
    /// The language for an owner who has chosen none.
    pub locale: Locale,
    /// The reference that the audit trail has too.
    pub reference: &'a Reference,
}

impl<'a> From<&'a Caller> for Cause<'a> {
    fn from(caller: &'a Caller) -> Self {
        Self { locale: caller.locale, reference: &caller.reference }
    }
}

/// Puts `news` for the owner of `account` into the outbox within `tx`, to
/// `address`, in the language of the account or else in that of `cause`.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn tell(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    address: &Email,
    news: News,
    cause: Cause<'_>,
) -> Result<(), Fault> {
    let username = account.sign_in_name().to_owned();
    let message = Message::Account(AccountNews { username, given_name: account.given_name.clone(), news });
    send(ctx, tx, account, address, message, cause).await
}

/// Tells the owner of `account` that the password was changed just now.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn tell_of_password(ctx: &Ctx, tx: &Tx, account: &Account, cause: Cause<'_>) -> Result<(), Fault> {
    let Some(address) = account.mailbox() else {
        return Ok(());
    };
    let message = Message::PasswordChanged {
        username: account.sign_in_name().to_owned(),
        given_name: account.given_name.clone(),
        at: ctx.clock.now(),
    };
    send(ctx, tx, account, address, message, cause).await
}

async fn send(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    address: &Email,
    message: Message,
    cause: Cause<'_>,
) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let locale = account.locale.unwrap_or(cause.locale);
    let reference = Some(cause.reference.clone());
    let parcel = Parcel::Mail { to: address.for_delivery(), locale, message, reference };
    tx.enqueue(&parcel.pack(ctx, Some(account.id), now, now + TTL)?).await
}
