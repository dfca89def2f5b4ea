//! The people of an import, many at once.

use std::collections::HashSet;

use accounts::Account;
use accounts::audit::Event;
use accounts::import::LegacyId;
use accounts::migration::Stage;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait as _, ActiveValue, DbErr, IntoActiveModel as _, Iterable as _, Value};
use uuid::Uuid;

use super::bulk::{AUDIT, Rows, audit_line, insert_rows};
use super::engine::Kind;
use super::entity::account::{Column, Entity, Model};
use super::statement::{Single, all, names, row, texts};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// An account that comes in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The account.
    pub account: Account,
    /// How its old system knows the person.
    pub legacy_id: LegacyId,
}

impl Store {
    /// Those of `keys` that are somebody's username or e-mail address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn taken_names(&self, keys: &[String]) -> Result<HashSet<String>, Fault> {
        self.taken(keys).await.map_err(at("look for usernames"))
    }

    async fn taken(&self, keys: &[String]) -> Result<HashSet<String>, DbErr> {
        if let Kind::Postgres(pool) = &self.read.kind {
            let sql = "SELECT username_key AS value FROM accounts WHERE username_key = ANY ($1) \
                       UNION SELECT email_key FROM accounts WHERE email_key = ANY ($1)";
            let rows: Vec<Single<String>> = all(pool, sql, [texts(keys.iter().map(String::as_str))]).await?;
            return Ok(rows.into_iter().map(|row| row.value).collect());
        }
        let mut taken = HashSet::new();
        for key in keys {
            let sql = "SELECT id FROM accounts WHERE username_key = $1 OR email_key = $1";
            if row(&self.read, sql, [key.as_str().into()]).await?.is_some() {
                taken.insert(key.clone());
            }
        }
        Ok(taken)
    }
}

impl Store {
    /// Inserts accounts, their legacy ids and a line of the audit trail for
    /// each: all of them or none.
    ///
    /// # Errors
    /// When the database cannot be written, or a name or id was taken since
    /// somebody looked.
    pub async fn insert_newcomers(&self, people: &[Newcomer], now: DateTime<Utc>) -> Result<(), Fault> {
        self.insert_all(people, now).await.map_err(at("insert imported accounts"))
    }

    async fn insert_all(&self, people: &[Newcomer], now: DateTime<Utc>) -> Result<(), DbErr> {
        let accounts = people.iter().map(|person| cells(&person.account)).collect();
        let ids = people.iter().map(|person| {
            let (system, id) = person.legacy_id.clone();
            vec![system.into(), id.into(), person.account.id.into()]
        });
        let audit = people.iter().map(|person| audit_line(now, Event::Imported, person.account.id));
        let tables = [
            Rows::new("accounts", names::<Entity>(), accounts),
            Rows::new("legacy_ids", "source_system, external_id, account_id", ids.collect()),
            Rows::new("audit", AUDIT, audit.collect()),
        ];
        self.insert_together(tables.into()).await
    }
}

impl Tx {
    /// Deletes up to `limit` accounts of an import whose people never came
    /// further than the import, and tells how many it deleted. Their legacy
    /// ids can come in again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn undo_import(&self, batch: &str, limit: u32, now: DateTime<Utc>) -> Result<u64, Fault> {
        const DOING: &str = "undo an import";
        // Judged again as each row is deleted: PostgreSQL may have waited for
        // somebody who comes further at this moment.
        let sql = "DELETE FROM accounts WHERE migration_batch = $1 AND migration_stage = $2 AND id IN \
                   (SELECT id FROM accounts WHERE migration_batch = $1 AND migration_stage = $2 LIMIT $3) \
                   RETURNING id AS value";
        let values = [batch.into(), Stage::Imported.name().into(), i64::from(limit).into()];
        let gone: Vec<Single<Uuid>> = all(&self.inner, sql, values).await.map_err(at(DOING))?;
        let audit: Vec<_> = gone.iter().map(|row| audit_line(now, Event::ImportUndone, row.value)).collect();
        insert_rows(&self.inner, Rows::new("audit", AUDIT, audit)).await.map_err(at(DOING))?;
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    }
}

/// The account's columns in the order of the entity.
fn cells(account: &Account) -> Vec<Value> {
    let row = Model::from(account).into_active_model();
    Column::iter()
        .filter_map(|column| match row.get(column) {
            ActiveValue::Set(value) | ActiveValue::Unchanged(value) => Some(value),
            ActiveValue::NotSet => None,
        })
        .collect()
}
