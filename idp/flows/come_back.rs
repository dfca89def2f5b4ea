//! A browser that stays logged in comes back: its session goes on. When the
//! token was used before, two browsers hold copies of it, and the login ends
//! for both.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::remember_me::{RememberedLogin, Return};
use chrono::{DateTime, TimeDelta, Utc};
use oidc::Session;
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::adapters::{Fault, Message, SignedIn, Tx};
use crate::ctx::{Caller, Ctx};
use crate::outbox::{NOTICE_TTL, Parcel};
use crate::{remembered, session_end};

/// What a browser gets for its token.
pub enum Outcome {
    /// The session goes on.
    Back(Box<Back>),
    /// The token is worth nothing (any more).
    Over,
}

/// A session that goes on.
pub struct Back {
    /// The session and whose it is.
    pub signed_in: SignedIn,
    /// The session cookie's value.
    pub secret: Zeroizing<String>,
    /// The next token.
    pub token: Zeroizing<String>,
    /// How long the token is good.
    pub ttl: TimeDelta,
}

/// Trades `token` for its session and the next token.
///
/// # Errors
/// A [`Fault`] when the store is away; then the token is as good as before.
pub async fn come_back(ctx: &Ctx, token: &str, caller: &Caller) -> Result<Outcome, Fault> {
    let Some(token) = remembered::read_token(ctx, token) else {
        return Ok(Outcome::Over);
    };
    let Some(owner) = ctx.store.find_owner_of_remembered_login(token.id).await? else {
        return Ok(Outcome::Over);
    };
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    // The account is held first, as in every step that writes to its sessions.
    let account = tx.find_account(owner).await?.filter(|account| account.is_open() && !account.awaits_activation());
    let Some(account) = account else {
        return tx.roll_back().await.map(|()| Outcome::Over);
    };
    let Some((login, session)) = tx.find_remembered_login(token.id, &account.sub).await? else {
        return tx.roll_back().await.map(|()| Outcome::Over);
    };
    match login.on_return(token.generation, now) {
        Return::Rotate(login) => go_on(ctx, tx, account, session, &login, caller).await,
        Return::Repeat => {
            tx.roll_back().await?;
            Ok(back(ctx, account, session, &login, caller))
        }
        Return::Stolen => revoke(ctx, tx, &account, &session, caller).await,
        Return::Over => tx.roll_back().await.map(|()| Outcome::Over),
    }
}

/// The session under a new secret. When the person last typed the password
/// stays as it was: pages that need it recently ask again.
async fn go_on(
    ctx: &Ctx,
    tx: Tx,
    account: Account,
    session: Session,
    login: &RememberedLogin,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let now = login.rotated_at;
    let expires_at = login.expires_at.min(now + ctx.accounts.session_absolute);
    let session = Session { last_seen_at: now, expires_at, ..session };
    let digest = Digest::of(remembered::session_secret(ctx, login).as_bytes());
    tx.save_remembered_login(login).await?;
    if !tx.renew_session(&session, &digest, &caller.user_agent).await? {
        return tx.roll_back().await.map(|()| Outcome::Over);
    }
    tx.append_audit(&entry(caller, now, Event::SessionResumed, &account, &session)).await?;
    tx.commit().await?;
    Ok(back(ctx, account, session, login, caller))
}

fn back(ctx: &Ctx, account: Account, session: Session, login: &RememberedLogin, caller: &Caller) -> Outcome {
    Outcome::Back(Box::new(Back {
        signed_in: SignedIn { session, account, user_agent: caller.user_agent.clone() },
        secret: remembered::session_secret(ctx, login),
        token: remembered::token_text(ctx, login),
        ttl: login.expires_at - ctx.clock.now(),
    }))
}

/// Ends the login in every browser that holds a copy, and tells the owner.
async fn revoke(ctx: &Ctx, tx: Tx, account: &Account, session: &Session, caller: &Caller) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    session_end::end(ctx, &tx, session, account.id, now).await?;
    tx.append_audit(&entry(caller, now, Event::RememberedLoginMisused, account, session)).await?;
    if let Some(email) = account.mailbox() {
        let message = Message::RememberedLoginMisused {
            username: account.sign_in_name().to_owned(),
            given_name: account.given_name.clone(),
            at: now,
        };
        let locale = account.locale.unwrap_or(caller.locale);
        let reference = Some(caller.reference.clone());
        let parcel = Parcel::Mail { to: email.for_delivery(), locale, message, reference };
        tx.enqueue(&parcel.pack(ctx, Some(account.id), now, now + NOTICE_TTL)?).await?;
    }
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Over)
}

fn entry(caller: &Caller, now: DateTime<Utc>, event: Event, account: &Account, session: &Session) -> Entry {
    Entry { session_id: Some(session.id), ..caller.entry(now, event, Some(account.id)) }
}
