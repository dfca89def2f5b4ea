//! The deletion of an account by its owner.
//!
//! ```text
//! open ──asked──▶ planned ──14 days──▶ deleted
//!   ▲────cancelled───┘
//! ```

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Account;

/// How long the owner can take the wish back.
pub const CANCEL_WITHIN: TimeDelta = TimeDelta::days(14);

/// The account whose deletion was just asked for.
#[must_use]
pub fn planned(account: Account, now: DateTime<Utc>) -> Account {
    let due_at = account.deletion_due_at.unwrap_or(now + CANCEL_WITHIN);
    Account { deletion_due_at: Some(due_at), updated_at: now, ..account }
}

/// The account whose owner wants to keep it after all.
#[must_use]
pub fn cancelled(account: Account, now: DateTime<Utc>) -> Account {
    Account { deletion_due_at: None, updated_at: now, ..account }
}

/// What stays of a deleted account: its subject, which nobody gets again, and
/// how its import went.
#[must_use]
pub fn deleted(account: Account, now: DateTime<Utc>) -> Account {
    let migration = account.migration.clone();
    Account { migration, ..account.archived(now) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::account;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn the_fourteen_days_begin_once() {
        let open = Account { deletion_due_at: None, ..account() };
        let once = planned(open.clone(), NOW);
        assert_eq!(once.deletion_due_at, Some(NOW + TimeDelta::days(14)));
        assert_eq!(planned(once.clone(), NOW + TimeDelta::days(3)).deletion_due_at, once.deletion_due_at);
        assert_eq!(cancelled(once, NOW).deletion_due_at, None);
    }

    #[test]
    fn a_deleted_account_keeps_its_subject_and_is_closed() {
        let gone = deleted(account(), NOW);
        assert_eq!(
            (gone.id, gone.sub.clone(), gone.migration.clone()),
            (account().id, account().sub, account().migration)
        );
        assert!(!gone.is_open() && gone.email.is_none() && gone.password.is_none() && gone.deletion_due_at.is_none());
    }
}
