//! Registers an account. Whether the address has an account already is told by
//! mail alone (or, with `privacy = "seed"`, on the page): the work and the
//! answer are the same.

use accounts::password::Rules;
use accounts::policy::Privacy;
use accounts::registration::{Problem, Typed};
use accounts::{Email, Locale};
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::adapters::{Fault, HashError, Pass, slots};
use crate::ctx::{Caller, Ctx};
use crate::pending_login::PendingLogin;
use crate::registration::Registration;

mod place;

use place::{Placed, Placement};

/// What came of a form that was sent.
pub enum Outcome {
    /// A mail says what is next.
    Registered(Box<Registration>),
    /// Some fields must be filled otherwise.
    Refused(Vec<Problem>),
    /// The address has an account (`privacy = "seed"` alone).
    Taken,
    /// Too many forms from this network in a short time.
    Throttled {
        /// When the next one is read.
        until: DateTime<Utc>,
    },
    /// The password pool is full.
    Busy,
}

/// What came of asking for another mail.
pub enum Asked {
    /// It is mailed, if the account still waits for it; the wish is counted.
    Heard(Box<Registration>),
    /// Too many forms from this network in a short time.
    Throttled {
        /// When the next one is read.
        until: DateTime<Utc>,
    },
}

/// Registers the person who typed this, on a page in `locale`.
///
/// # Errors
/// A [`Fault`] when a store is away; then nobody is registered.
pub async fn register(
    ctx: &Ctx,
    typed: Typed<'_>,
    locale: Locale,
    pending: &PendingLogin,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let names: Vec<&str> = ctx.organisation.names().collect();
    let person = match typed.check(&Rules::of(&ctx.accounts), &names) {
        Ok(person) => person,
        Err(problems) => return Ok(Outcome::Refused(problems)),
    };
    if let Some(until) = throttled(ctx, caller).await? {
        return Ok(Outcome::Throttled { until });
    }
    let password = Zeroizing::new(typed.password.to_owned());
    let password = match ctx.hasher.hash(password, ctx.random()).await {
        Ok(hash) => hash,
        Err(HashError::Busy) => return Ok(Outcome::Busy),
        Err(error) => return Err(Fault::new("hash a password", error)),
    };
    let registration = Registration::new(person, password, locale, ctx.clock.now());
    Box::pin(settle(ctx, registration, None, pending, caller)).await
}

/// Asks for another mail for `registration`. The one that comes out counts it.
///
/// # Errors
/// A [`Fault`] when a store is away; then nothing is mailed.
pub async fn ask_again(
    ctx: &Ctx,
    registration: Registration,
    pending: &PendingLogin,
    caller: &Caller,
) -> Result<Asked, Fault> {
    if let Some(until) = throttled(ctx, caller).await? {
        return Ok(Asked::Throttled { until });
    }
    Placement { registration: &registration, pending, caller }.mail_again(ctx).await?;
    Ok(Asked::Heard(Box::new(asked_once_more(ctx, registration))))
}

/// Registers the same person with `email` in place of the address that was
/// typed before. A link that was mailed to that one stops working.
///
/// # Errors
/// A [`Fault`] when a store is away; then everything stays as it was.
pub async fn correct_address(
    ctx: &Ctx,
    registration: Registration,
    email: Email,
    pending: &PendingLogin,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    if let Some(until) = throttled(ctx, caller).await? {
        return Ok(Outcome::Throttled { until });
    }
    if email.key() == registration.person.email.key() {
        return Ok(match ask_again(ctx, registration, pending, caller).await? {
            Asked::Heard(registration) => Outcome::Registered(registration),
            Asked::Throttled { until } => Outcome::Throttled { until },
        });
    }
    let mut corrected = asked_once_more(ctx, registration.clone());
    corrected.person.email = email;
    Box::pin(settle(ctx, corrected, Some(&registration), pending, caller)).await
}

async fn settle(
    ctx: &Ctx,
    registration: Registration,
    instead_of: Option<&Registration>,
    pending: &PendingLogin,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let placed = Placement { registration: &registration, pending, caller }.place(ctx, instead_of).await?;
    match (placed, ctx.accounts.privacy) {
        (Placed::Taken, Privacy::Seed) => Ok(Outcome::Taken),
        _ => Ok(Outcome::Registered(Box::new(registration))),
    }
}

fn asked_once_more(ctx: &Ctx, registration: Registration) -> Registration {
    Registration { asked_at: ctx.clock.now(), asked: registration.asked.saturating_add(1), ..registration }
}

async fn throttled(ctx: &Ctx, caller: &Caller) -> Result<Option<DateTime<Utc>>, Fault> {
    let slot = slots::mails_from_network(&caller.network);
    match ctx.ephemeral.throttle(&slot, ctx.limits.per_network, ctx.clock.now()).await? {
        Pass::RetryAt(until) => Ok(Some(until)),
        Pass::Allowed => Ok(None),
    }
}
