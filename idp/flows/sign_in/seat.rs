//! What a right password begins: the session, and what the browser keeps
//! beside it.

use accounts::Account;
use accounts::account::Kind;
use accounts::audit::{Entry, Event};
use accounts::one_time_token::secret_to_text;
use accounts::remember_me::RememberedLogin;
use chrono::{DateTime, TimeDelta, Utc};
use oidc::Session;
use oidc::names::Digest;

use super::{Attempt, Remembered};
use crate::adapters::{Fault, Message, SignedIn, Tx};
use crate::ctx::Ctx;
use crate::outbox::{NOTICE_TTL, Parcel};
use crate::{logout_notice, remembered};

/// The owner hears of new browsers in one network once in this time.
const TOLD_ONCE_IN: TimeDelta = TimeDelta::days(1);

/// The session that begins, if it takes no other's place.
pub(super) fn new_session(ctx: &Ctx, attempt: &Attempt<'_>, account: &Account, now: DateTime<Utc>) -> Session {
    Session {
        id: ctx.entropy.uuid(now),
        sid: secret_to_text(ctx.random()),
        sub: account.sub.clone(),
        auth_time: now,
        amr: vec!["pwd".to_owned()],
        acr: ctx.oidc.acr_password(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + ctx.accounts.absolute_of(account.kind),
        remembered: may_remember(attempt, account),
    }
}

/// Begins the session, in place of the one that the browser had. The same
/// person's goes on, under a new secret, so that what services were given in
/// it stays and a later log-out reaches them; another's ends, and its services
/// are told.
pub(super) async fn seat(
    ctx: &Ctx,
    tx: &Tx,
    attempt: &Attempt<'_>,
    account: &Account,
    new: Session,
    digest: &Digest,
) -> Result<Session, Fault> {
    let user_agent = &attempt.caller.user_agent;
    if let Some(SignedIn { session: old, account: owner, .. }) = attempt.previous {
        if owner.id == account.id {
            let remembered = new.remembered || old.remembered;
            let renewed =
                Session { id: old.id, sid: old.sid.clone(), created_at: old.created_at, remembered, ..new.clone() };
            // It may have ended while the password was checked.
            if tx.renew_session(&renewed, digest, user_agent).await? {
                return Ok(renewed);
            }
        } else if tx.end_session(old.id, new.created_at).await? {
            logout_notice::enqueue(ctx, tx, old, owner.id, new.created_at).await?;
            let ended = super::entry(attempt, new.created_at, Event::SignedOut, Some(owner), Some(old));
            tx.append_audit(&Entry { detail: Some("replaced".into()), ..ended }).await?;
        }
    }
    tx.insert_session(&new, digest, account.id, user_agent).await?;
    Ok(new)
}

/// Stricter than asked for: an official's login never outlives the window.
fn may_remember(attempt: &Attempt<'_>, account: &Account) -> bool {
    attempt.remember && account.kind != Kind::Official
}

/// Remembers the browser, if the box was ticked.
pub(super) async fn remember(
    ctx: &Ctx,
    tx: &Tx,
    attempt: &Attempt<'_>,
    account: &Account,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Option<Remembered>, Fault> {
    if !may_remember(attempt, account) {
        return Ok(None);
    }
    let login = RememberedLogin::begin(ctx.entropy.uuid(now), session.id, ctx.accounts.session_remembered, now);
    tx.save_remembered_login(&login).await?;
    Ok(Some(Remembered { token: remembered::token_text(ctx, &login), ttl: ctx.accounts.session_remembered }))
}

/// Mails the owner when the browser is a new one: neither it nor another that
/// calls itself the same in the same network has signed in before. Somebody's
/// first login is no news. Whether there is a mail.
pub(super) async fn tell_of_new_device(
    ctx: &Ctx,
    tx: &Tx,
    attempt: &Attempt<'_>,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<bool, Fault> {
    let Some(email) = account.mailbox() else {
        return Ok(false);
    };
    if !tx.is_new_device(account.id, &attempt.caller.network, &attempt.caller.user_agent, now - TOLD_ONCE_IN).await? {
        return Ok(false);
    }
    let message = Message::NewLogin {
        username: account.sign_in_name().to_owned(),
        given_name: account.given_name.clone(),
        at: now,
        user_agent: attempt.caller.user_agent.clone(),
    };
    let locale = account.locale.unwrap_or(attempt.caller.locale);
    let reference = Some(attempt.caller.reference.clone());
    let parcel = Parcel::Mail { to: email.for_delivery(), locale, message, reference };
    tx.enqueue(&parcel.pack(ctx, Some(account.id), now, now + NOTICE_TTL)?).await?;
    let told = super::entry(attempt, now, Event::NewDeviceTold, Some(account), None);
    tx.append_audit(&told).await.map(|()| true)
}
