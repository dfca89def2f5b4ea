//! The second step of a login: somebody typed a password. The work is the
//! same for every identifier, known or not. `strangers` slows floods down,
//! `tries` settles it, `seat` begins the session.

mod seat;
mod strangers;
mod tries;

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::identifier::Identifier;
use accounts::lockout::Admission;
use accounts::one_time_token::secret_to_text;
use accounts::password::PasswordHash;
use chrono::{DateTime, TimeDelta, Utc};
use oidc::Session;
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::adapters::{Asker, Fault, HashError, LoginOutcome, SignedIn, Turn, Verified};
use crate::ctx::{Caller, Ctx};
use crate::known_device::KnownDevice;
use crate::lookup;
use crate::pending_login::PendingLogin;
use crate::registration::Registration;
use crate::tally::Counts;
use tries::{refuse, release, reserve};

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
    /// As whose the browser is known.
    pub device: Option<&'a KnownDevice>,
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
        /// By what the browser stays logged in, if the box was ticked.
        remembered: Option<Remembered>,
        /// By what the browser is known from now on, if it was not yet.
        device: Option<KnownDevice>,
    },
    /// Username or password is wrong.
    Wrong {
        /// How many more tries there are before the lock.
        tries_left: u32,
    },
    /// The password is right, but an administrator closed the account.
    Disabled,
    /// The password is right, but nobody has shown yet that the address is
    /// theirs.
    Unactivated(Box<Registration>),
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

impl Outcome {
    fn counted(&self) -> LoginOutcome {
        match self {
            Self::SignedIn { .. } => LoginOutcome::SignedIn,
            Self::Wrong { .. } => LoginOutcome::Wrong,
            Self::Disabled => LoginOutcome::Disabled,
            Self::Unactivated(_) => LoginOutcome::Unactivated,
            Self::Locked { .. } => LoginOutcome::Locked,
            Self::Throttled { .. } => LoginOutcome::Throttled,
            Self::Busy => LoginOutcome::Busy,
        }
    }
}

/// What a browser stays logged in by.
pub struct Remembered {
    /// Its cookie's value.
    pub token: Zeroizing<String>,
    /// How long it is good.
    pub ttl: TimeDelta,
}

/// Checks a username and password.
///
/// # Errors
/// A [`Fault`] when a store is away; then nobody is signed in.
pub async fn sign_in(ctx: &Ctx, attempt: Attempt<'_>) -> Result<Outcome, Fault> {
    let outcome = pace(ctx, &attempt).await;
    ctx.meters.logins.add(outcome.as_ref().map_or(LoginOutcome::Fault, Outcome::counted).name());
    outcome
}

/// The check, for whoever does not come too fast.
async fn pace(ctx: &Ctx, attempt: &Attempt<'_>) -> Result<Outcome, Fault> {
    let account = lookup::account_of(ctx, attempt.identifier).await?;
    let known = attempt
        .device
        .filter(|device| account.as_ref().is_some_and(|account| device.is_known_to(account, ctx.clock.now())));
    let counts = Counts::of_typed(ctx, attempt.identifier, known);
    if let Some(until) = counts.throttled(ctx, &attempt.caller.network).await? {
        return Ok(Outcome::Throttled { until });
    }
    if known.is_some() {
        return Box::pin(check(ctx, attempt, account, &counts, known)).await;
    }
    match strangers::enter(ctx, attempt).await? {
        Ok(toll) => {
            let outcome = Box::pin(check(ctx, attempt, account, &counts, known)).await?;
            strangers::settle(ctx, attempt, toll, &outcome).await?;
            Ok(outcome)
        }
        Err(until) => Ok(Outcome::Throttled { until }),
    }
}

async fn check(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    account: Option<Account>,
    counts: &Counts,
    known: Option<&KnownDevice>,
) -> Result<Outcome, Fault> {
    let Some(turn) = find_turn(ctx, account.as_ref().filter(|_| known.is_some()))? else { return Ok(Outcome::Busy) };
    match reserve(ctx, attempt, counts, account.as_ref()).await? {
        Admission::Admitted { .. } => {}
        Admission::Locked { until } => return Ok(Outcome::Locked { until }),
        Admission::Busy => return Ok(Outcome::Busy),
    }
    let password = attempt.password.clone();
    let stored = account.as_ref().and_then(|account| account.password.clone());
    let verified = match ctx.hasher.verify_in(turn, password.clone(), stored).await {
        Ok(verified) => verified,
        Err(error) => {
            release(ctx, counts).await?;
            return Err(Fault::new("check a password", error));
        }
    };
    match account {
        Some(account) if verified.matches && account.is_open() && account.awaits_activation() => {
            unactivated(ctx, attempt, &account, counts).await
        }
        Some(account) if verified.matches && account.is_open() => {
            let rehashed = rehash(ctx, verified, password).await;
            Box::pin(admit(ctx, attempt, account, counts, known, rehashed)).await
        }
        Some(account) if verified.matches => closed(ctx, attempt, &account, counts).await,
        account => refuse(ctx, attempt, counts, account.as_ref()).await,
    }
}

/// A turn in the queue of passwords; `None` when there is none. It is taken
/// before the try is counted, so that a try in a flood costs no write and is
/// nobody's wrong password. `owner` is the account that the browser is known to.
fn find_turn(ctx: &Ctx, owner: Option<&Account>) -> Result<Option<Turn>, Fault> {
    let asker = owner.map_or(Asker::Stranger, |account| Asker::Known(account.id));
    match ctx.hasher.turn(asker) {
        Ok(turn) => Ok(Some(turn)),
        Err(HashError::Busy) => Ok(None),
        Err(error) => Err(Fault::new("check a password", error)),
    }
}

/// The password as new ones are hashed, where it is hashed otherwise.
async fn rehash(ctx: &Ctx, verified: Verified, password: Zeroizing<String>) -> Option<PasswordHash> {
    match verified.needs_rehash {
        true => ctx.hasher.hash(password, ctx.random()).await.ok(),
        false => None,
    }
}

async fn admit(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    account: Account,
    counts: &Counts,
    known: Option<&KnownDevice>,
    rehashed: Option<PasswordHash>,
) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let secret = Zeroizing::new(secret_to_text(ctx.random()));
    let session = seat::new_session(ctx, attempt, &account, now);
    let tx = ctx.store.begin().await?;
    counts.clear(&tx).await?;
    // A session begun now would outlive a change of the password or the closing
    // of the account that happened meanwhile.
    let Some(account) = tx.find_account(account.id).await?.filter(|fresh| fresh.is_as_proven(&account)) else {
        tx.roll_back().await?;
        return refuse(ctx, attempt, counts, Some(&account)).await;
    };
    let is_expected = account.migration.as_ref().is_some_and(|migration| migration.stage.is_waiting());
    if rehashed.is_some() || is_expected {
        tx.update_account(&arrived(&account, rehashed, now)).await?;
    }
    let told = known.is_none() && seat::tell_of_new_device(ctx, &tx, attempt, &account, now).await?;
    let digest = Digest::of(secret.as_bytes());
    let session = seat::seat(ctx, &tx, attempt, &account, session, &digest).await?;
    let remembered = seat::remember(ctx, &tx, attempt, &account, &session, now).await?;
    tx.append_audit(&entry(attempt, now, Event::SignedIn, Some(&account), Some(&session))).await?;
    tx.commit().await?;
    if told {
        ctx.outbox_bell.ring();
    }
    let is_news = known.is_none() || attempt.remember;
    let device = is_news.then(|| KnownDevice::of(ctx, &account, known, now));
    Ok(Outcome::SignedIn { secret, session: Box::new(session), remembered, device })
}

/// The account with a hash as new ones are, where there was time to make one.
/// Somebody whose old password was kept arrives with this, and stands in the
/// account as come also when the audit trail no longer tells of it.
fn arrived(account: &Account, rehashed: Option<PasswordHash>, now: DateTime<Utc>) -> Account {
    let migration = account.migration.clone().map(|migration| migration.password_set(now));
    Account { password: rehashed.or_else(|| account.password.clone()), migration, ..account.clone() }
}

async fn closed(ctx: &Ctx, attempt: &Attempt<'_>, account: &Account, counts: &Counts) -> Result<Outcome, Fault> {
    let tx = ctx.store.begin().await?;
    counts.clear(&tx).await?;
    let entry = entry(attempt, ctx.clock.now(), Event::SignInFailed, Some(account), None);
    tx.append_audit(&Entry { detail: Some("disabled".into()), ..entry }).await?;
    tx.commit().await?;
    Ok(Outcome::Disabled)
}

async fn unactivated(ctx: &Ctx, attempt: &Attempt<'_>, account: &Account, counts: &Counts) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    counts.clear(&tx).await?;
    let entry = entry(attempt, now, Event::SignInFailed, Some(account), None);
    tx.append_audit(&Entry { detail: Some("unactivated".into()), ..entry }).await?;
    let mails = tx.link_times(account.id, now - TimeDelta::days(1)).await?;
    tx.commit().await?;
    match Registration::of(account, &mails, attempt.caller.locale) {
        Some(registration) => Ok(Outcome::Unactivated(Box::new(registration))),
        None => refuse(ctx, attempt, counts, Some(account)).await,
    }
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
