//! The people of an import, many at once: on PostgreSQL every statement is a
//! way to the server and back, so rows go there by `COPY`.

use std::collections::HashSet;

use accounts::Account;
use accounts::audit::Event;
use accounts::migration::Stage;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, DatabaseConnection, DbErr, FromQueryResult, IntoActiveModel as _,
    Iterable as _, RuntimeErr, Value, sqlx,
};
use uuid::Uuid;

use super::engine::Engine;
use super::entity::account::{Column, Entity, Model};
use super::statement::{Single, all, insert_rows, names, row, texts};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// How an old system knows a person: its name, and the id there.
pub type LegacyId = (String, String);

/// An account that comes in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The account.
    pub account: Account,
    /// How its old system knows the person.
    pub legacy_id: LegacyId,
}

impl Store {
    /// Those of `ids` by which people are known here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known_legacy_ids(&self, ids: &[LegacyId]) -> Result<HashSet<LegacyId>, Fault> {
        self.known(ids).await.map_err(at("look for legacy ids"))
    }

    async fn known(&self, ids: &[LegacyId]) -> Result<HashSet<LegacyId>, DbErr> {
        let mut known = HashSet::new();
        if let Engine::Postgres(pool) = &self.read {
            let sql = "SELECT l.source_system, l.external_id FROM legacy_ids l JOIN unnest($1::text[], $2::text[]) \
                       AS asked (source_system, external_id) USING (source_system, external_id)";
            let systems = texts(ids.iter().map(|(system, _)| system.as_str()));
            let ids = texts(ids.iter().map(|(_, id)| id.as_str()));
            let rows: Vec<LegacyIdRow> = all(pool, sql, [systems, ids]).await?;
            known.extend(rows.into_iter().map(|row| (row.source_system, row.external_id)));
            return Ok(known);
        }
        for (system, id) in ids {
            let sql = "SELECT account_id FROM legacy_ids WHERE source_system = $1 AND external_id = $2";
            if row(&self.read, sql, [system.as_str().into(), id.as_str().into()]).await?.is_some() {
                known.insert((system.clone(), id.clone()));
            }
        }
        Ok(known)
    }

    /// Those of `keys` that are somebody's username or e-mail address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn taken_names(&self, keys: &[String]) -> Result<HashSet<String>, Fault> {
        self.taken(keys).await.map_err(at("look for usernames"))
    }

    async fn taken(&self, keys: &[String]) -> Result<HashSet<String>, DbErr> {
        if let Engine::Postgres(pool) = &self.read {
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
            ("accounts", names::<Entity>(), accounts),
            ("legacy_ids", "source_system, external_id, account_id".to_owned(), ids.collect()),
            ("audit", AUDIT.to_owned(), audit.collect()),
        ];
        match &self.write {
            Engine::Postgres(pool) => copy_in(pool, &tables).await,
            Engine::Sqlite(writer) => {
                let tx = writer.begin().await?;
                for (table, columns, rows) in tables {
                    insert_rows(&tx, table, &columns, rows).await?;
                }
                tx.commit().await
            }
        }
    }
}

/// A table, its columns as SQL names them, and rows for it.
type Rows = (&'static str, String, Vec<Vec<Value>>);

async fn copy_in(pool: &DatabaseConnection, tables: &[Rows]) -> Result<(), DbErr> {
    let failed = |error: sqlx::Error| DbErr::Exec(RuntimeErr::SqlxError(error.into()));
    let mut tx = pool.get_postgres_connection_pool().begin().await.map_err(failed)?;
    for (table, columns, rows) in tables {
        let mut text = String::new();
        rows.iter().try_for_each(|row| copy_line(&mut text, row))?;
        let mut copy = tx.copy_in_raw(&format!("COPY {table} ({columns}) FROM STDIN")).await.map_err(failed)?;
        copy.send(text.as_bytes()).await.map_err(failed)?;
        copy.finish().await.map_err(failed)?;
    }
    tx.commit().await.map_err(failed)
}

/// Adds a line of PostgreSQL's text format of `COPY`.
fn copy_line(text: &mut String, row: &[Value]) -> Result<(), DbErr> {
    for (index, value) in row.iter().enumerate() {
        if index > 0 {
            text.push('\t');
        }
        match value {
            Value::Bool(Some(truth)) => text.push(if *truth { 't' } else { 'f' }),
            Value::String(Some(cell)) => escape(text, cell),
            Value::Uuid(Some(id)) => text.push_str(&id.to_string()),
            Value::ChronoDateTimeUtc(Some(instant)) => text.push_str(&instant.to_rfc3339()),
            Value::Bool(None) | Value::String(None) | Value::Uuid(None) | Value::ChronoDateTimeUtc(None) => {
                text.push_str("\\N");
            }
            _ => {
                return Err(DbErr::Type(
                    "a column of an imported account has a type that COPY is not given".to_owned(),
                ));
            }
        }
    }
    text.push('\n');
    Ok(())
}

fn escape(text: &mut String, cell: &str) {
    for character in cell.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
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
        let sql = "DELETE FROM accounts WHERE id IN (SELECT id FROM accounts \
                   WHERE migration_batch = $1 AND migration_stage = $2 LIMIT $3) RETURNING id AS value";
        let values = [batch.into(), Stage::Imported.name().into(), i64::from(limit).into()];
        let gone: Vec<Single<Uuid>> = all(&self.inner, sql, values).await.map_err(at(DOING))?;
        let audit: Vec<_> = gone.iter().map(|row| audit_line(now, Event::ImportUndone, row.value)).collect();
        insert_rows(&self.inner, "audit", AUDIT, audit).await.map_err(at(DOING))?;
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    }
}

const AUDIT: &str = "at, event, account_id";

fn audit_line(now: DateTime<Utc>, event: Event, account_id: Uuid) -> Vec<Value> {
    vec![now.into(), event.name().into(), account_id.into()]
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

#[derive(FromQueryResult)]
struct LegacyIdRow {
    source_system: String,
    external_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_cell_or_a_line_is_escaped() {
        let mut text = String::new();
        let row = ["a\tb\\N\n".into(), Value::String(None), true.into(), Value::Uuid(Some(Uuid::nil()))];
        copy_line(&mut text, &row).unwrap();
        assert_eq!(text, "a\\tb\\\\N\\n\t\\N\tt\t00000000-0000-0000-0000-000000000000\n");
        assert!(copy_line(&mut text, &[1_i64.into()]).is_err());
    }
}
