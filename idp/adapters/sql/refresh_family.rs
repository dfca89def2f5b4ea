//! Refresh-token families.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use oidc::{RefreshFamily, Scope};
use sea_orm::DbErr;
use uuid::Uuid;

use super::entity::refresh_family::{Entity, Model};
use super::grant::{GrantStanding, JOINS, Rows, standing, standing_columns};
use super::record::{Cells, Record};
use super::statement::{columns, execute, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {} FROM refresh_families f JOIN grants g ON g.id = f.grant_id {JOINS} WHERE f.id = $1",
        columns::<Entity>("f"),
        standing_columns(),
    )
});

impl Store {
    /// The family with this key and how its grant stands, in one read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_refresh_family(&self, id: Uuid) -> Result<Option<(RefreshFamily, GrantStanding)>, Fault> {
        const DOING: &str = "find a refresh token";
        let found: Option<(Model, Rows)> = self.read.record(&FIND, [id.into()]).await.map_err(at(DOING))?;
        let both = found.map(|(family, rows)| Ok((family.into_family()?, standing(rows)?)));
        both.transpose().map_err(at(DOING))
    }

    /// Moves a family from one generation to `next`: of any number of attempts
    /// one succeeds, and none when it was revoked.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn rotate_refresh_family(
        &self,
        id: Uuid,
        from_generation: u32,
        next: u32,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let sql = "UPDATE refresh_families SET generation = $3, rotated_at = $4 \
                   WHERE id = $1 AND generation = $2 AND revoked_at IS NULL";
        let values = [id.into(), i64::from(from_generation).into(), i64::from(next).into(), now.into()];
        let rotated = execute(&self.write, sql, values).await.map_err(at("rotate a refresh token"))?;
        Ok(rotated == 1)
    }

    /// Inserts a family by itself.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_refresh_family(&self, family: &RefreshFamily) -> Result<(), Fault> {
        insert(&self.write, family).await.map_err(at("insert a refresh token"))
    }
}

impl Tx {
    /// Inserts a family.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_refresh_family(&self, family: &RefreshFamily) -> Result<(), Fault> {
        insert(&self.inner, family).await.map_err(at("insert a refresh token"))
    }
}

async fn insert(db: &impl sea_orm::ConnectionTrait, family: &RefreshFamily) -> Result<(), DbErr> {
    let sql = "INSERT INTO refresh_families (id, grant_id, client_id, scope, generation, rotated_at, created_at, \
               expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        family.id.into(),
        family.grant_id.into(),
        family.client_id.clone().into(),
        family.scope.to_string().into(),
        i64::from(family.generation).into(),
        family.rotated_at.into(),
        family.created_at.into(),
        family.expires_at.into(),
        family.revoked_at.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

impl Record for Model {
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            id: cells.next()?,
            grant_id: cells.next()?,
            client_id: cells.next()?,
            scope: cells.next()?,
            generation: cells.next()?,
            rotated_at: cells.next()?,
            created_at: cells.next()?,
            expires_at: cells.next()?,
            revoked_at: cells.next()?,
        })
    }
}

impl Model {
    fn into_family(self) -> Result<RefreshFamily, DbErr> {
        Ok(RefreshFamily {
            id: self.id,
            grant_id: self.grant_id,
            client_id: self.client_id,
            scope: Scope::parse(&self.scope),
            generation: self.generation.try_into().map_err(|_| unknown("refresh_families.generation"))?,
            rotated_at: self.rotated_at,
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        })
    }
}
