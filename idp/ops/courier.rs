//! Empties the outbox in the background, and fills it with the reminders of a
//! running wave.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::live::Live;
use crate::adapters::Channel;
use crate::flows::deliver::deliver_due;
use crate::flows::remind::remind_next;

/// How often the outbox is looked at when nobody rings.
const INTERVAL: Duration = Duration::from_secs(1);

/// Delivers what is due on `channel` until `stop`, at once when the bell rings.
/// What is being delivered at that moment is finished. A relying party that
/// hangs keeps no mail waiting, because each channel has its courier.
pub async fn run(live: Live, channel: Channel, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let ctx = live.ctx();
        if channel == Channel::Mail
            && let Err(fault) = remind_next(&ctx).await
        {
            tracing::error!(cause = fault.to_operator(), "nobody can be reminded");
        }
        match deliver_due(&ctx, channel).await {
            Ok(tried) if tried > 0 => continue,
            Ok(_) => {}
            Err(fault) => {
                tracing::error!(channel = channel.name(), cause = fault.to_operator(), "the outbox cannot be read");
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = ctx.outbox_bell.heard(channel) => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}
