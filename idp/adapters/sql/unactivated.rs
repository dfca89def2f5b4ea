//! Accounts that nobody has activated yet.

use accounts::one_time_token::{OneTimeToken, Purpose};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Tx;
use super::entity::one_time_token::{Entity, Model};
use super::statement::{Single, all, execute, names, one};
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Accounts that one statement removes at the most.
const BATCH: i64 = 200;

impl Tx {
    /// The link for `purpose` that works at `now`, if the account has one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_live_token(
        &self,
        account_id: Uuid,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, Fault> {
        const DOING: &str = "find a mailed link";
        let sql = format!(
            "SELECT {} FROM one_time_tokens WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL \
             AND superseded_at IS NULL AND expires_at > $3 ORDER BY created_at DESC LIMIT 1",
            names::<Entity>(),
        );
        let values = [account_id.into(), purpose.name().into(), now.into()];
        let found: Option<Model> = one(&self.inner, &sql, values).await.map_err(at(DOING))?;
        found.map(Model::into_token).transpose().map_err(at(DOING))
    }

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
