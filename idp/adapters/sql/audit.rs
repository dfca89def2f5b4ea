//! The audit trail: lines are added, never changed.

use accounts::audit::Entry;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use uuid::Uuid;

use super::statement::{all, execute};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// A line of the audit trail as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct AuditLine {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The event's stable name.
    pub event: String,
    /// The client in whose login it happened.
    pub client_id: Option<String>,
    /// The network it came from.
    pub network: Option<String>,
    /// The reference that the person was shown or mailed.
    pub reference: Option<String>,
    /// One word more.
    pub detail: Option<String>,
}

impl Store {
    /// The newest lines about an account, `limit` at the most, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn audit_of(&self, account_id: Uuid, limit: u32) -> Result<Vec<AuditLine>, Fault> {
        let sql = "SELECT at, event, client_id, network, reference, detail FROM audit WHERE account_id = $1 \
                   ORDER BY at DESC, id DESC LIMIT $2";
        let values = [account_id.into(), i64::from(limit).into()];
        let mut lines: Vec<AuditLine> = all(&self.read, sql, values).await.map_err(at("read the audit trail"))?;
        lines.reverse();
        Ok(lines)
    }

    /// Adds a line by itself.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn append_audit(&self, entry: &Entry) -> Result<(), Fault> {
        append(&self.write, entry).await.map_err(at("write the audit trail"))
    }
}

impl Tx {
    /// Adds a line together with what it tells of.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn append_audit(&self, entry: &Entry) -> Result<(), Fault> {
        append(&self.inner, entry).await.map_err(at("write the audit trail"))
    }
}

async fn append(db: &impl ConnectionTrait, entry: &Entry) -> Result<(), DbErr> {
    let sql = "INSERT INTO audit (at, event, account_id, client_id, session_id, network, reference, detail) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        entry.at.into(),
        entry.event.name().into(),
        entry.account_id.into(),
        entry.client_id.clone().into(),
        entry.session_id.into(),
        entry.network.clone().into(),
        entry.reference.clone().into(),
        entry.detail.as_deref().map(str::to_owned).into(),
    ];
    execute(db, sql, values).await.map(drop)
}
