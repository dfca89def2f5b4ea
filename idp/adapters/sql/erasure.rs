//! What goes with a deleted account. Its own row, the ids that older systems
//! knew it by and the audit trail stay: they keep the subject from being given
//! to somebody else, and tell what happened.

use uuid::Uuid;

use super::Tx;
use super::statement::execute;
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Each table with rows that tell of the person. Grants and refresh tokens go
/// with their sessions.
const TABLES: [&str; 5] = ["one_time_tokens", "sessions", "acceptances", "consents", "tenancies"];

impl Tx {
    /// Deletes every row about the person of an account, except those that
    /// keep it from being given out again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn erase_traces(&self, account_id: Uuid) -> Result<(), Fault> {
        for table in TABLES {
            let sql = format!("DELETE FROM {table} WHERE account_id = $1");
            execute(&self.inner, &sql, [account_id.into()]).await.map_err(at("erase an account"))?;
        }
        Ok(())
    }
}
