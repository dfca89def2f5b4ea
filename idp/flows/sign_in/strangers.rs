//! Slows down whoever tries one password on many names [ASVS 6.3.1]: wrong
//! passwords in browsers that the account does not know are counted by their
//! network.
//!
//! A network from which too many came is watched for a while. Its tries are
//! counted before they are checked, so that many at once are no more than one
//! after the other; one that was right is taken back. Other networks pay for
//! what was wrong alone: whole schools may log in at the same moment.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Attempt, Outcome};
use crate::adapters::{Fault, Pass, slots};
use crate::ctx::Ctx;

/// How long a network is watched after the last wrong password too many.
const WATCHED_FOR: TimeDelta = TimeDelta::minutes(10);

/// How a try of a stranger is counted for its network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Toll {
    /// It was, before the check.
    Paid,
    /// It will be when it was wrong.
    IfWrong,
}

/// Lets a stranger's try in; or tells until when it has to wait.
pub(super) async fn enter(ctx: &Ctx, attempt: &Attempt<'_>) -> Result<Result<Toll, DateTime<Utc>>, Fault> {
    let network = &attempt.caller.network;
    if ctx.ephemeral.peek(&slots::watched_network(network), ctx.clock.now()).await?.is_none() {
        return Ok(Ok(Toll::IfWrong));
    }
    Ok(match count(ctx, network).await? {
        Pass::Allowed => Ok(Toll::Paid),
        Pass::RetryAt(until) => Err(until),
    })
}

/// Settles a try that was let in.
pub(super) async fn settle(ctx: &Ctx, attempt: &Attempt<'_>, toll: Toll, outcome: &Outcome) -> Result<(), Fault> {
    let was_wrong = matches!(outcome, Outcome::Wrong { .. } | Outcome::Locked { .. });
    let network = &attempt.caller.network;
    match (toll, was_wrong) {
        (Toll::Paid, false) => {
            let slot = slots::wrong_from_network(network);
            ctx.ephemeral.take_back(&slot, ctx.limits.wrong_per_network, ctx.clock.now()).await
        }
        (Toll::IfWrong, true) => count(ctx, network).await.map(drop),
        (Toll::Paid, true) | (Toll::IfWrong, false) => Ok(()),
    }
}

/// Counts a try for its network, which is watched from now on when there are
/// too many.
async fn count(ctx: &Ctx, network: &str) -> Result<Pass, Fault> {
    let now = ctx.clock.now();
    let pass = ctx.ephemeral.throttle(&slots::wrong_from_network(network), ctx.limits.wrong_per_network, now).await?;
    if pass != Pass::Allowed {
        ctx.ephemeral.put(&slots::watched_network(network), &[], now + WATCHED_FOR, now).await?;
    }
    Ok(pass)
}
