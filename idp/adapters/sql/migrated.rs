//! People on their way from an older system: how far they have come, who was
//! never seen, and whose accounts can be archived.

use std::sync::LazyLock;

use accounts::Account;
use accounts::audit::Event;
use accounts::migration::{Funnel, Stage};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult, Value};
use uuid::Uuid;

use super::entity::account::{Entity, Model};
use super::statement::{Single, all, names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// Those of `accounts a` who are still expected: they set no password here and
/// never logged in.
pub(super) static EXPECTED: LazyLock<String> = LazyLock::new(|| {
    let waiting = Stage::ALL.into_iter().filter(|stage| stage.is_waiting());
    let stages: Vec<String> = waiting.map(|stage| format!("'{}'", stage.name())).collect();
    format!(
        "a.migration_stage IN ({}) AND NOT EXISTS \
         (SELECT 1 FROM audit e WHERE e.account_id = a.id AND e.event = '{}')",
        stages.join(", "),
        Event::SignedIn.name(),
    )
});

/// Those expected of whom nothing was heard since `$1`.
static SILENT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{} AND a.migration_since < $1 AND NOT EXISTS (SELECT 1 FROM audit e \
         WHERE e.account_id = a.id AND e.at >= $1 AND e.event NOT IN ({}))",
        *EXPECTED,
        Event::DONE_TO_PEOPLE.map(|event| format!("'{}'", event.name())).join(", "),
    )
});

/// Somebody who was brought in and never seen.
#[derive(Clone, PartialEq, Eq)]
pub struct Unseen {
    /// Key of the account's row.
    pub id: Uuid,
    /// The subject identifier.
    pub sub: String,
    /// The older systems that know the person, each with its id.
    pub legacy_ids: Vec<(String, String)>,
    /// The import that brought the account.
    pub batch: String,
    /// How far the person has come.
    pub stage: Stage,
    /// When that stage was reached.
    pub since: DateTime<Utc>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// Silent accounts of one import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SilentCount {
    /// The import.
    pub batch: String,
    /// How many accounts.
    pub accounts: u64,
}

impl Store {
    /// How far the people of every import have come, in the order of its name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn migration_funnels(&self) -> Result<Vec<Funnel>, Fault> {
        const DOING: &str = "count migrated accounts";
        let sql = format!(
            "SELECT a.migration_batch AS batch, a.migration_stage AS stage, count(*) AS accounts, \
             sum(CASE WHEN EXISTS (SELECT 1 FROM audit e WHERE e.account_id = a.id AND e.event = '{}') \
             THEN 1 ELSE 0 END) AS logged_in FROM accounts a WHERE a.migration_batch IS NOT NULL \
             GROUP BY a.migration_batch, a.migration_stage ORDER BY 1, 2",
            Event::SignedIn.name(),
        );
        let rows: Vec<StageRow> = all(&self.read, &sql, []).await.map_err(at(DOING))?;
        funnels(rows).map_err(at(DOING))
    }

    /// Up to `limit` people of an import (of all if `None`) who were never
    /// seen and may log in, in the order of their keys, those behind `after`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn unseen(&self, batch: Option<&str>, after: Uuid, limit: u32) -> Result<Vec<Unseen>, Fault> {
        const DOING: &str = "list people who were never seen";
        let sql = format!(
            "SELECT a.id AS id, a.sub AS sub, a.email AS email, a.migration_batch AS batch, \
             a.migration_stage AS stage, a.migration_since AS since, l.source_system AS source, \
             l.external_id AS external_id FROM (SELECT * FROM accounts a WHERE {} AND a.disabled_at IS NULL \
             AND (a.migration_batch = $1 OR $2) AND a.id > $3 ORDER BY a.id LIMIT $4) a \
             LEFT JOIN legacy_ids l ON l.account_id = a.id ORDER BY a.id, l.source_system, l.external_id",
            *EXPECTED
        );
        let [name, any] = of_batch(batch);
        let rows: Vec<UnseenRow> =
            all(&self.read, &sql, [name, any, after.into(), i64::from(limit).into()]).await.map_err(at(DOING))?;
        grouped(rows).map_err(at(DOING))
    }

    /// How many accounts were silent since `before`, for each import or for
    /// the one given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn silent_counts(&self, batch: Option<&str>, before: DateTime<Utc>) -> Result<Vec<SilentCount>, Fault> {
        let sql = format!(
            "SELECT a.migration_batch AS batch, count(*) AS accounts FROM accounts a \
             WHERE {} AND (a.migration_batch = $2 OR $3) GROUP BY a.migration_batch ORDER BY 1",
            *SILENT
        );
        let [name, any] = of_batch(batch);
        let rows: Vec<BatchRow> =
            all(&self.read, &sql, [before.into(), name, any]).await.map_err(at("count silent accounts"))?;
        Ok(rows.into_iter().map(|row| SilentCount { batch: row.batch, accounts: whole(row.accounts) }).collect())
    }
}

impl Tx {
    /// Up to `limit` accounts that were silent since `before`, of an import or
    /// of all if `None`: nobody else changes them before the end. They may have
    /// spoken while this waited for them: ask [`Tx::is_silent`] of each.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn hold_silent_accounts(
        &self,
        batch: Option<&str>,
        before: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Account>, Fault> {
        const DOING: &str = "find silent accounts";
        let sql = format!(
            "SELECT {} FROM accounts a WHERE {} AND (a.migration_batch = $2 OR $3) ORDER BY a.id LIMIT $4{}",
            names::<Entity>(),
            *SILENT,
            self.for_update(),
        );
        let [name, any] = of_batch(batch);
        let rows: Vec<Model> =
            all(&self.inner, &sql, [before.into(), name, any, i64::from(limit).into()]).await.map_err(at(DOING))?;
        rows.into_iter().map(Model::into_account).collect::<Result<_, _>>().map_err(at(DOING))
    }

    /// Whether the account was silent since `before`. Of an account that is
    /// held this stays true until the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_silent(&self, account_id: Uuid, before: DateTime<Utc>) -> Result<bool, Fault> {
        let sql = format!("SELECT a.id AS value FROM accounts a WHERE {} AND a.id = $2", *SILENT);
        let found: Option<Single<Uuid>> = one(&self.inner, &sql, [before.into(), account_id.into()])
            .await
            .map_err(at("see whether one was silent"))?;
        Ok(found.is_some())
    }
}

/// The values of `(batch = $n OR $m)`.
pub(super) fn of_batch(batch: Option<&str>) -> [Value; 2] {
    [batch.map(str::to_owned).into(), batch.is_none().into()]
}

fn whole(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

fn stage_of(name: &str) -> Result<Stage, DbErr> {
    Stage::from_name(name).ok_or_else(|| unknown("accounts.migration_stage"))
}

#[derive(FromQueryResult)]
struct StageRow {
    batch: String,
    stage: String,
    accounts: i64,
    logged_in: i64,
}

fn funnels(rows: Vec<StageRow>) -> Result<Vec<Funnel>, DbErr> {
    let mut funnels: Vec<Funnel> = Vec::new();
    for row in rows {
        let stage = stage_of(&row.stage)?;
        let funnel = match funnels.pop_if(|funnel| funnel.batch == row.batch) {
            Some(funnel) => funnel,
            None => Funnel::of(row.batch),
        };
        funnels.push(funnel.with(stage, whole(row.accounts), whole(row.logged_in)));
    }
    Ok(funnels)
}

#[derive(FromQueryResult)]
struct BatchRow {
    batch: String,
    accounts: i64,
}

#[derive(FromQueryResult)]
struct UnseenRow {
    id: Uuid,
    sub: String,
    email: Option<String>,
    batch: String,
    stage: String,
    since: DateTime<Utc>,
    source: Option<String>,
    external_id: Option<String>,
}

/// One entry for each person from one row for each legacy id.
fn grouped(rows: Vec<UnseenRow>) -> Result<Vec<Unseen>, DbErr> {
    let mut people: Vec<Unseen> = Vec::new();
    for row in rows {
        let legacy_id = row.source.zip(row.external_id);
        match people.last_mut().filter(|person| person.id == row.id) {
            Some(person) => person.legacy_ids.extend(legacy_id),
            None => people.push(Unseen {
                id: row.id,
                sub: row.sub,
                legacy_ids: legacy_id.into_iter().collect(),
                batch: row.batch,
                stage: stage_of(&row.stage)?,
                since: row.since,
                email: row.email,
            }),
        }
    }
    Ok(people)
}
