//! The automatic, timed lock after several wrong passwords.

use chrono::{DateTime, TimeDelta, Utc};

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
