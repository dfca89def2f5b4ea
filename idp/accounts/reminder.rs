//! A wave of reminders: mails to people of an older system who have not come
//! yet. One wave runs at a time, in portions, so that a relay is never flooded
//! and a wave can be stopped in the middle.
//!
//! ```text
//! running ──stopped──▶ stopped ──resumed──▶ running
//!    └──nobody left──▶ finished
//! ```

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Portions in a minute at the most: they stand apart by some looks of the
/// courier, so that its rhythm hardly slows a wave.
const PORTIONS: u32 = 20;

/// How long a person who was reminded is left in peace.
pub const PAUSE: TimeDelta = TimeDelta::days(7);

/// How a wave stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Reminders go out.
    Running,
    /// An operator stopped it; it can go on.
    Stopped,
    /// Everybody it was for was reminded.
    Finished,
}

impl State {
    /// The state's stable name in the database and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Finished => "finished",
        }
    }

    /// The state with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Running, Self::Stopped, Self::Finished].into_iter().find(|state| state.name() == name)
    }
}

/// A wave of reminders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    /// Key of the wave's row.
    pub id: Uuid,
    /// The import whose people are reminded; those of all imports if `None`.
    pub batch: Option<String>,
    /// Reminders a minute at the most.
    pub per_minute: u32,
    /// How it stands.
    pub state: State,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// When it was stopped or finished.
    pub ended_at: Option<DateTime<Utc>>,
    /// When the next portion may go.
    pub next_at: DateTime<Utc>,
    /// The account that was looked at last; they are taken in the order of
    /// their keys.
    pub reached: Uuid,
}

impl Wave {
    /// A wave that begins at `now`.
    pub fn begin(id: Uuid, batch: Option<String>, per_minute: u32, now: DateTime<Utc>) -> Self {
        Self {
            id,
            batch,
            per_minute: per_minute.max(1),
            state: State::Running,
            started_at: now,
            ended_at: None,
            next_at: now,
            reached: Uuid::nil(),
        }
    }

    /// Whether a portion may go at `now`.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Running && self.next_at <= now
    }

    /// How many reminders go at once.
    pub fn portion(&self) -> u32 {
        self.per_minute.div_ceil(PORTIONS)
    }

    /// The wave after a portion whose last account was `reached`. Rather too
    /// slow than too fast: what was missed is not made up for.
    #[must_use]
    pub fn after_portion(self, reached: Uuid, now: DateTime<Utc>) -> Self {
        let pause = i64::from(self.portion()) * 60_000_000 / i64::from(self.per_minute.max(1));
        Self { reached, next_at: now + TimeDelta::microseconds(pause), ..self }
    }

    /// The wave when nobody is left to be reminded.
    #[must_use]
    pub fn finished(self, now: DateTime<Utc>) -> Self {
        Self { state: State::Finished, ended_at: Some(now), ..self }
    }

    /// The wave stopped before its end.
    #[must_use]
    pub fn stopped(self, now: DateTime<Utc>) -> Self {
        Self { state: State::Stopped, ended_at: Some(now), ..self }
    }

    /// The stopped wave going on. It looks at everybody anew, because the stop
    /// may have taken reminders back.
    #[must_use]
    pub fn resumed(self, now: DateTime<Utc>) -> Self {
        Self { state: State::Running, ended_at: None, next_at: now, reached: Uuid::nil(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn wave(per_minute: u32) -> Wave {
        Wave::begin(Uuid::from_u128(1), None, per_minute, START)
    }

    /// How many reminders go in each minute of a wave that is looked at once
    /// a second.
    fn minutes(mut wave: Wave) -> Vec<u32> {
        let mut minutes = vec![0; 3];
        for (minute, count) in minutes.iter_mut().enumerate() {
            for second in 0..60 {
                let now = START + TimeDelta::seconds(60 * i64::try_from(minute).unwrap_or_default() + second);
                if wave.is_due(now) {
                    *count += wave.portion();
                    wave = wave.after_portion(Uuid::from_u128(2), now);
                }
            }
        }
        minutes
    }

    #[test]
    fn no_minute_has_more_reminders_than_it_may() {
        for per_minute in [1, 2, 7, 10, 30, 60, 90, 100, 600, 6_000] {
            let minutes = minutes(wave(per_minute));
            assert!(minutes.iter().all(|count| *count <= per_minute), "{per_minute}: {minutes:?}");
            let total: u32 = minutes.iter().sum();
            assert!(total * 10 >= per_minute * 3 * 7, "{per_minute} is much slower than asked for: {minutes:?}");
        }
    }

    #[test]
    fn a_wave_that_was_held_up_does_not_hurry() {
        let held_up = START + TimeDelta::hours(1);
        let wave = wave(60).after_portion(Uuid::from_u128(2), START).after_portion(Uuid::from_u128(3), held_up);
        assert!(!wave.is_due(held_up) && wave.is_due(held_up + TimeDelta::seconds(3)));
    }

    #[test]
    fn only_a_running_wave_is_due() {
        let later = START + TimeDelta::hours(1);
        assert!(wave(1).is_due(START));
        assert!(!wave(1).stopped(START).is_due(later));
        assert!(!wave(1).finished(START).is_due(later));
        let resumed = wave(1).after_portion(Uuid::from_u128(9), START).stopped(START).resumed(later);
        assert!(resumed.is_due(later) && resumed.reached.is_nil() && resumed.ended_at.is_none());
    }

    #[test]
    fn states_are_found_by_their_names() {
        for state in [State::Running, State::Stopped, State::Finished] {
            assert_eq!(State::from_name(state.name()), Some(state));
        }
        assert_eq!(State::from_name("Running"), None);
    }
}
