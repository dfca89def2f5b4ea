//! The section `[audit]`: how long lines of the audit trail are kept.

use accounts::audit::Retention;
use chrono::TimeDelta;
use schemars::JsonSchema;
use serde::Deserialize;

use super::findings::Findings;
use super::period;
use super::schema;

/// The least that is of any use in finding out what happened.
const LEAST: TimeDelta = TimeDelta::days(30);

/// `[audit]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Audit {
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    security_kept: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    failed_logins_kept: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    administration_kept: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    agreements_kept: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    networks_kept: TimeDelta,
}

impl Default for Audit {
    fn default() -> Self {
        let Retention { security, failed_logins, administration, agreements, networks } = Retention::default();
        Self {
            security_kept: security,
            failed_logins_kept: failed_logins,
            administration_kept: administration,
            agreements_kept: agreements,
            networks_kept: networks,
        }
    }
}

impl Audit {
    pub(super) fn check(&self, findings: &mut Findings) {
        let Self { security_kept, failed_logins_kept, administration_kept, agreements_kept, networks_kept } = self;
        let keys = [
            ("audit.security_kept", security_kept),
            ("audit.failed_logins_kept", failed_logins_kept),
            ("audit.administration_kept", administration_kept),
            ("audit.agreements_kept", agreements_kept),
            ("audit.networks_kept", networks_kept),
        ];
        for (key, kept) in keys {
            if *kept < LEAST {
                findings.error(key, "expected at least 30d");
            }
        }
    }

    /// The times, for the trail's rules.
    pub(super) fn retention(&self) -> Retention {
        Retention {
            security: self.security_kept,
            failed_logins: self.failed_logins_kept,
            administration: self.administration_kept,
            agreements: self.agreements_kept,
            networks: self.networks_kept,
        }
    }
}
