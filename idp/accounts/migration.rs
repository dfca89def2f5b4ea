//! The journey of an account that came from a legacy system. It only goes on:
//! no later event and no later import takes a person back.
//!
//! ```text
//! imported ──link_sent──▶ link_sent ──link_opened──▶ link_opened
//!     │                       │                          │
//!     └───────────────────────┴──── password_set ────────┴──▶ password_set
//! ```

use chrono::{DateTime, Utc};

/// How far a migrated person has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Imported, never seen here.
    Imported,
    /// The link for the first password was mailed.
    LinkSent,
    /// The link's page was opened.
    LinkOpened,
    /// The password was set: the person has arrived.
    PasswordSet,
}

impl Stage {
    /// All stages in the order of the journey.
    pub const ALL: [Self; 4] = [Self::Imported, Self::LinkSent, Self::LinkOpened, Self::PasswordSet];

    /// The stage's stable name in the database and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::LinkSent => "link_sent",
            Self::LinkOpened => "link_opened",
            Self::PasswordSet => "password_set",
        }
    }

    /// The stage with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// The time in which pages tell about the change of systems; with neither end
/// there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// When it opens; open from the start when only the other end is given.
    pub opens_at: Option<DateTime<Utc>>,
    /// When it closes; never when only the other end is given.
    pub closes_at: Option<DateTime<Utc>>,
}

impl Window {
    /// Whether the window is open at `now`.
    pub fn is_open_at(&self, now: DateTime<Utc>) -> bool {
        (self.opens_at.is_some() || self.closes_at.is_some())
            && self.opens_at.is_none_or(|opens_at| opens_at <= now)
            && self.closes_at.is_none_or(|closes_at| now < closes_at)
    }
}

/// Where a migrated account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The import that brought the account.
    pub batch: String,
    /// How far the person has come.
    pub stage: Stage,
    /// When that stage was reached.
    pub since: DateTime<Utc>,
}

impl Migration {
    /// The beginning of the journey: an import has just brought the account.
    pub fn imported(batch: impl Into<String>, now: DateTime<Utc>) -> Self {
        Self { batch: batch.into(), stage: Stage::Imported, since: now }
    }

    /// The link for the first password is on its way.
    #[must_use]
    pub fn link_sent(self, now: DateTime<Utc>) -> Self {
        self.at_least(Stage::LinkSent, now)
    }

    /// The page behind the link was opened.
    #[must_use]
    pub fn link_opened(self, now: DateTime<Utc>) -> Self {
        self.at_least(Stage::LinkOpened, now)
    }

    /// A password was set, by this journey's link or in any other way.
    #[must_use]
    pub fn password_set(self, now: DateTime<Utc>) -> Self {
        self.at_least(Stage::PasswordSet, now)
    }

    /// Whether the person has set a password here.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::PasswordSet
    }

    fn at_least(self, stage: Stage, now: DateTime<Utc>) -> Self {
        if self.stage < stage { Self { stage, since: now, ..self } } else { self }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    const MARCH: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn standing_at(stage: Stage) -> Migration {
        Migration { batch: "lupa-2026".to_owned(), stage, since: MARCH }
    }

    #[test]
    fn the_window_is_open_between_its_ends() {
        let [before, opens, within, closes] = [0, 1, 2, 3].map(|days| MARCH + TimeDelta::days(days));
        for (opens_at, closes_at, now, expected) in [
            (None, None, within, false),
            (Some(opens), None, before, false),
            (Some(opens), None, opens, true),
            (Some(opens), None, closes, true),
            (None, Some(closes), before, true),
            (None, Some(closes), closes, false),
            (Some(opens), Some(closes), within, true),
            (Some(opens), Some(closes), before, false),
            (Some(opens), Some(closes), closes, false),
        ] {
            let window = Window { opens_at, closes_at };
            assert_eq!(window.is_open_at(now), expected, "{window:?} at {now}");
        }
    }

    type Step = fn(Migration, DateTime<Utc>) -> Migration;

    #[test]
    fn every_step_leads_on_or_changes_nothing() {
        use Stage::{LinkOpened, LinkSent, PasswordSet};
        let steps: [(Step, [Stage; 4]); 3] = [
            (Migration::link_sent, [LinkSent, LinkSent, LinkOpened, PasswordSet]),
            (Migration::link_opened, [LinkOpened, LinkOpened, LinkOpened, PasswordSet]),
            (Migration::password_set, [PasswordSet, PasswordSet, PasswordSet, PasswordSet]),
        ];
        let later = MARCH + TimeDelta::hours(1);
        for (step, results) in steps {
            for (before, after) in Stage::ALL.into_iter().zip(results) {
                let moved = step(standing_at(before), later);
                assert_eq!(moved.stage, after);
                assert_eq!(
                    moved.since,
                    if before == after { MARCH } else { later },
                    "since changes with the stage alone"
                );
                assert_eq!(moved.batch, "lupa-2026");
            }
        }
    }

    #[test]
    fn only_a_set_password_completes_the_journey() {
        for stage in Stage::ALL {
            assert_eq!(standing_at(stage).is_complete(), stage == Stage::PasswordSet);
        }
        assert_eq!(Migration::imported("lupa-2026", MARCH), standing_at(Stage::Imported));
    }

    #[test]
    fn stages_are_found_by_their_names() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_name(stage.name()), Some(stage));
        }
        assert_eq!(Stage::from_name("Imported"), None);
    }
}
