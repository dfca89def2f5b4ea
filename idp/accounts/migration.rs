//! The journey of an account that came from a legacy system.

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
    /// Whether the person has set a password here.
    pub fn is_complete(&self) -> bool {
        self.stage == Stage::PasswordSet
    }
}
