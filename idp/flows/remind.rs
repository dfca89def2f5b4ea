//! Puts the next portion of a running wave of reminders into the outbox. A
//! person's reminder and the note that they were reminded are written together,
//! so that a service that dies in between reminds nobody twice.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::reminder::Wave;
use chrono::{DateTime, TimeDelta, Utc};

use crate::adapters::{Fault, Message, Tx};
use crate::ctx::Ctx;
use crate::outbox::Parcel;
use crate::reference::Reference;

/// A reminder that could not be mailed for this long is given up.
const TTL: TimeDelta = TimeDelta::days(2);
/// While this many mails wait, or a minute's reminders if that is more, the
/// wave waits too: links that people asked for go first.
const BACKLOG: u32 = 16;

/// Reminds the next people of the wave that runs, if its time has come.
/// Returns how many.
///
/// # Errors
/// A [`Fault`] when the store is away; then nobody was reminded.
pub async fn remind_next(ctx: &Ctx) -> Result<usize, Fault> {
    let now = ctx.clock.now();
    let Some(wave) = ctx.store.running_wave().await?.filter(|wave| wave.is_due(now)) else {
        return Ok(0);
    };
    if ctx.store.waiting_mails().await? >= u64::from(wave.per_minute.max(BACKLOG)) {
        return Ok(0);
    }
    let tx = ctx.store.begin().await?;
    // Read anew and held: another replica may have taken this portion, or an
    // operator have stopped the wave.
    let Some(wave) = tx.running_wave().await?.filter(|wave| wave.is_due(now)) else {
        tx.roll_back().await?;
        return Ok(0);
    };
    let people = tx.people_to_remind(&wave, wave.portion()).await?;
    for account in &people {
        remind(ctx, &tx, &wave, account, now).await?;
    }
    let wave = match people.last() {
        Some(last) => wave.after_portion(last.id, now),
        None => {
            tx.append_audit(&Entry::unattended(now, Event::RemindersFinished, None)).await?;
            wave.finished(now)
        }
    };
    tx.save_wave(&wave).await?;
    tx.commit().await?;
    Ok(people.len())
}

async fn remind(ctx: &Ctx, tx: &Tx, wave: &Wave, account: &Account, now: DateTime<Utc>) -> Result<(), Fault> {
    let Some(email) = account.mailbox() else {
        return Ok(());
    };
    let locale = account.locale.unwrap_or_default();
    let message = Message::Reminder {
        username: account.sign_in_name().to_owned(),
        given_name: account.given_name.clone(),
        url: ctx.oidc.url(&format!("/login?ui_locales={}", locale.tag())),
    };
    let reference = Reference::new(ctx.random());
    let entry =
        Entry { reference: Some(reference.to_string()), ..Entry::unattended(now, Event::Reminded, Some(account.id)) };
    let parcel = Parcel::Mail { to: email.for_delivery(), locale, message, reference: Some(reference) };
    let item = parcel.pack(ctx, Some(account.id), now, now + TTL)?;
    tx.insert_reminder(wave.id, account.id, item.id, now).await?;
    tx.enqueue(&item).await?;
    tx.append_audit(&entry).await
}
