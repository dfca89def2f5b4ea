//! Who lives where.

use accounts::Tenancy;
use accounts::audit::Event;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::bulk::{AUDIT, Rows, audit_line, insert_rows};
use super::engine::Kind;
use super::statement::{Single, all, unknown, uuids};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

const SELECT: &str = "SELECT account_id, building, apartment, starts_on, ends_on FROM tenancies";
const ORDER: &str = "ORDER BY account_id, building, apartment, starts_on";
const COLUMNS: &str = "account_id, building, apartment, starts_on, ends_on, batch, updated_at";

impl Store {
    /// The tenancies of an account, past and future ones too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tenancies_of(&self, account_id: Uuid) -> Result<Vec<Tenancy>, Fault> {
        self.tenancies_of_accounts(&[account_id]).await
    }

    /// The tenancies of several accounts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tenancies_of_accounts(&self, accounts: &[Uuid]) -> Result<Vec<Tenancy>, Fault> {
        self.select_tenancies(accounts).await.map_err(at("find tenancies"))
    }

    async fn select_tenancies(&self, accounts: &[Uuid]) -> Result<Vec<Tenancy>, DbErr> {
        let mut rows: Vec<TenancyRow> = Vec::new();
        if let Kind::Postgres(pool) = &self.read.kind {
            rows = all(pool, &format!("{SELECT} WHERE account_id = ANY ($1) {ORDER}"), [uuids(accounts)]).await?;
        } else {
            for account in accounts {
                let sql = format!("{SELECT} WHERE account_id = $1 {ORDER}");
                rows.extend(all::<TenancyRow>(&self.read, &sql, [(*account).into()]).await?);
            }
        }
        rows.into_iter().map(TenancyRow::into_tenancy).collect()
    }

    /// Inserts tenancies, or gives those that are there another last day, with
    /// a line of the audit trail for each: all of them or none. `batch` is the
    /// import that new ones come with.
    ///
    /// # Errors
    /// When the database cannot be written, or an account is gone.
    pub async fn save_tenancies(&self, tenancies: &[Tenancy], batch: &str, now: DateTime<Utc>) -> Result<(), Fault> {
        let audit = tenancies.iter().map(|tenancy| audit_line(now, Event::TenancyRecorded, tenancy.account_id));
        let rows = tenancies.iter().map(|tenancy| {
            vec![
                tenancy.account_id.into(),
                tenancy.building.clone().into(),
                tenancy.apartment.clone().into(),
                tenancy.from.to_string().into(),
                tenancy.until.map(|day| day.to_string()).into(),
                batch.into(),
                now.into(),
            ]
        });
        let changed = " ON CONFLICT (account_id, building, apartment, starts_on) DO UPDATE \
                       SET ends_on = excluded.ends_on, updated_at = excluded.updated_at";
        let tables = vec![
            Rows::new("tenancies", COLUMNS, rows.collect()).or(changed),
            Rows::new("audit", AUDIT, audit.collect()),
        ];
        self.insert_together(tables).await.map_err(at("save tenancies"))
    }
}

impl Tx {
    /// Takes up to `limit` tenancies away that an import brought, and tells
    /// how many it took. A last day that it changed stays.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn undo_tenancies(&self, batch: &str, limit: u32, now: DateTime<Utc>) -> Result<u64, Fault> {
        const DOING: &str = "take out imported tenancies";
        let key = "account_id, building, apartment, starts_on";
        let sql = format!(
            "DELETE FROM tenancies WHERE ({key}) IN (SELECT {key} FROM tenancies WHERE batch = $1 LIMIT $2) \
             RETURNING account_id AS value"
        );
        let gone: Vec<Single<Uuid>> =
            all(&self.inner, &sql, [batch.into(), i64::from(limit).into()]).await.map_err(at(DOING))?;
        let audit: Vec<_> = gone.iter().map(|row| audit_line(now, Event::TenancyRemoved, row.value)).collect();
        insert_rows(&self.inner, Rows::new("audit", AUDIT, audit)).await.map_err(at(DOING))?;
        Ok(u64::try_from(gone.len()).unwrap_or(u64::MAX))
    }
}

#[derive(FromQueryResult)]
struct TenancyRow {
    account_id: Uuid,
    building: String,
    apartment: String,
    starts_on: String,
    ends_on: Option<String>,
}

impl TenancyRow {
    fn into_tenancy(self) -> Result<Tenancy, DbErr> {
        let day = |text: &str, column| text.parse::<NaiveDate>().map_err(|_| unknown(column));
        Ok(Tenancy {
            account_id: self.account_id,
            building: self.building,
            apartment: self.apartment,
            from: day(&self.starts_on, "tenancies.starts_on")?,
            until: self.ends_on.map(|text| day(&text, "tenancies.ends_on")).transpose()?,
        })
    }
}
