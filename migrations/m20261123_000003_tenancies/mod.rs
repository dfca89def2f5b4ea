//! Tenancies, and the import that an id came with.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Tenancies;

impl MigrationName for Tenancies {
    fn name(&self) -> &str {
        "m20261123_000003_tenancies"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Tenancies {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("tenancies.sql")).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for step in ["DROP TABLE tenancies", "DROP INDEX legacy_ids_batch", "ALTER TABLE legacy_ids DROP COLUMN batch"]
        {
            manager.get_connection().execute_unprepared(step).await?;
        }
        Ok(())
    }
}
