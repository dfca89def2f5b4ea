//! Which editions of the terms and the privacy notice people have agreed to.

use accounts::Locale;
use accounts::terms::{Acceptance, Document};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::statement::{all, execute, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

#[derive(FromQueryResult)]
struct Row {
    document: String,
    version: String,
    accepted_at: DateTime<Utc>,
    locale: String,
}

impl Store {
    /// What the person has agreed to, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn acceptances_of(&self, account_id: Uuid) -> Result<Vec<Acceptance>, Fault> {
        const DOING: &str = "list what a person agreed to";
        let sql = "SELECT document, version, accepted_at, locale FROM acceptances WHERE account_id = $1 \
                   ORDER BY accepted_at, document";
        let rows: Vec<Row> = all(&self.read, sql, [account_id.into()]).await.map_err(at(DOING))?;
        rows.into_iter().map(Row::into_acceptance).collect::<Result<_, _>>().map_err(at(DOING))
    }
}

impl Tx {
    /// Writes down what the person agrees to. What was agreed to before keeps
    /// its first time.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_acceptances(&self, account_id: Uuid, accepted: &[Acceptance]) -> Result<(), Fault> {
        let sql = "INSERT INTO acceptances (account_id, document, version, accepted_at, locale) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        for acceptance in accepted {
            let values = [
                account_id.into(),
                acceptance.document.name().into(),
                acceptance.version.clone().into(),
                acceptance.accepted_at.into(),
                acceptance.locale.tag().into(),
            ];
            execute(&self.inner, sql, values).await.map_err(at("write down what a person agreed to"))?;
        }
        Ok(())
    }
}

impl Row {
    fn into_acceptance(self) -> Result<Acceptance, DbErr> {
        Ok(Acceptance {
            document: Document::from_name(&self.document).ok_or_else(|| unknown("acceptances.document"))?,
            version: self.version,
            accepted_at: self.accepted_at,
            locale: Locale::from_tag(&self.locale).ok_or_else(|| unknown("acceptances.locale"))?,
        })
    }
}
