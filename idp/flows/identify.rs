//! The first step of a login: somebody typed a username.

use accounts::Account;
use accounts::identifier::Identifier;
use accounts::policy::Privacy;
use chrono::{DateTime, Utc};

use crate::adapters::{Fault, Pass, slots};
use crate::ctx::{Caller, Ctx};
use crate::lookup;

/// What the browser gets next.
#[derive(Debug)]
pub enum Identified {
    /// The page that asks for the password, the same for everybody.
    AskPassword {
        /// The account that needs a link for its first password, if it is one.
        needs_link: Option<Box<Account>>,
    },
    /// The page that says that a link was mailed (`privacy = "seed"`).
    SendLink(Box<Account>),
    /// Too many tries from this network in a short time.
    Throttled {
        /// When the next one can be made.
        until: DateTime<Utc>,
    },
}

/// Decides what follows the username. In `neutral` privacy the page does not
/// depend on whether there is such an account.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn identify(ctx: &Ctx, identifier: &Identifier, caller: &Caller) -> Result<Identified, Fault> {
    let slot = slots::mails_from_network(&caller.network);
    if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, ctx.limits.per_network, ctx.clock.now()).await? {
        return Ok(Identified::Throttled { until });
    }
    let account = lookup::account_of(ctx, identifier).await?;
    let needs_link = account.filter(|account| account.is_open() && account.needs_first_password()).map(Box::new);
    Ok(match (ctx.accounts.privacy, needs_link) {
        (Privacy::Seed, Some(account)) => Identified::SendLink(account),
        (_, needs_link) => Identified::AskPassword { needs_link },
    })
}
