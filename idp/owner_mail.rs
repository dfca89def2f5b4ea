//! Mails that tell an owner what happened to the account.

use accounts::{Account, Email, Locale};
use chrono::TimeDelta;

use crate::adapters::{AccountNews, Fault, Message, News, Tx};
use crate::ctx::Ctx;
use crate::outbox::Parcel;

/// Such a mail that could not be sent for this long is given up.
const TTL: TimeDelta = TimeDelta::days(2);

/// Puts `news` for the owner of `account` into the outbox within `tx`, to
/// `address`, in the language of the account or else in `fallback`.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn tell(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    address: &Email,
    news: News,
    fallback: Locale,
) -> Result<(), Fault> {
    let username = account.sign_in_name().to_owned();
    let message = Message::Account(AccountNews { username, given_name: account.given_name.clone(), news });
    send(ctx, tx, account, address, message, fallback).await
}

/// Tells the owner of `account` that the password was changed just now.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn tell_of_password(ctx: &Ctx, tx: &Tx, account: &Account, fallback: Locale) -> Result<(), Fault> {
    let Some(address) = account.mailbox() else {
        return Ok(());
    };
    let message = Message::PasswordChanged {
        username: account.sign_in_name().to_owned(),
        given_name: account.given_name.clone(),
        at: ctx.clock.now(),
    };
    send(ctx, tx, account, address, message, fallback).await
}

async fn send(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    address: &Email,
    message: Message,
    fallback: Locale,
) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let parcel = Parcel::Mail { to: address.for_delivery(), locale: account.locale.unwrap_or(fallback), message };
    tx.enqueue(&parcel.pack(ctx, Some(account.id), now, now + TTL)?).await
}
