//! The generic cell rate algorithm, one instant per place, in the one form that
//! every store computes: microseconds since 1970.

use chrono::{DateTime, TimeDelta, Utc};

use super::Rate;
use crate::adapters::clock::SKEW;

/// A [`Rate`] in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Between two acts in the long run.
    pub(super) interval: TimeDelta,
    /// How long before its turn an act may come.
    pub(super) early: TimeDelta,
}

impl From<Rate> for Pace {
    fn from(rate: Rate) -> Self {
        let interval = TimeDelta::minutes(1) / i32::try_from(rate.per_minute.max(1)).unwrap_or(i32::MAX);
        let early = interval * i32::try_from(rate.burst.max(1) - 1).unwrap_or(i32::MAX);
        Self { interval, early }
    }
}

impl Pace {
    /// An instant that is due later was written by a clock that ran ahead, and
    /// holds nobody up.
    pub(super) fn horizon(self) -> TimeDelta {
        self.early + self.interval + SKEW
    }

    /// `due` is the instant at which the next act would come if all came
    /// evenly. The new such instant, or the one to wait for.
    pub(super) fn admit(self, due: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<DateTime<Utc>, DateTime<Utc>> {
        let due = due.filter(|due| *due - now <= self.horizon()).map_or(now, |due| due.max(now));
        if due - now > self.early { Err(due - self.early) } else { Ok(due + self.interval) }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + second, 0).unwrap()
    }

    #[test]
    fn acts_are_paced_after_the_burst() {
        let pace = Pace::from(Rate { per_minute: 6, burst: 3 });
        // (second, whether it may be done, when to try again)
        let table = [
            (0, Ok(10)),
            (0, Ok(20)),
            (0, Ok(30)),
            (0, Err(10)),
            (9, Err(10)),
            (10, Ok(40)),
            (10, Err(20)),
            (100, Ok(110)),
        ];
        let mut due = None;
        for (second, expected) in table {
            let answer = pace.admit(due, at(second));
            assert_eq!(answer, expected.map(at).map_err(at), "at {second}");
            due = answer.ok().or(due);
        }
    }

    #[test]
    fn a_clock_that_ran_ahead_holds_nobody_up() {
        let pace = Pace::from(Rate { per_minute: 6, burst: 3 });
        let table = [(0, true), (30, false), (89, false), (90, false), (91, true), (3_600, true), (86_400, true)];
        for (ahead, admitted) in table {
            assert_eq!(pace.admit(Some(at(ahead)), at(0)).is_ok(), admitted, "due {ahead} seconds from now");
        }
    }
}
