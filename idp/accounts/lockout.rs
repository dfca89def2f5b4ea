//! The automatic, timed lock after several wrong passwords.
//!
//! A try is counted before its password is hashed and settled afterwards, so
//! that no number of parallel tries gets more hashes than the policy allows:
//!
//! ```text
//! open ──reserve──▶ counted ──clear (right)──────▶ open
//!                     └──settle_wrong, N-th──▶ locked ──duration──▶ open
//! ```
//! Only the try itself renews the count: a try while locked changes nothing.

use chrono::{DateTime, TimeDelta, Utc};

/// How long the outcome of a try is waited for. A process that has not settled
/// it by then has died during the hash.
const SETTLED_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// When an identifier is locked and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How many wrong passwords lock.
    pub attempts: u32,
    /// How long the lock holds, and how long a wrong password is remembered.
    pub duration: TimeDelta,
}

/// What is remembered of the tries on one identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tries that were wrong, or whose outcome is not known yet.
    pub failures: u32,
    /// When the latest of them was made; `None` when there is none.
    pub tried_at: Option<DateTime<Utc>>,
    /// Until when the identifier is locked.
    pub locked_until: Option<DateTime<Utc>>,
}

/// Whether a password may be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may, and the try is counted already.
    Admitted {
        /// How many tries remain should this one be wrong.
        tries_left: u32,
    },
    /// It may not: the identifier is locked.
    Locked {
        /// When the lock ends.
        until: DateTime<Utc>,
    },
    /// It may not at this moment: every try that is left is being checked.
    Busy,
}

impl Tally {
    /// Counts a try before its password is hashed. The tally must be saved
    /// before the hash begins, whatever the answer.
    pub fn reserve(self, policy: &Policy, now: DateTime<Utc>) -> (Self, Admission) {
        let tally = self.without_what_has_lapsed(policy, now);
        if let Some(until) = tally.locked_until {
            return (tally, Admission::Locked { until });
        }
        if let (true, Some(tried_at)) = (tally.failures >= policy.attempts, tally.tried_at) {
            // Locking at once would lock out the owner who pressed the button
            // twice with the right password.
            if now - tried_at < SETTLED_WITHIN {
                return (tally, Admission::Busy);
            }
            let until = tried_at + policy.duration;
            return (Self { locked_until: Some(until), ..tally }, Admission::Locked { until });
        }
        let failures = tally.failures + 1;
        let tries_left = policy.attempts.saturating_sub(failures);
        (Self { failures, tried_at: Some(now), locked_until: None }, Admission::Admitted { tries_left })
    }

    /// Records that a counted try was wrong. The instant is that of the lock's
    /// end, and is given exactly once: when this failure is what locks.
    pub fn settle_wrong(self, policy: &Policy, now: DateTime<Utc>) -> (Self, Option<DateTime<Utc>>) {
        if self.locked_until.is_some() || self.failures < policy.attempts {
            return (self, None);
        }
        let until = now + policy.duration;
        (Self { locked_until: Some(until), ..self }, Some(until))
    }

    /// Takes a counted try back whose password was never checked.
    #[must_use]
    pub fn release(self) -> Self {
        Self { failures: self.failures.saturating_sub(1), ..self }
    }

    /// The tally after a right password that was admitted, a completed
    /// recovery, or an unlock by staff: nothing is remembered.
    #[must_use]
    pub fn clear(self) -> Self {
        Self::default()
    }

    /// This tally and another's as one: the tries of both, and whichever lock
    /// ends last.
    #[must_use]
    pub fn together(&self, other: &Self) -> Self {
        Self {
            failures: self.failures.saturating_add(other.failures),
            tried_at: self.tried_at.max(other.tried_at),
            locked_until: self.locked_until.max(other.locked_until),
        }
    }

    /// When the lock ends, if one holds at `now`.
    pub fn locked_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.locked_until.filter(|until| now < *until)
    }

    fn without_what_has_lapsed(self, policy: &Policy, now: DateTime<Utc>) -> Self {
        let is_remembered = match (self.locked_until, self.tried_at) {
            (Some(until), _) => now < until,
            (None, Some(tried_at)) => now < tried_at + policy.duration,
            (None, None) => false,
        };
        if is_remembered { self } else { Self::default() }
    }
}

#[cfg(test)]
mod tests;
