//! The ids by which legacy systems know a person.

use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::statement::{Single, all, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

impl Store {
    /// The account that `source` knows as `external_id`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_account_id_by_legacy_id(&self, source: &str, external_id: &str) -> Result<Option<Uuid>, Fault> {
        find_account_id(&self.read, source, external_id).await
    }

    /// The id by which `source` knows the account; the first in order where it
    /// has several.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_legacy_id(&self, source: &str, account_id: Uuid) -> Result<Option<String>, Fault> {
        let sql = "SELECT external_id AS value FROM legacy_ids \
                   WHERE account_id = $1 AND source_system = $2 ORDER BY external_id LIMIT 1";
        let found: Option<Single<String>> =
            one(&self.read, sql, [account_id.into(), source.into()]).await.map_err(at("find a legacy id"))?;
        Ok(found.map(|row| row.value))
    }

    /// The ids by which older systems know the account, each with its system.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn legacy_ids_of(&self, account_id: Uuid) -> Result<Vec<(String, String)>, Fault> {
        let sql = "SELECT source_system, external_id FROM legacy_ids WHERE account_id = $1 \
                   ORDER BY source_system, external_id";
        let rows: Vec<Row> = all(&self.read, sql, [account_id.into()]).await.map_err(at("list legacy ids"))?;
        Ok(rows.into_iter().map(|row| (row.source_system, row.external_id)).collect())
    }
}

#[derive(FromQueryResult)]
struct Row {
    source_system: String,
    external_id: String,
}

async fn find_account_id(db: &impl ConnectionTrait, source: &str, external_id: &str) -> Result<Option<Uuid>, Fault> {
    let sql = "SELECT account_id AS value FROM legacy_ids WHERE source_system = $1 AND external_id = $2";
    let found: Option<Single<Uuid>> =
        one(db, sql, [source.into(), external_id.into()]).await.map_err(at("find a legacy id"))?;
    Ok(found.map(|row| row.value))
}

impl Tx {
    /// Notes that `source` knows the account as `external_id`. `false` when it
    /// knows an account by that id already; nothing was written then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_legacy_id(&self, source: &str, external_id: &str, account_id: Uuid) -> Result<bool, Fault> {
        let sql = "INSERT INTO legacy_ids (source_system, external_id, account_id) VALUES ($1, $2, $3) \
                   ON CONFLICT DO NOTHING";
        let values = [source.into(), external_id.into(), account_id.into()];
        let inserted = execute(&self.inner, sql, values).await.map_err(at("insert a legacy id"))?;
        Ok(inserted == 1)
    }
}
