//! What is counted of the housekeeping: whether each task of it gets done, and
//! which replica does what is for all.

use chrono::{DateTime, Utc};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// A task of the housekeeping, as it is logged and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HousekeepingTask {
    /// Forgetting short-lived values of the replica that have ended.
    ShortLivedValues,
    /// Asking for the lease.
    Lease,
    /// Deleting accounts whose owners asked for it.
    Deletions,
    /// Forgetting rows that have ended.
    Purge,
    /// Removing accounts that nobody activated.
    UnactivatedAccounts,
    /// The retention of the audit trail.
    AuditTrail,
    /// Turning signing keys that are due.
    KeyRotation,
    /// Taking up signing keys that were turned elsewhere.
    KeyReload,
}

impl HousekeepingTask {
    /// All tasks, in the order in which they are done.
    pub const ALL: [Self; 8] = [
        Self::ShortLivedValues,
        Self::Lease,
        Self::Deletions,
        Self::Purge,
        Self::UnactivatedAccounts,
        Self::AuditTrail,
        Self::KeyRotation,
        Self::KeyReload,
    ];

    /// The word that it is logged and counted under.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShortLivedValues => "short-lived values",
            Self::Lease => "lease",
            Self::Deletions => "deletions",
            Self::Purge => "purge",
            Self::UnactivatedAccounts => "unactivated accounts",
            Self::AuditTrail => "audit trail",
            Self::KeyRotation => "key rotation",
            Self::KeyReload => "key reload",
        }
    }

    /// For whom it is done: `replica` by each for itself, `all` by one of them.
    fn scope(self) -> &'static str {
        match self {
            Self::ShortLivedValues | Self::Lease | Self::KeyReload => "replica",
            Self::Deletions | Self::Purge | Self::UnactivatedAccounts | Self::AuditTrail | Self::KeyRotation => "all",
        }
    }

    fn labels(self) -> Labels {
        [("scope", self.scope()), ("task", self.name())]
    }
}

type Labels = [(&'static str, &'static str); 2];

/// The housekeeping of one replica.
#[derive(Clone, Debug, Default)]
pub struct HousekeepingMeter {
    last_success: Family<Labels, Gauge>,
    failures: Family<Labels, Counter>,
    holds_lease: Gauge,
}

impl HousekeepingMeter {
    /// Counts every task as well done at `now`, when the service starts.
    pub fn begin(&self, now: DateTime<Utc>) {
        for task in HousekeepingTask::ALL {
            drop(self.failures.get_or_create(&task.labels()));
            self.last_success.get_or_create(&task.labels()).set(now.timestamp());
        }
    }

    /// Notes that `task` ended at `now`, and whether `well`.
    pub fn ended(&self, task: HousekeepingTask, well: bool, now: DateTime<Utc>) {
        if well {
            self.last_success.get_or_create(&task.labels()).set(now.timestamp());
        } else {
            self.failures.get_or_create(&task.labels()).inc();
        }
    }

    /// Notes whether it is this replica that does what is for all.
    pub fn set_holds_lease(&self, holds: bool) {
        self.holds_lease.set(holds.into());
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "When the task last went well";
        registry.register("housekeeping_last_success_timestamp_seconds", help, self.last_success.clone());
        registry.register("housekeeping_failures", "How often the task failed", self.failures.clone());
        let help = "Whether this replica does what is for all";
        registry.register("housekeeping_holds_lease", help, self.holds_lease.clone());
    }
}
