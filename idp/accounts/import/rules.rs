//! What the operator has decided about an import.

use chrono::{DateTime, Utc};

/// What becomes of the passwords of the old system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passwords {
    /// Everybody sets a new one, with a mailed link.
    #[default]
    Reset,
    /// Those that can be verified here are kept.
    Keep,
}

/// What an import goes by.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// What becomes of passwords.
    pub passwords: Passwords,
    /// When the import is made.
    pub now: DateTime<Utc>,
}
