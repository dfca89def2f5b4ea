//! The audit trail: lines are added, never changed.

use accounts::audit::Entry;
use sea_orm::{ConnectionTrait, DbErr};

use super::statement::execute;
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

impl Store {
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
