//! The only source of the time.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};

/// How far apart the clocks of replicas may be. What ends later than this
/// allows was written by a clock that ran ahead, and holds nobody up.
pub(super) const SKEW: TimeDelta = TimeDelta::minutes(1);

/// Tells the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant in whole microseconds, which every store keeps
    /// exactly.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
        whole_microseconds(Utc::now())
    }
}

/// The machine's clock moved forward: for `idp dev` and tests.
#[derive(Debug, Default)]
pub struct ShiftedClock {
    microseconds: AtomicI64,
}

impl ShiftedClock {
    /// Moves the clock by `step`; other moves made before stay in force.
    pub fn advance(&self, step: TimeDelta) {
        let step = step.num_microseconds().unwrap_or(i64::MAX);
        self.microseconds.fetch_add(step, Ordering::AcqRel);
    }

    /// How far the clock is from the machine's.
    pub fn shift(&self) -> TimeDelta {
        TimeDelta::microseconds(self.microseconds.load(Ordering::Acquire))
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        let now = SystemClock.now();
        now.checked_add_signed(self.shift()).unwrap_or(now)
    }
}

/// A clock that stands still until it is moved: for tests that compare
/// instants.
#[derive(Debug)]
pub struct FrozenClock {
    microseconds: AtomicI64,
}

impl FrozenClock {
    /// A clock that stands at `now`.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self { microseconds: AtomicI64::new(now.timestamp_micros()) }
    }

    /// Moves the clock by `step`.
    pub fn advance(&self, step: TimeDelta) {
        let step = step.num_microseconds().unwrap_or(i64::MAX);
        self.microseconds.fetch_add(step, Ordering::AcqRel);
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.microseconds.load(Ordering::Acquire)).unwrap_or_default()
    }
}

fn whole_microseconds(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clock_tells_whole_microseconds() {
        let clocks: [&dyn Clock; 3] = [&SystemClock, &ShiftedClock::default(), &FrozenClock::at(SystemClock.now())];
        for clock in clocks {
            assert_eq!(clock.now().timestamp_subsec_nanos() % 1_000, 0, "{clock:?}");
        }
    }

    #[test]
    fn steps_of_a_shifted_clock_add_up() {
        let clock = ShiftedClock::default();
        clock.advance(TimeDelta::minutes(31));
        clock.advance(TimeDelta::hours(24));
        assert_eq!(clock.shift(), TimeDelta::minutes(31 + 24 * 60));
        assert!(clock.now() - SystemClock.now() > TimeDelta::minutes(30 + 24 * 60));
    }

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let start = SystemClock.now();
        let clock = FrozenClock::at(start);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.now(), start + TimeDelta::seconds(1));
    }
}
