//! Accounts that nobody has activated yet.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Tx;
use super::statement::{Single, all, execute};
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Accounts that one statement removes at the most.
const BATCH: i64 = 200;

impl Tx {
    /// Forgets what somebody agreed to in a registration that another takes
    /// the place of, or that somebody else activates.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_acceptances(&self, account_id: Uuid) -> Result<(), Fault> {
        let sql = "DELETE FROM acceptances WHERE account_id = $1";
        execute(&self.inner, sql, [account_id.into()]).await.map(drop).map_err(at("forget what a person agreed to"))
    }

    /// Removes the account, with its links, if it was never activated. Tells
    /// whether it did.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn remove_unactivated(&self, account_id: Uuid) -> Result<bool, Fault> {
        let sql = "DELETE FROM accounts WHERE id = $1 AND unactivated_since IS NOT NULL";
        let removed = execute(&self.inner, sql, [account_id.into()]).await;
        removed.map(|rows| rows == 1).map_err(at("remove an account that was never activated"))
    }

    /// Removes some of the accounts that nobody has activated since `before`,
    /// and tells which. None are left when it removed none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn remove_unactivated_since(&self, before: DateTime<Utc>) -> Result<Vec<Uuid>, Fault> {
        let sql = "DELETE FROM accounts WHERE unactivated_since < $1 AND id IN (\
                   SELECT id FROM accounts WHERE unactivated_since < $1 LIMIT $2) RETURNING id AS value";
        let removed: Vec<Single<Uuid>> = all(&self.inner, sql, [before.into(), BATCH.into()])
            .await
            .map_err(at("remove accounts that were never activated"))?;
        Ok(removed.into_iter().map(|row| row.value).collect())
    }
}
