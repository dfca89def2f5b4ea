//! The ids by which legacy systems know a person.

use accounts::audit::Event;
use accounts::import::LegacyId;
use accounts::migration::Stage;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use super::bulk::{AUDIT, Rows, audit_line, insert_rows};
use super::statement::{Single, all, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// An old system's id of a person, and the subject that the person has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdOfSubject {
    /// The old system.
    pub source_system: String,
    /// Its id of the person.
    pub external_id: String,
    /// The subject identifier.
    pub sub: String,
    /// Whether the person never came and the account was archived.
    pub is_archived: bool,
}

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
}

impl Store {
    /// Up to `limit` ids of a system (of all if `None`) in the database's order
    /// of system and id, those behind `after`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ids_of_subjects(
        &self,
        source: Option<&str>,
        after: &LegacyId,
        limit: u32,
    ) -> Result<Vec<IdOfSubject>, Fault> {
        let behind = match source {
            Some(_) => "l.source_system = $1 AND l.external_id > $2",
            None => "(l.source_system, l.external_id) > ($1, $2)",
        };
        let sql = format!(
            "SELECT l.source_system, l.external_id, a.sub, a.migration_stage AS stage FROM legacy_ids l \
             JOIN accounts a ON a.id = l.account_id WHERE {behind} \
             ORDER BY l.source_system, l.external_id LIMIT {limit}",
        );
        let values = [source.unwrap_or(&after.0).into(), after.1.as_str().into()];
        let rows: Vec<IdRow> = all(&self.read, &sql, values).await.map_err(at("list legacy ids"))?;
        Ok(rows.into_iter().map(IdOfSubject::from).collect())
    }

    /// Gives accounts other systems' ids, with a line of the audit trail for
    /// each: all of them or none. `batch` is the import that they come with.
    ///
    /// # Errors
    /// When the database cannot be written, or an id was given away since
    /// somebody looked.
    pub async fn insert_legacy_ids(
        &self,
        ids: &[(LegacyId, Uuid)],
        batch: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let audit = ids.iter().map(|(_, account_id)| audit_line(now, Event::LegacyIdAdded, *account_id));
        let rows = ids.iter().map(|((system, id), account_id)| {
            vec![system.clone().into(), id.clone().into(), (*account_id).into(), batch.into()]
        });
        let tables = vec![
            Rows::new("legacy_ids", "source_system, external_id, account_id, batch", rows.collect()),
            Rows::new("audit", AUDIT, audit.collect()),
        ];
        self.insert_together(tables).await.map_err(at("insert legacy ids"))
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    source_system: String,
    external_id: String,
    sub: String,
    stage: Option<String>,
}

impl From<IdRow> for IdOfSubject {
    fn from(row: IdRow) -> Self {
        let is_archived = row.stage.as_deref() == Some(Stage::Archived.name());
        Self { source_system: row.source_system, external_id: row.external_id, sub: row.sub, is_archived }
    }
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

    /// Takes up to `limit` ids away that an import of ids gave, and tells how
    /// many it took.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn undo_legacy_ids(&self, batch: &str, limit: u32, now: DateTime<Utc>) -> Result<u64, Fault> {
        const DOING: &str = "take out imported legacy ids";
        let sql = "DELETE FROM legacy_ids WHERE (source_system, external_id) IN (\
                   SELECT source_system, external_id FROM legacy_ids WHERE batch = $1 LIMIT $2) \
                   RETURNING account_id AS value";
        let gone: Vec<Single<Uuid>> =
            all(&self.inner, sql, [batch.into(), i64::from(limit).into()]).await.map_err(at(DOING))?;
        let audit: Vec<_> = gone.iter().map(|row| audit_line(now, Event::LegacyIdRemoved, row.value)).collect();
        insert_rows(&self.inner, Rows::new("audit", AUDIT, audit)).await.map_err(at(DOING))?;
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    }
}
