//! Cleans up in the background, and takes up keys that were rotated from the
//! command line or by another replica.

use std::time::Duration;

use keys::KeyRing;
use tokio_util::sync::CancellationToken;

use crate::adapters::{Fault, Retention};
use crate::ctx::Ctx;

const INTERVAL: Duration = Duration::from_secs(60);

/// Cleans up once a minute until `stop`.
pub async fn run(ctx: Ctx, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        for (what, outcome) in [("purge", purge(&ctx).await), ("reload keys", reload_keys(&ctx).await)] {
            if let Err(fault) = outcome {
                tracing::error!(what, cause = fault.to_operator(), "housekeeping failed; it is tried again");
            }
        }
    }
}

async fn purge(ctx: &Ctx) -> Result<(), Fault> {
    let now = ctx.clock.now();
    ctx.ephemeral.purge(now).await?;
    ctx.store.expire_outbox(now).await?;
    ctx.store.purge(&Retention::default(), now).await.map(drop)
}

/// Puts the keys of the database into use if they are others than those in
/// use.
///
/// # Errors
/// A [`Fault`] when the store is away or a key cannot be opened; then the keys
/// in use stay.
pub async fn reload_keys(ctx: &Ctx) -> Result<(), Fault> {
    let records = ctx.store.signing_keys().await?;
    let ring = KeyRing::open(&records, &ctx.sealer).map_err(|error| Fault::new("open the signing keys", error))?;
    if ring != *ctx.keys.ring() {
        ctx.keys.replace(ring);
        tracing::info!("the signing keys changed");
    }
    Ok(())
}
