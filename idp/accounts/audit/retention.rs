//! How long lines of the audit trail are kept, by what they tell of. No law
//! names a number: the defaults are the practice of Finnish authorities
//! (docs/operations/audit.md).

use chrono::TimeDelta;

use super::Event;

/// What a line tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Logins, links, passwords, changes that people made to their account.
    Security,
    /// Logins that failed.
    FailedLogin,
    /// What operators did.
    Administration,
    /// What people agreed to or refused: the proof of it.
    Agreement,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Security, Self::FailedLogin, Self::Administration, Self::Agreement];

    /// The kind's stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::FailedLogin => "failed_login",
            Self::Administration => "administration",
            Self::Agreement => "agreement",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind of the event with this name; what no other kind claims, such
    /// as an event of an older release, tells of security.
    pub fn of(event: &str) -> Self {
        let claims = |kind: &Self| kind.events().iter().any(|claimed| claimed.name() == event);
        Self::ALL.into_iter().find(claims).unwrap_or(Self::Security)
    }

    /// The events of a kind; none for [`Kind::Security`], which has the rest.
    pub fn events(self) -> &'static [Event] {
        match self {
            Self::Security => &[],
            Self::FailedLogin => &[Event::SignInFailed, Event::Locked],
            Self::Administration => &[
                Event::Imported,
                Event::ImportUndone,
                Event::LegacyIdAdded,
                Event::LegacyIdRemoved,
                Event::TenancyRecorded,
                Event::TenancyRemoved,
                Event::IdsExported,
                Event::RemindersStarted,
                Event::RemindersStopped,
                Event::RemindersResumed,
                Event::RemindersFinished,
                Event::Reminded,
                Event::Archived,
                Event::KeysRotated,
                Event::RestoreFenced,
                Event::AuditExported,
                Event::AccountShown,
                Event::LookedUp,
                Event::Unlocked,
                Event::Disabled,
                Event::Enabled,
                Event::LinkSent,
            ],
            Self::Agreement => &[
                Event::TermsAccepted,
                Event::TermsDeclined,
                Event::ConsentGiven,
                Event::ConsentDenied,
                Event::ConsentWithdrawn,
            ],
        }
    }
}

/// How long lines are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Lines of [`Kind::Security`].
    pub security: TimeDelta,
    /// Lines of [`Kind::FailedLogin`].
    pub failed_logins: TimeDelta,
    /// Lines of [`Kind::Administration`].
    pub administration: TimeDelta,
    /// Lines of [`Kind::Agreement`], after the account they belong to has
    /// been deleted.
    pub agreements: TimeDelta,
    /// The network in any line: an IP address is personal data.
    pub networks: TimeDelta,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            security: TimeDelta::days(730),
            failed_logins: TimeDelta::days(183),
            administration: TimeDelta::days(1826),
            agreements: TimeDelta::days(1096),
            networks: TimeDelta::days(183),
        }
    }
}

impl Retention {
    /// How long lines of `kind` are kept.
    pub fn of(&self, kind: Kind) -> TimeDelta {
        match kind {
            Kind::Security => self.security,
            Kind::FailedLogin => self.failed_logins,
            Kind::Administration => self.administration,
            Kind::Agreement => self.agreements,
        }
    }

    /// The shortest of all: nothing younger is touched.
    pub fn shortest(&self) -> TimeDelta {
        Kind::ALL.into_iter().map(|kind| self.of(kind)).fold(self.networks, TimeDelta::min)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_event_is_of_two_kinds() {
        let mut seen = HashSet::new();
        for event in Kind::ALL.into_iter().flat_map(Kind::events) {
            assert!(seen.insert(event.name()), "{}", event.name());
        }
    }

    #[test]
    fn an_event_is_of_the_kind_that_claims_it_or_tells_of_security() {
        let table = [
            ("signed_in", Kind::Security),
            ("sign_in_failed", Kind::FailedLogin),
            ("locked", Kind::FailedLogin),
            ("unlocked", Kind::Administration),
            ("keys_rotated", Kind::Administration),
            ("consent_given", Kind::Agreement),
            ("an_event_of_an_older_release", Kind::Security),
        ];
        for (event, kind) in table {
            assert_eq!(Kind::of(event), kind, "{event}");
        }
    }

    #[test]
    fn the_shortest_time_bounds_all_others() {
        let retention = Retention { networks: TimeDelta::days(30), ..Retention::default() };
        assert_eq!(retention.shortest(), TimeDelta::days(30));
        assert_eq!(Retention::default().shortest(), TimeDelta::days(183));
    }
}
