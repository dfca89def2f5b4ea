//! The clock of a service under test: the machine's moved forward, or one that
//! stands still until it is moved.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use idp::adapters::{Clock, FrozenClock, ShiftedClock};

/// A clock that the test moves.
#[derive(Debug, Default)]
pub struct TestClock {
    running: ShiftedClock,
    frozen: Mutex<Option<FrozenClock>>,
}

impl TestClock {
    /// Moves the clock by `step`.
    pub fn advance(&self, step: TimeDelta) {
        match &*self.frozen.lock().unwrap() {
            Some(frozen) => frozen.advance(step),
            None => self.running.advance(step),
        }
    }

    /// From now on time passes by [`advance`](Self::advance) alone.
    pub fn freeze(&self) {
        let now = self.now();
        *self.frozen.lock().unwrap() = Some(FrozenClock::at(now));
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        match &*self.frozen.lock().unwrap() {
            Some(frozen) => frozen.now(),
            None => self.running.now(),
        }
    }
}
