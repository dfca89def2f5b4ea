//! Many people at once, by subject or by an old system's id.

use std::collections::{HashMap, HashSet};

use accounts::import::{KnownPeople, KnownPerson, LegacyId};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::Store;
use super::engine::Kind;
use super::statement::{all, texts, uuids};
use super::trouble::at;
use crate::adapters::fault::Fault;

impl Store {
    /// The accounts of those people who are here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known_people<'a>(
        &self,
        people: impl IntoIterator<Item = &'a KnownPerson>,
    ) -> Result<KnownPeople, Fault> {
        let (mut ids, mut subs) = (Vec::new(), Vec::new());
        for person in people {
            match person {
                KnownPerson::Id(id) => ids.push(id.clone()),
                KnownPerson::Sub(sub) => subs.push(sub.as_str()),
            }
        }
        let subs = self.accounts_of_subs(&subs).await.map_err(at("look for subjects"))?;
        Ok(KnownPeople { ids: self.known_legacy_ids(&ids).await?, subs })
    }

    /// The accounts of those `ids` by which people are known here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn known_legacy_ids(&self, ids: &[LegacyId]) -> Result<HashMap<LegacyId, Uuid>, Fault> {
        self.accounts_of_ids(ids).await.map_err(at("look for legacy ids"))
    }

    /// Which systems know which of these accounts.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn systems_that_know(&self, accounts: &[Uuid]) -> Result<HashSet<(Uuid, String)>, Fault> {
        self.systems_of(accounts).await.map_err(at("look for legacy ids"))
    }

    async fn accounts_of_ids(&self, ids: &[LegacyId]) -> Result<HashMap<LegacyId, Uuid>, DbErr> {
        let mut rows: Vec<LegacyIdRow> = Vec::new();
        if let Kind::Postgres(pool) = &self.read.kind {
            let sql = "SELECT l.source_system, l.external_id, l.account_id FROM legacy_ids l \
                       JOIN unnest($1::text[], $2::text[]) AS asked (source_system, external_id) \
                       USING (source_system, external_id)";
            let systems = texts(ids.iter().map(|(system, _)| system.as_str()));
            let ids = texts(ids.iter().map(|(_, id)| id.as_str()));
            rows = all(pool, sql, [systems, ids]).await?;
        } else {
            for (system, id) in ids {
                let sql = "SELECT source_system, external_id, account_id FROM legacy_ids \
                           WHERE source_system = $1 AND external_id = $2";
                rows.extend(all::<LegacyIdRow>(&self.read, sql, [system.as_str().into(), id.as_str().into()]).await?);
            }
        }
        Ok(rows.into_iter().map(|row| ((row.source_system, row.external_id), row.account_id)).collect())
    }

    async fn accounts_of_subs(&self, subs: &[&str]) -> Result<HashMap<String, Uuid>, DbErr> {
        let mut rows: Vec<SubRow> = Vec::new();
        if let Kind::Postgres(pool) = &self.read.kind {
            rows =
                all(pool, "SELECT sub, id FROM accounts WHERE sub = ANY ($1)", [texts(subs.iter().copied())]).await?;
        } else {
            for sub in subs {
                let sql = "SELECT sub, id FROM accounts WHERE sub = $1";
                rows.extend(all::<SubRow>(&self.read, sql, [(*sub).into()]).await?);
            }
        }
        Ok(rows.into_iter().map(|row| (row.sub, row.id)).collect())
    }

    async fn systems_of(&self, accounts: &[Uuid]) -> Result<HashSet<(Uuid, String)>, DbErr> {
        let mut rows: Vec<SystemRow> = Vec::new();
        if let Kind::Postgres(pool) = &self.read.kind {
            let sql = "SELECT account_id, source_system FROM legacy_ids WHERE account_id = ANY ($1)";
            rows = all(pool, sql, [uuids(accounts)]).await?;
        } else {
            for account in accounts {
                let sql = "SELECT account_id, source_system FROM legacy_ids WHERE account_id = $1";
                rows.extend(all::<SystemRow>(&self.read, sql, [(*account).into()]).await?);
            }
        }
        Ok(rows.into_iter().map(|row| (row.account_id, row.source_system)).collect())
    }
}

#[derive(FromQueryResult)]
struct LegacyIdRow {
    source_system: String,
    external_id: String,
    account_id: Uuid,
}

#[derive(FromQueryResult)]
struct SubRow {
    sub: String,
    id: Uuid,
}

#[derive(FromQueryResult)]
struct SystemRow {
    account_id: Uuid,
    source_system: String,
}
