//! The deployment's settings for accounts.

use chrono::TimeDelta;

use crate::account::Kind;
use crate::lockout;
use crate::migration::Window;
use crate::password;
use crate::terms::Editions;
use crate::towns::Towns;

/// What a page may tell about the existence of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Privacy {
    /// Every address gets the same pages.
    #[default]
    Neutral,
    /// An account without a password goes straight to the page that says that
    /// a link was mailed, as the old systems' guides describe it.
    Seed,
}

/// The deployment's settings for accounts.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What pages may tell.
    pub privacy: Privacy,
    /// When an identifier is locked.
    pub lockout: lockout::Policy,
    /// Which rule new passwords must meet.
    pub password_profile: password::Profile,
    /// The least number of characters, when it differs from the profile's.
    pub password_min_length: Option<usize>,
    /// The documents that people agree to.
    pub editions: Editions,
    /// How long a mailed link that activates an account works.
    pub activation_ttl: TimeDelta,
    /// How long an account is kept that its owner never activated.
    pub unactivated_kept: TimeDelta,
    /// How long a mailed link for a password works.
    pub recovery_ttl: TimeDelta,
    /// How soon another link can be mailed to the same person.
    pub resend_after: TimeDelta,
    /// How many links a person can be mailed in a day.
    pub mails_per_day: u32,
    /// Which town a postal code belongs to.
    pub towns: Towns,
    /// When pages tell about the change of systems.
    pub migration_window: Window,
    /// How long a session lasts without use.
    pub session_idle: TimeDelta,
    /// How long a session lasts at the most.
    pub session_absolute: TimeDelta,
    /// How long an official's session lasts without use.
    pub official_idle: TimeDelta,
    /// How long an official's session lasts at the most.
    pub official_absolute: TimeDelta,
    /// How long a remembered session lasts at the most.
    pub session_remembered: TimeDelta,
}

impl Policy {
    /// How long a session of such a person lasts without use.
    pub fn idle_of(&self, kind: Kind) -> TimeDelta {
        match kind {
            Kind::Official => self.official_idle,
            Kind::Citizen | Kind::Tenant => self.session_idle,
        }
    }

    /// How long a session of such a person lasts at the most.
    pub fn absolute_of(&self, kind: Kind) -> TimeDelta {
        match kind {
            Kind::Official => self.official_absolute,
            Kind::Citizen | Kind::Tenant => self.session_absolute,
        }
    }
}
