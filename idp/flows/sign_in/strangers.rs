//! Slows down whoever tries one password on many names [ASVS 6.3.1]: browsers
//! that no account knows, counted by their network.

use chrono::{DateTime, Utc};

use super::Attempt;
use crate::adapters::{Fault, Pass, slots};
use crate::ctx::Ctx;
use crate::known_device::KnownDevice;
use crate::tally::Counts;

/// Until when the try has to wait: there were too many, or too many wrong ones
/// from its network. The latter holds up no browser that is known, so that
/// whoever tries one password on many names [ASVS 6.3.1] keeps no neighbour
/// out for long.
pub(super) async fn throttled(
    ctx: &Ctx,
    attempt: &Attempt<'_>,
    counts: &Counts,
    known: Option<&KnownDevice>,
) -> Result<Option<DateTime<Utc>>, Fault> {
    let network = &attempt.caller.network;
    if known.is_none() {
        let paused = ctx.ephemeral.peek(&slots::pause_of_network(network), ctx.clock.now()).await?;
        if let Some(until) = paused.and_then(|paused| instant(&paused)) {
            return Ok(Some(until));
        }
    }
    counts.throttled(ctx, network).await
}

/// Counts a wrong password for its network. When there are too many, the next
/// strangers wait until the rate allows one more.
pub(super) async fn count(ctx: &Ctx, attempt: &Attempt<'_>) -> Result<(), Fault> {
    let (network, now) = (&attempt.caller.network, ctx.clock.now());
    let slot = slots::wrong_from_network(network);
    if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, ctx.limits.wrong_per_network, now).await? {
        let until_micros = until.timestamp_micros().to_be_bytes();
        ctx.ephemeral.put(&slots::pause_of_network(network), &until_micros, until, now).await?;
    }
    Ok(())
}

fn instant(micros: &[u8]) -> Option<DateTime<Utc>> {
    micros.try_into().ok().and_then(|micros| DateTime::from_timestamp_micros(i64::from_be_bytes(micros)))
}
