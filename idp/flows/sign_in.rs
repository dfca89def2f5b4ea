//! The second step of a login: somebody typed a password. The work is the
//! same for every identifier, known or not.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::identifier::Identifier;
use accounts::lockout::{Admission, Tally};
use accounts::one_time_token::secret_to_text;
use accounts::password::PasswordHash;
use chrono::{DateTime, Utc};
use oidc::Session;
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::adapters::{Fault, HashError, Pass, SignedIn, Tx, Verified, slots};
use crate::ctx::{Caller, Ctx};
use crate::logout_notice;
use crate::password_link::{self, Occasion};
use crate::pending_login::PendingLogin;
use crate::tally;

/// A username and password as somebody typed them.
pub struct Attempt<'a> {
    /// The username or e-mail address.
    pub identifier: &'a Identifier,
    /// The password.
    pub password: Zeroizing<String>,
    /// Whether the browser is to be remembered.
    pub remember: bool,
    /// The login that this is part of.
    pub pending: &'a PendingLogin,
    /// The session that the browser has already; it ends.
    pub previous: Option<&'a SignedIn>,
    /// Where it comes from.
    pub caller: &'a Caller,
}

/// What came of a try.
pub enum Outcome {
    /// The password is right and a session began.
    SignedIn {
        /// The session cookie's value.
        secret: Zeroizing<String>,
        /// The session.
        session: Box<Session>,
    },
    /// Username or password is wrong.
    Wrong {
        /// How many more tries there are before the lock.
        tries_left: u32,
    },
    /// The password is right, but an administrator closed the account.
    Disabled,
    /// Too many wrong passwords: the identifier is locked.
    Locked {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// Too many tries in a short time.
    Throttled {
        /// When the next one can be made.
        until: DateTime<Utc>,
    },
    /// Other tries on this identifier, or too many in all, are being checked.
    Busy,
}

/// Checks a username and password.
///
/// # Errors
/// A [`Fault`] when a store is away; then nobody is signed in.
pub async fn sign_in(ctx: &Ctx, attempt: Attempt<'_>) -> Result<Outcome, Fault> {
    let keys = attempt.identifier.lookup_keys();
    let account = ctx.store.resolve_account(&keys.username, keys.email.as_deref()).await?;
    let key = match &account {
        Some(account) => tally::key_of(ctx, account),
        None => tally::key_of_unknown(ctx, attempt.identifier),
    };
    if let Some(until) = throttled(ctx, &key, attempt.caller).await? {
        return Ok(Outcome::Throttled { until });
    }
    match reserve(ctx, &attempt, account.as_ref(), &key).await? {
        Admission::Admitted { .. } => {}
        Admission::Locked { until } => return Ok(Outcome::Locked { until }),
        Admission::Busy => return Ok(Outcome::Busy),
    }
    let password = attempt.password.clone();
    let stored = account.as_ref().and_then(|account| account.password.clone());
    let verified = match ctx.hasher.verify(password.clone(), stored).await {
        Ok(verified) => verified,
        Err(HashError::Busy) => return release(ctx, &key).await.map(|()| Outcome::Busy),
        Err(error) => return Err(Fault::new("check a password", error)),
    };
    match account {
        Some(account) if verified.matches && account.is_open() => {
            admit(ctx, &attempt, account, &key, verified, password).await
        }
        Some(account) if verified.matches => closed(ctx, &attempt, &account, &key).await,
        account => refuse(ctx, &attempt, account.as_ref(), &key).await,
    }
}

async fn throttled(ctx: &Ctx, key: &[u8; 32], caller: &Caller) -> Result<Option<DateTime<Utc>>, Fault> {
    let now = ctx.clock.now();
    for (slot, rate) in [
        (slots::tries_from_network(&caller.network), ctx.limits.per_network),
        (slots::tries_on_identifier(key, &caller.network), ctx.limits.per_account),
    ] {
        if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, rate, now).await? {
            return Ok(Some(until));
        }
    }
    Ok(None)
}

/// Counts the try before it is checked, so that tries in parallel cannot be
/// more than the rule allows.
async fn reserve(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    account: Option<&Account>,
    key: &[u8; 32],
) -> Result<Admission, Fault> {
    let tx = ctx.store.begin().await?;
    let before = tx.lock_tally(key).await?;
    let was_locked = before.locked_until.is_some();
    let (tally, admission) = before.reserve(&ctx.accounts.lockout, ctx.clock.now());
    tx.save_tally(key, &tally).await?;
    // Tries whose browsers left before the answer lock as well, and the owner
    // must hear of it.
    if let (Admission::Locked { until }, false) = (admission, was_locked) {
        lock(ctx, &tx, attempt, account, until).await?;
    }
    tx.commit().await?;
    Ok(admission)
}

/// Takes back the count of a try that was never checked.
async fn release(ctx: &Ctx, key: &[u8; 32]) -> Result<(), Fault> {
    let tx = ctx.store.begin().await?;
    let tally = tx.lock_tally(key).await?.release();
    tx.save_tally(key, &tally).await?;
    tx.commit().await
}

async fn admit(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    account: Account,
    key: &[u8; 32],
    verified: Verified,
    password: Zeroizing<String>,
) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let rehashed = match verified.needs_rehash {
        true => ctx.hasher.hash(password, ctx.random()).await.ok(),
        false => None,
    };
    let secret = Zeroizing::new(secret_to_text(ctx.random()));
    let session = new_session(ctx, attempt, &account, now);
    let tx = ctx.store.begin().await?;
    tx.clear_tally(key).await?;
    // Hashing takes its time: the password may have been changed or the
    // account closed meanwhile, and a session begun now would outlive that.
    let Some(account) = tx.find_account(account.id).await?.filter(|fresh| still_stands(fresh, &account)) else {
        tx.roll_back().await?;
        return refuse(ctx, attempt, Some(&account), key).await;
    };
    if let Some(hash) = rehashed {
        tx.update_account(&rehashed_account(&account, hash, now)).await?;
    }
    let digest = Digest::of(secret.as_bytes());
    let session = seat(ctx, &tx, attempt, &account, session, &digest).await?;
    tx.append_audit(&entry(attempt, now, Event::SignedIn, Some(&account), Some(&session))).await?;
    tx.commit().await?;
    Ok(Outcome::SignedIn { secret, session: Box::new(session) })
}

/// The account with a hash as new ones are. Somebody whose old password was
/// kept arrives with this.
fn rehashed_account(account: &Account, hash: PasswordHash, now: DateTime<Utc>) -> Account {
    let migration = account.migration.clone().map(|migration| migration.password_set(now));
    Account { password: Some(hash), migration, ..account.clone() }
}

/// Begins the session, in place of the one that the browser had. The same
/// person's goes on, under a new secret, so that what services were given in
/// it stays and a later log-out reaches them; another's ends, and its services
/// are told.
async fn seat(
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
            let renewed = Session { id: old.id, sid: old.sid.clone(), created_at: old.created_at, ..new.clone() };
            // It may have ended while the password was checked.
            if tx.renew_session(&renewed, digest, user_agent).await? {
                return Ok(renewed);
            }
        } else if tx.end_session(old.id, new.created_at).await? {
            logout_notice::enqueue(ctx, tx, old, owner.id, new.created_at).await?;
        }
    }
    tx.insert_session(&new, digest, account.id, user_agent).await?;
    Ok(new)
}

/// Whether the password that was checked is still the account's.
fn still_stands(fresh: &Account, checked: &Account) -> bool {
    fresh.is_open() && fresh.password == checked.password
}

fn new_session(ctx: &Ctx, attempt: &Attempt<'_>, account: &Account, now: DateTime<Utc>) -> Session {
    let lifetime = match attempt.remember {
        true => ctx.accounts.session_remembered,
        false => ctx.accounts.session_absolute,
    };
    Session {
        id: ctx.entropy.uuid(now),
        sid: secret_to_text(ctx.random()),
        sub: account.sub.clone(),
        auth_time: now,
        amr: vec!["pwd".to_owned()],
        acr: ctx.oidc.acr_password(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + lifetime,
        remembered: attempt.remember,
    }
}

async fn closed(ctx: &Ctx, attempt: &Attempt<'_>, account: &Account, key: &[u8; 32]) -> Result<Outcome, Fault> {
    let tx = ctx.store.begin().await?;
    tx.clear_tally(key).await?;
    let entry = entry(attempt, ctx.clock.now(), Event::SignInFailed, Some(account), None);
    tx.append_audit(&Entry { detail: Some("disabled".into()), ..entry }).await?;
    tx.commit().await?;
    Ok(Outcome::Disabled)
}

async fn refuse(ctx: &Ctx, attempt: &Attempt<'_>, account: Option<&Account>, key: &[u8; 32]) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    let (tally, locked) = tx.lock_tally(key).await?.settle_wrong(&ctx.accounts.lockout, now);
    tx.save_tally(key, &tally).await?;
    tx.append_audit(&entry(attempt, now, Event::SignInFailed, account, None)).await?;
    if let Some(until) = locked {
        lock(ctx, &tx, attempt, account, until).await?;
    }
    tx.commit().await?;
    ctx.outbox_bell.notify_one();
    Ok(match tally.locked_until {
        Some(until) => Outcome::Locked { until },
        None => Outcome::Wrong { tries_left: tries_left(&tally, ctx) },
    })
}

/// The try that locks: it is written down, and the owner is told once.
async fn lock(
    ctx: &Ctx,
    tx: &Tx,
    attempt: &Attempt<'_>,
    account: Option<&Account>,
    until: DateTime<Utc>,
) -> Result<(), Fault> {
    tx.append_audit(&entry(attempt, ctx.clock.now(), Event::Locked, account, None)).await?;
    if let Some(account) = account.filter(|account| !account.needs_first_password()) {
        let occasion = Occasion::Locked { until };
        password_link::mail(ctx, tx, account, occasion, Some(attempt.pending), attempt.caller).await?;
    }
    Ok(())
}

fn tries_left(tally: &Tally, ctx: &Ctx) -> u32 {
    ctx.accounts.lockout.attempts.saturating_sub(tally.failures)
}

fn entry(
    attempt: &Attempt<'_>,
    now: DateTime<Utc>,
    event: Event,
    account: Option<&Account>,
    session: Option<&Session>,
) -> Entry {
    Entry {
        client_id: attempt.pending.client_id().map(str::to_owned),
        session_id: session.map(|session| session.id),
        ..attempt.caller.entry(now, event, account.map(|account| account.id))
    }
}
