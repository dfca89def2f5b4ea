//! Housekeeping, once a minute.
//!
//! What concerns all is done by one replica, the holder of a lease in the
//! database: deletions that are due, accounts that nobody activated, forgetting
//! what has ended, the retention of the audit trail, turning signing keys. What
//! concerns a replica itself is done by each: its own short-lived values, and
//! keys that somebody else turned. Mails and waves of reminders are leased row
//! by row (`courier`), so that a link goes out at once from where it was made.

use std::time::Duration;

use accounts::audit::Retention as AuditRetention;
use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::config::Config;
use super::live::Live;
use crate::adapters::{Fault, HousekeepingTask as Task, Retention};
use crate::ctx::Ctx;
use crate::flows::delete_account::delete_due;
use crate::flows::remove_unactivated::remove_unactivated;
use crate::flows::rotate_keys::{Vault, ring};

/// The name of the lease.
const LEASE: &str = "housekeeping";
/// After this long without a round another replica takes over: a round may be
/// late, and two at once would only do nothing twice.
pub const LEASE_TTL: TimeDelta = TimeDelta::seconds(150);
/// Windows of the audit trail that one round looks through.
const AUDIT_STEPS: u32 = 20;

/// What is to be done and when, as the configuration has it.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    interval: Duration,
    pub(super) rotate_after: TimeDelta,
    retire_after: TimeDelta,
    audit: AuditRetention,
}

impl Plan {
    /// A round each `interval`, by the rules of `config`.
    pub fn new(config: &Config, interval: Duration) -> Self {
        let keys = &config.keys;
        Self { interval, rotate_after: keys.rotate_after, retire_after: keys.retire_after, audit: config.audit }
    }
}

/// One replica's janitor. What came of its tasks is logged and counted.
pub struct Janitor {
    live: Live,
    ctx: Ctx,
    plan: Plan,
    id: Uuid,
    /// Where the sweep of the audit trail goes on.
    audit_from: Option<i64>,
}

impl Janitor {
    /// The janitor of the replica whose parts are in `live`.
    pub fn new(live: Live, plan: Plan) -> Self {
        let ctx = live.ctx();
        let now = ctx.clock.now();
        ctx.meters.housekeeping.begin(now);
        let id = ctx.entropy.uuid(now);
        Self { live, ctx, plan, id, audit_from: None }
    }

    /// Does rounds until `stop`, and then lets another replica go on at once.
    pub async fn run(mut self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(self.plan.interval) => {}
            }
            // Each of its steps is a transaction: nothing is left half done.
            tokio::select! {
                () = stop.cancelled() => break,
                _ = self.round() => {}
            }
        }
        if let Err(fault) = self.ctx.store.release_lease(LEASE, self.id).await {
            tracing::warn!(cause = fault.to_operator(), "the lease of the housekeeping ends by itself");
        }
    }

    /// One round. Whether it was this replica that did what concerns all.
    pub async fn round(&mut self) -> bool {
        self.ctx = self.live.ctx();
        self.report(Task::ShortLivedValues, self.tend_short_lived().await);
        let holds = self.report(Task::Lease, self.take_lease().await).unwrap_or_default();
        self.ctx.meters.housekeeping.set_holds_lease(holds);
        if holds {
            self.report(Task::Deletions, delete_due(&self.ctx).await);
            self.report(Task::Purge, self.purge().await);
            self.report(Task::UnactivatedAccounts, self.tidy().await);
            let swept = self.sweep_audit().await;
            self.report(Task::AuditTrail, swept);
            self.report(Task::KeyRotation, self.turn_keys().await);
        }
        self.report(Task::KeyReload, self.reload_keys().await);
        holds
    }

    /// What came of a task; a fault is told, and does not keep the rest from
    /// being done.
    fn report<T>(&self, task: Task, outcome: Result<T, Fault>) -> Option<T> {
        self.ctx.meters.housekeeping.ended(task, outcome.is_ok(), self.ctx.clock.now());
        outcome
            .inspect_err(|fault| {
                let (what, cause) = (task.name(), fault.to_operator());
                tracing::error!(what, cause, "housekeeping failed; it is tried again");
            })
            .ok()
    }

    async fn take_lease(&self) -> Result<bool, Fault> {
        self.ctx.store.take_lease(LEASE, self.id, LEASE_TTL, self.ctx.clock.now()).await
    }

    async fn tend_short_lived(&self) -> Result<(), Fault> {
        let generation = self.ctx.store.ephemeral_generation().await?;
        self.ctx.ephemeral.begin_generation(&generation);
        self.ctx.ephemeral.purge(self.ctx.clock.now()).await
    }

    async fn purge(&self) -> Result<(), Fault> {
        let now = self.ctx.clock.now();
        self.ctx.store.expire_outbox(now).await?;
        self.ctx.store.purge(&Retention::default(), now).await.map(drop)
    }

    async fn tidy(&self) -> Result<(), Fault> {
        let removed = remove_unactivated(&self.ctx).await?;
        if removed > 0 {
            tracing::info!(removed, "removed accounts that were never activated");
        }
        Ok(())
    }

    async fn sweep_audit(&mut self) -> Result<(), Fault> {
        let now = self.ctx.clock.now();
        for _ in 0..AUDIT_STEPS {
            let swept = self.ctx.store.sweep_audit(&self.plan.audit, self.audit_from, now).await?;
            if swept.lines + swept.networks > 0 {
                tracing::info!(lines = swept.lines, networks = swept.networks, "ended old lines of the audit trail");
            }
            self.audit_from = swept.next;
            if swept.next.is_none() {
                break;
            }
        }
        Ok(())
    }

    async fn turn_keys(&self) -> Result<(), Fault> {
        let now = self.ctx.clock.now();
        let vault = Vault { store: &self.ctx.store, sealer: &self.ctx.sealer, entropy: self.ctx.entropy.as_ref() };
        for algorithm in vault.rotate_due(self.plan.rotate_after, now).await? {
            tracing::info!(%algorithm, "rotated the signing key that was due");
        }
        for kid in vault.retire(self.plan.retire_after, now).await? {
            tracing::info!(kid, "removed a signing key that was rotated out long ago");
        }
        Ok(())
    }

    /// Puts the keys of the database into use if they are others than those
    /// in use.
    async fn reload_keys(&self) -> Result<(), Fault> {
        let ring = ring(&self.ctx.store.signing_keys().await?, &self.ctx.sealer)?;
        if ring != *self.ctx.keys.ring() {
            self.ctx.keys.replace(ring);
            tracing::info!("the signing keys changed");
        }
        Ok(())
    }
}
