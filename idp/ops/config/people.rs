//! The sections `[accounts]`, `[sessions]` and `[limits]`.

use std::path::Path;

use accounts::policy::Privacy;
use accounts::terms::Editions;
use accounts::towns::Towns;
use accounts::{lockout, password};
use chrono::TimeDelta;
use oidc::login_page::LoginLayout;
use oidc::registration::Registration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::findings::Findings;
use super::migration::Migration;
use super::period;
use super::schema;

/// How soon another link can be mailed to the same person.
const RESEND_AFTER: TimeDelta = TimeDelta::minutes(2);

/// `[accounts]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Accounts {
    #[schemars(schema_with = "schema::one_of::<Registration>")]
    pub(super) registration: Registration,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    activation_ttl: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    unactivated_kept: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    recovery_ttl: TimeDelta,
    lockout: Lockout,
    pub(super) password: Password,
    #[schemars(schema_with = "schema::one_of::<Privacy>")]
    privacy: Privacy,
    #[schemars(schema_with = "schema::one_of::<LoginLayout>")]
    pub(super) login: LoginLayout,
    postal_codes: String,
    /// What that file holds.
    #[serde(skip)]
    towns: Towns,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            registration: Registration::default(),
            activation_ttl: TimeDelta::minutes(30),
            unactivated_kept: TimeDelta::days(7),
            recovery_ttl: TimeDelta::minutes(30),
            lockout: Lockout::default(),
            password: Password::default(),
            privacy: Privacy::default(),
            login: LoginLayout::default(),
            postal_codes: String::new(),
            towns: Towns::default(),
        }
    }
}

/// `[accounts] lockout`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Lockout {
    attempts: u32,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    duration: TimeDelta,
}

impl Default for Lockout {
    fn default() -> Self {
        Self { attempts: 5, duration: TimeDelta::hours(24) }
    }
}

/// `[accounts] password`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Password {
    #[schemars(schema_with = "schema::one_of::<password::Profile>")]
    pub(super) profile: password::Profile,
    min_length: Option<usize>,
}

impl Accounts {
    /// Reads the table of postal codes, which lies beside the configuration in
    /// `folder`.
    pub(super) fn read_postal_codes(&mut self, folder: &Path, findings: &mut Findings) {
        const KEY: &str = "accounts.postal_codes";
        if self.postal_codes.is_empty() {
            return;
        }
        let path = folder.join(&self.postal_codes);
        match std::fs::read_to_string(&path).map(|text| Towns::parse(&text)) {
            Ok(Ok(towns)) => self.towns = towns,
            Ok(Err(bad)) => findings.error(KEY, format!("{}: {bad}", path.display())),
            Err(error) => findings.error(KEY, format!("expected a readable file: {}: {error}", path.display())),
        }
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        for (key, ttl) in [("activation_ttl", self.activation_ttl), ("recovery_ttl", self.recovery_ttl)] {
            if ttl < TimeDelta::minutes(5) || ttl > TimeDelta::hours(24) {
                findings.error(&format!("accounts.{key}"), "expected 5m to 24h");
            }
        }
        if self.unactivated_kept < TimeDelta::days(1) || self.unactivated_kept > TimeDelta::days(90) {
            findings.error("accounts.unactivated_kept", "expected 1d to 90d");
        }
        if !(3..=100).contains(&self.lockout.attempts) {
            findings.error("accounts.lockout.attempts", "expected a number from 3 to 100");
        }
        if self.lockout.duration < TimeDelta::minutes(1) || self.lockout.duration > TimeDelta::days(7) {
            findings.error("accounts.lockout.duration", "expected 1m to 7d");
        }
        if self.password.min_length.is_some_and(|length| !(6..=64).contains(&length)) {
            findings.error("accounts.password.min_length", "expected a number from 6 to 64");
        }
    }

    /// The accounts' settings.
    pub(super) fn policy(&self, sessions: &Sessions, limits: &Limits, migration: &Migration) -> accounts::Policy {
        accounts::Policy {
            privacy: self.privacy,
            lockout: lockout::Policy { attempts: self.lockout.attempts, duration: self.lockout.duration },
            password_profile: self.password.profile,
            password_min_length: self.password.min_length,
            editions: Editions::default(),
            activation_ttl: self.activation_ttl,
            unactivated_kept: self.unactivated_kept,
            recovery_ttl: self.recovery_ttl,
            resend_after: RESEND_AFTER,
            mails_per_day: limits.mails_per_recipient,
            towns: self.towns.clone(),
            migration_window: migration.window(),
            session_idle: sessions.idle,
            session_absolute: sessions.absolute,
            // Never longer than everybody else's.
            official_idle: sessions.official_idle.min(sessions.idle),
            official_absolute: sessions.official_absolute.min(sessions.absolute),
            session_remembered: sessions.remember_me,
        }
    }
}

/// `[sessions]`: how long a login lasts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Sessions {
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    idle: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    absolute: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    official_idle: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    official_absolute: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    remember_me: TimeDelta,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            idle: TimeDelta::hours(1),
            absolute: TimeDelta::hours(12),
            official_idle: TimeDelta::minutes(30),
            official_absolute: TimeDelta::hours(8),
            remember_me: TimeDelta::days(30),
        }
    }
}

impl Sessions {
    pub(super) fn check(&self, findings: &mut Findings) {
        if self.idle > self.absolute {
            findings.error("sessions.idle", "expected no more than sessions.absolute");
        }
        if self.official_idle > self.official_absolute {
            findings.error("sessions.official_idle", "expected no more than sessions.official_absolute");
        }
        if self.absolute > TimeDelta::days(7) {
            findings.error("sessions.absolute", "expected at most 7d");
        }
        if self.remember_me > TimeDelta::days(365) {
            findings.error("sessions.remember_me", "expected at most 365d");
        }
    }
}

/// `[limits]`: how often a step that costs a password hash or a mail may be
/// taken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Tries a minute by all browsers of one network together.
    pub per_network: u32,
    /// Tries a minute by one network on one account.
    pub per_account: u32,
    /// Wrong passwords a minute by all browsers of one network together.
    pub wrong_per_network: u32,
    /// Mails a day to one recipient.
    pub mails_per_recipient: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { per_network: 600, per_account: 10, wrong_per_network: 40, mails_per_recipient: 5 }
    }
}

impl Limits {
    pub(super) fn check(&self, findings: &mut Findings) {
        if self.per_account == 0 {
            findings.error("limits.per_account", "expected at least 1");
        }
        if self.per_network < self.per_account {
            findings.error("limits.per_network", "expected no less than limits.per_account");
        }
        if self.wrong_per_network < 5 {
            findings.error("limits.wrong_per_network", "expected at least 5, the tries of one person");
        }
        if !(1..=100).contains(&self.mails_per_recipient) {
            findings.error("limits.mails_per_recipient", "expected a number from 1 to 100");
        }
    }
}
