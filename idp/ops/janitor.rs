//! Cleans up in the background, removes accounts that were never activated,
//! deletes those whose time has come, rotates and removes signing keys when their
//! time has come, and takes up those that somebody else rotated.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::config;
use crate::adapters::{Fault, Retention};
use crate::ctx::Ctx;
use crate::flows::delete_account::delete_due;
use crate::flows::remove_unactivated::remove_unactivated;
use crate::flows::rotate_keys::{Vault, ring};

const INTERVAL: Duration = Duration::from_secs(60);

/// How long a signing key signs, and how long it still verifies after that.
#[derive(Clone, Copy, Debug)]
pub struct KeyTurns {
    rotate_after: TimeDelta,
    retire_after: TimeDelta,
}

impl KeyTurns {
    /// As the configuration has them.
    pub fn of(keys: &config::Keys) -> Self {
        Self { rotate_after: keys.rotate_after, retire_after: keys.retire_after }
    }
}

/// Cleans up once a minute until `stop`.
pub async fn run(ctx: Ctx, turns: KeyTurns, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        let outcomes = [
            ("deletions", delete_due(&ctx).await.map(drop)),
            ("purge", purge(&ctx).await),
            ("unactivated accounts", tidy(&ctx).await),
            ("keys", tend_keys(&ctx, turns).await),
        ];
        for (what, outcome) in outcomes {
            if let Err(fault) = outcome {
                tracing::error!(what, cause = fault.to_operator(), "housekeeping failed; it is tried again");
            }
        }
    }
}

async fn purge(ctx: &Ctx) -> Result<(), Fault> {
    let now = ctx.clock.now();
    ctx.ephemeral.begin_generation(&ctx.store.ephemeral_generation().await?);
    ctx.ephemeral.purge(now).await?;
    ctx.store.expire_outbox(now).await?;
    ctx.store.purge(&Retention::default(), now).await.map(drop)
}

async fn tidy(ctx: &Ctx) -> Result<(), Fault> {
    let removed = remove_unactivated(ctx).await?;
    if removed > 0 {
        tracing::info!(removed, "removed accounts that were never activated");
    }
    Ok(())
}

async fn tend_keys(ctx: &Ctx, turns: KeyTurns) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let vault = Vault { store: &ctx.store, sealer: &ctx.sealer, entropy: ctx.entropy.as_ref() };
    for algorithm in vault.rotate_due(turns.rotate_after, now).await? {
        tracing::info!(%algorithm, "rotated the signing key that was due");
    }
    for kid in vault.retire(turns.retire_after, now).await? {
        tracing::info!(kid, "removed a signing key that was rotated out long ago");
    }
    reload_keys(ctx).await
}

/// Puts the keys of the database into use if they are others than those in
/// use.
async fn reload_keys(ctx: &Ctx) -> Result<(), Fault> {
    let ring = ring(&ctx.store.signing_keys().await?, &ctx.sealer)?;
    if ring != *ctx.keys.ring() {
        ctx.keys.replace(ring);
        tracing::info!("the signing keys changed");
    }
    Ok(())
}
