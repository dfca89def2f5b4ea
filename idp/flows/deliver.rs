//! Sends what waits in the outbox: mails to people and log-out notices to
//! clients, again and again until it worked or made no sense any more.

use std::time::Instant;

use accounts::audit::{Entry, Event};
use accounts::{Account, Email};
use chrono::TimeDelta;
use oidc::Session;
use oidc::tokens::logout_token::{self, LogoutTokenClaims};
use tokio::task::JoinSet;
use tracing::Instrument as _;

use crate::adapters::{Channel, Envelope, Fault, MailFault, OutboxItem, Sent, spans};
use crate::ctx::Ctx;
use crate::outbox::Parcel;
use crate::reference::Reference;

/// A parcel is ours for this long; after that another sender may take it.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// Mails are sent one after the other, so that they come in their order: so many
/// that the last is still ours when each before it took all of its 15 seconds.
const MAILS: u32 = 7;
/// Notices have no order, and are sent all at once.
const NOTICES: u32 = 16;

/// Why a parcel was not delivered.
enum Undelivered {
    /// It may work later.
    Retry(String),
    /// It never will.
    Refused(String),
    /// It never will, because the mailbox at this address takes no mail.
    Returned {
        /// What the relay said.
        class: String,
        /// The address.
        to: String,
    },
}

/// Sends what is due on `channel`. Returns how many parcels were taken.
///
/// # Errors
/// A [`Fault`] when the store is away. What a relay or client answers is no
/// fault of ours: it is written to the parcel's row.
pub async fn deliver_due(ctx: &Ctx, channel: Channel) -> Result<usize, Fault> {
    let limit = match channel {
        Channel::Mail => MAILS,
        Channel::Logout => NOTICES,
    };
    let items = ctx.store.lease_outbox(channel, limit, LEASE, ctx.clock.now()).await?;
    let taken = items.len();
    match channel {
        Channel::Mail => one_after_the_other(ctx, items).await?,
        Channel::Logout => all_at_once(ctx, items).await?,
    }
    Ok(taken)
}

async fn one_after_the_other(ctx: &Ctx, items: Vec<OutboxItem>) -> Result<(), Fault> {
    for item in items {
        // A stop waits for the mail that is under way, not for the rest.
        match ctx.is_stopping() {
            true => ctx.store.outbox_release(item.id).await?,
            false => deliver(ctx, &item).await?,
        }
    }
    Ok(())
}

async fn all_at_once(ctx: &Ctx, items: Vec<OutboxItem>) -> Result<(), Fault> {
    let mut under_way = JoinSet::new();
    for item in items {
        let ctx = ctx.clone();
        under_way.spawn(async move { deliver(&ctx, &item).await });
    }
    // Each to its end, also when one has failed: what was sent is to be noted.
    let mut outcome = Ok(());
    while let Some(ended) = under_way.join_next().await {
        let ended = ended.unwrap_or_else(|error| Err(Fault::new("deliver", error)));
        outcome = outcome.and(ended);
    }
    outcome
}

async fn deliver(ctx: &Ctx, item: &OutboxItem) -> Result<(), Fault> {
    let begun = Instant::now();
    let (reference, outcome) = match Parcel::unpack(ctx, item) {
        Ok((parcel, made_in)) => {
            let reference = parcel.reference().cloned();
            let span = spans::delivery(item.channel.name(), made_in.as_deref(), reference.as_ref());
            let outcome = send(ctx, item, parcel).instrument(span.clone()).await;
            spans::ended(&span, outcome.is_ok());
            (reference, outcome)
        }
        Err(_) => (None, Err(Undelivered::Refused("unreadable".to_owned()))),
    };
    ctx.meters.delivery_times.note(item.channel.name(), begun.elapsed());
    settle(ctx, item, reference.as_ref(), outcome).await
}

async fn settle(
    ctx: &Ctx,
    item: &OutboxItem,
    reference: Option<&Reference>,
    outcome: Result<(), Undelivered>,
) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let logged = reference.map(Reference::as_str);
    let count = |outcome| ctx.meters.deliveries.add(item.channel.name(), outcome);
    match outcome {
        Ok(()) => {
            count("sent");
            ctx.store.outbox_sent(item.id, now).await?;
            arrived(ctx, item).await
        }
        Err(Undelivered::Retry(class)) => match item.next_attempt_at(now) {
            Some(next_attempt_at) => {
                count("retried");
                tracing::warn!(outbox = %item.id, reference = logged, attempts = item.attempts, class, "not delivered yet; it is tried again");
                ctx.store.outbox_retry(item.id, next_attempt_at, &class).await
            }
            None => {
                count("given_up");
                tracing::error!(outbox = %item.id, reference = logged, class, "given up: not delivered in its lifetime");
                ctx.store.outbox_failed(item.id, now, &class).await
            }
        },
        Err(Undelivered::Refused(class)) => {
            count("given_up");
            tracing::error!(outbox = %item.id, reference = logged, class, "given up: refused for good");
            ctx.store.outbox_failed(item.id, now, &class).await
        }
        Err(Undelivered::Returned { class, to }) => {
            count("given_up");
            tracing::warn!(outbox = %item.id, reference = logged, class, "given up: the mailbox takes no mail");
            ctx.store.outbox_failed(item.id, now, &class).await?;
            returned(ctx, item, reference, &to).await
        }
    }
}

/// The account learns that mail to its address comes back. A mail to an
/// address that is not, or not yet, the account's says nothing of it.
async fn returned(ctx: &Ctx, item: &OutboxItem, reference: Option<&Reference>, to: &str) -> Result<(), Fault> {
    let Some(account_id) = item.account_id else { return Ok(()) };
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    let account = tx.find_account(account_id).await?;
    let address = account.as_ref().and_then(Account::mailbox).map(Email::for_delivery);
    if address.as_deref() != Some(to) {
        return tx.roll_back().await;
    }
    tx.mail_failed(account_id, now).await?;
    let entry = Entry::unattended(now, Event::MailReturned, Some(account_id));
    tx.append_audit(&Entry { detail: Some("relay".into()), reference: reference.map(Reference::to_string), ..entry })
        .await?;
    tx.commit().await
}

/// The account forgets that mail came back, where this one shows it.
async fn arrived(ctx: &Ctx, item: &OutboxItem) -> Result<(), Fault> {
    let Some(account_id) = item.account_id.filter(|_| item.channel == Channel::Mail) else { return Ok(()) };
    if ctx.store.mail_accepted(account_id).await? {
        let entry = Entry::unattended(ctx.clock.now(), Event::MailArrived, Some(account_id));
        ctx.store.append_audit(&entry).await?;
    }
    Ok(())
}

async fn send(ctx: &Ctx, item: &OutboxItem, parcel: Parcel) -> Result<(), Undelivered> {
    match parcel {
        Parcel::Mail { to, locale, message, reference } => {
            let sent = Sent { at: item.created_at, reference: reference.as_ref() };
            let rendered = message.render(locale, &ctx.texts, &ctx.organisation, sent);
            let envelope = Envelope {
                id: item.id,
                from: ctx.sender.clone(),
                reply_to: ctx.reply_to.clone(),
                to: to.clone(),
                subject: rendered.subject,
                text: rendered.text,
                html: rendered.html,
                locale,
            };
            ctx.mailer.send(&envelope).await.map_err(|fault| match fault {
                MailFault::Retry(class) => Undelivered::Retry(class),
                MailFault::Refused(class) => Undelivered::Refused(class),
                MailFault::Returned(class) => Undelivered::Returned { class, to },
            })
        }
        Parcel::LogoutNotice { client_id, session } => tell_client(ctx, &client_id, &session).await,
    }
}

async fn tell_client(ctx: &Ctx, client_id: &str, session: &Session) -> Result<(), Undelivered> {
    let refused = |class: &str| Undelivered::Refused(class.to_owned());
    let retry = |class: &str| Undelivered::Retry(class.to_owned());
    let client = ctx.clients.find(client_id).ok_or_else(|| refused("no such client"))?;
    let uri = client.back_channel_logout_uri.as_deref().ok_or_else(|| refused("no address"))?;
    let now = ctx.clock.now();
    let claims = LogoutTokenClaims::new(&ctx.oidc, client_id, session, ctx.entropy.uuid(now), now);
    let token = ctx.sign(client.id_token_alg, Some(logout_token::TYP), &claims).map_err(|_| retry("no key"))?;
    match ctx.outbound.post_form(uri, &[("logout_token", token.as_str())]).await {
        Ok(200..=299) => Ok(()),
        Ok(400..=499) => Err(refused("refused by the client")),
        Ok(_) => Err(retry("failed at the client")),
        Err(_) => Err(retry("unreachable")),
    }
}
