//! What goes with a deleted account. Its own row, the ids that older systems
//! knew it by and the audit trail stay: they keep the subject from being given
//! to somebody else, and tell what happened. `tests/backends/erasure.rs` reads
//! the schema and fails for a table that is named neither here nor there.

use uuid::Uuid;

use super::Tx;
use super::statement::execute;
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Each table with rows that tell of the person. Grants, refresh tokens and
/// remembered logins go with their sessions.
const TABLES: [&str; 6] = ["one_time_tokens", "sessions", "acceptances", "consents", "tenancies", "reminders"];

impl Tx {
    /// Deletes every row about the person of an account, except those that
    /// keep it from being given out again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn erase_traces(&self, account_id: Uuid) -> Result<(), Fault> {
        const DOING: &str = "erase an account";
        for table in TABLES {
            let sql = format!("DELETE FROM {table} WHERE account_id = $1");
            execute(&self.inner, &sql, [account_id.into()]).await.map_err(at(DOING))?;
        }
        // Mails that were sent or given up; a notice to a client may still wait.
        let mails = "DELETE FROM outbox WHERE account_id = $1 AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)";
        execute(&self.inner, mails, [account_id.into()]).await.map(drop).map_err(at(DOING))
    }
}
