//! The journey of an account that came from a legacy system. It only goes on:
//! no later event and no later import takes a person back.
//!
//! ```text
//! imported ──link_sent──▶ link_sent ──link_opened──▶ link_opened
//!     ├───────────────────────┴────── archived ──────────┴──▶ archived
//!     └───────────────────────┴──── password_set ────────┴──▶ password_set
//! ```
//!
//! A person who comes back after the archiving is helped by staff; a password
//! that is set then leads on from `archived` as well.

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
    /// The person never came, and what told of them was removed.
    Archived,
    /// The password was set: the person has arrived.
    PasswordSet,
}

impl Stage {
    /// All stages in the order of the journey.
    pub const ALL: [Self; 5] = [Self::Imported, Self::LinkSent, Self::LinkOpened, Self::Archived, Self::PasswordSet];

    /// The stage's stable name in the database and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::LinkSent => "link_sent",
            Self::LinkOpened => "link_opened",
            Self::Archived => "archived",
            Self::PasswordSet => "password_set",
        }
    }

    /// The stage with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether the person is still expected.
    pub fn is_waiting(self) -> bool {
        self < Self::Archived
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

    /// Whether people are still found at `now` by the usernames of the older
    /// system: until the window closes.
    pub fn knows_old_names_at(&self, now: DateTime<Utc>) -> bool {
        self.closes_at.is_none_or(|closes_at| now < closes_at)
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

    /// The person did not come in time.
    #[must_use]
    pub fn archived(self, now: DateTime<Utc>) -> Self {
        self.at_least(Stage::Archived, now)
    }

    /// Whether the person has set a password here.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::PasswordSet
    }

    fn at_least(self, stage: Stage, now: DateTime<Utc>) -> Self {
        if self.stage < stage { Self { stage, since: now, ..self } } else { self }
    }
}

/// How many people of one import have come how far. Who went on counts at the
/// steps before as well; of the archived it is no longer known how far they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Funnel {
    /// The import.
    pub batch: String,
    /// Everybody it brought.
    pub imported: u64,
    /// Who was mailed the link for the first password.
    pub link_sent: u64,
    /// Who opened its page.
    pub link_opened: u64,
    /// Who set a password.
    pub password_set: u64,
    /// Who has logged in.
    pub logged_in: u64,
    /// Whose accounts were archived.
    pub archived: u64,
}

impl Funnel {
    /// An import of which nobody is counted yet.
    pub fn of(batch: String) -> Self {
        Self { batch, ..Self::default() }
    }

    /// The same with `accounts` people more that stand at `stage`, of whom
    /// `logged_in` have logged in.
    #[must_use]
    pub fn with(mut self, stage: Stage, accounts: u64, logged_in: u64) -> Self {
        self.imported += accounts;
        self.logged_in += logged_in;
        let steps = [
            (Stage::LinkSent, &mut self.link_sent),
            (Stage::LinkOpened, &mut self.link_opened),
            (Stage::PasswordSet, &mut self.password_set),
        ];
        match stage {
            Stage::Archived => self.archived += accounts,
            _ => steps.into_iter().filter(|(step, _)| *step <= stage).for_each(|(_, count)| *count += accounts),
        }
        self
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
        use Stage::{Archived, LinkOpened, LinkSent, PasswordSet};
        let steps: [(Step, [Stage; 5]); 4] = [
            (Migration::link_sent, [LinkSent, LinkSent, LinkOpened, Archived, PasswordSet]),
            (Migration::link_opened, [LinkOpened, LinkOpened, LinkOpened, Archived, PasswordSet]),
            (Migration::archived, [Archived, Archived, Archived, Archived, PasswordSet]),
            (Migration::password_set, [PasswordSet; 5]),
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
    fn nobody_is_expected_who_arrived_or_was_archived() {
        for stage in Stage::ALL {
            assert_eq!(stage.is_waiting(), !matches!(stage, Stage::Archived | Stage::PasswordSet), "{stage:?}");
        }
    }

    #[test]
    fn who_went_on_counts_at_the_steps_before() {
        let counts = [
            (Stage::Imported, 10, 0),
            (Stage::LinkSent, 5, 0),
            (Stage::LinkOpened, 3, 0),
            (Stage::Archived, 4, 0),
            (Stage::PasswordSet, 2, 1),
        ];
        let funnel = counts.into_iter().fold(Funnel::of("b".to_owned()), |funnel, (stage, accounts, logged_in)| {
            funnel.with(stage, accounts, logged_in)
        });
        let expected = Funnel {
            batch: "b".to_owned(),
            imported: 24,
            link_sent: 10,
            link_opened: 5,
            password_set: 2,
            logged_in: 1,
            archived: 4,
        };
        assert_eq!(funnel, expected);
    }

    #[test]
    fn stages_are_found_by_their_names() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_name(stage.name()), Some(stage));
        }
        assert_eq!(Stage::from_name("Imported"), None);
    }
}
