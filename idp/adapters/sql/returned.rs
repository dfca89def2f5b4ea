//! Mail that came back, and mail that arrives again.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::statement::{digest, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// A mail that was sent and came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnedMail {
    /// Whom it was about.
    pub account_id: Option<Uuid>,
    /// What is kept of the address that it went to.
    pub recipient_digest: Option<[u8; 32]>,
}

#[derive(FromQueryResult)]
struct Row {
    account_id: Option<Uuid>,
    recipient_digest: Option<Vec<u8>>,
}

impl Tx {
    /// Notes that the mail of this outbox row came back; `None` when there is
    /// no such mail, or that was noted before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn mail_returned(&self, id: Uuid, now: DateTime<Utc>) -> Result<Option<ReturnedMail>, Fault> {
        const DOING: &str = "note a mail that came back";
        let sql = "UPDATE outbox SET failed_at = $2, last_error = 'returned' WHERE id = $1 AND channel = 'mail' \
                   AND sent_at IS NOT NULL AND failed_at IS NULL RETURNING account_id, recipient_digest";
        let row: Option<Row> = one(&self.inner, sql, [id.into(), now.into()]).await.map_err(at(DOING))?;
        row.map(Row::into_returned).transpose().map_err(at(DOING))
    }

    /// Notes that mail to the address of the account comes back.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn mail_failed(&self, account_id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
        let sql = "UPDATE accounts SET mail_failed_at = $2 WHERE id = $1";
        let noted = execute(&self.inner, sql, [account_id.into(), now.into()]).await;
        noted.map(drop).map_err(at("note that mail comes back"))
    }
}

impl Store {
    /// Forgets that mail came back, where the relay's own refusal said so: it
    /// takes mail for the account again. A report that came later than the
    /// relay's yes outweighs it until the person has used a mailed link.
    /// `false` when there was nothing to forget.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn mail_accepted(&self, account_id: Uuid) -> Result<bool, Fault> {
        let sql = "UPDATE accounts SET mail_failed_at = NULL WHERE id = $1 AND mail_failed_at IS NOT NULL \
                   AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.account_id = $1 \
                   AND outbox.last_error = 'returned' AND outbox.failed_at >= accounts.mail_failed_at)";
        let changed = execute(&self.write, sql, [account_id.into()]).await.map_err(at("note that mail arrives"))?;
        Ok(changed > 0)
    }
}

impl Row {
    fn into_returned(self) -> Result<ReturnedMail, DbErr> {
        let digest = self.recipient_digest.map(|bytes| digest(bytes, "outbox.recipient_digest")).transpose()?;
        Ok(ReturnedMail { account_id: self.account_id, recipient_digest: digest })
    }
}
