//! The logout tokens that arrived at a site, for the person who tries it out:
//! a page shows when each came and what it did.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};

/// How many deliveries are remembered.
const CAPACITY: usize = 50;

/// What a logout token did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It ended this many sessions.
    Ended(usize),
    /// It was not good, and ended nothing.
    Refused,
}

/// One logout token that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When it came.
    pub received_at: DateTime<Utc>,
    /// Its id; `None` for one that was refused.
    pub jti: Option<String>,
    /// What it did.
    pub effect: Effect,
}

/// The last deliveries.
#[derive(Default)]
pub struct Deliveries(Mutex<VecDeque<Delivery>>);

impl Deliveries {
    /// Notes a delivery; beyond some, the oldest is forgotten.
    pub fn note(&self, delivery: Delivery) {
        let mut deliveries = self.lock();
        deliveries.push_front(delivery);
        deliveries.truncate(CAPACITY);
    }

    /// All that are remembered, the newest first.
    pub fn newest_first(&self) -> Vec<Delivery> {
        self.lock().iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Delivery>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_newest_deliveries_are_kept() {
        let deliveries = Deliveries::default();
        for n in 0..=CAPACITY {
            let received_at = "2026-11-22T12:00:00Z".parse().unwrap();
            deliveries.note(Delivery { received_at, jti: Some(n.to_string()), effect: Effect::Ended(1) });
        }
        let kept = deliveries.newest_first();
        assert_eq!(kept.len(), CAPACITY);
        assert_eq!(kept.first().unwrap().jti.as_deref(), Some("50"));
        assert_eq!(kept.last().unwrap().jti.as_deref(), Some("1"));
    }
}
