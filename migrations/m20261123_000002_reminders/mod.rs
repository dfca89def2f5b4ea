//! Waves of reminders.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Reminders;

impl MigrationName for Reminders {
    fn name(&self) -> &str {
        "m20261123_000002_reminders"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Reminders {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("reminders.sql")).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["reminders", "reminder_waves"] {
            manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
        }
        Ok(())
    }
}
