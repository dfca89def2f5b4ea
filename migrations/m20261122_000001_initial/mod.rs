//! The first schema.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const SCRIPTS: [&str; 6] = [
    include_str!("accounts.sql"),
    include_str!("clients.sql"),
    include_str!("sessions.sql"),
    include_str!("logins.sql"),
    include_str!("outbox.sql"),
    include_str!("signing_keys.sql"),
];

const TABLES: [&str; 12] = [
    "signing_keys",
    "outbox",
    "audit",
    "login_tallies",
    "one_time_tokens",
    "refresh_families",
    "grants",
    "sessions",
    "clients",
    "legacy_ids",
    "accounts",
    "probe",
];

#[derive(Debug)]
pub(crate) struct Initial;

impl MigrationName for Initial {
    fn name(&self) -> &str {
        "m20261122_000001_initial"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Initial {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let identity = match manager.get_database_backend() {
            DbBackend::Sqlite => "integer PRIMARY KEY AUTOINCREMENT",
            _ => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        };
        for script in SCRIPTS {
            manager
                .get_connection()
                .execute_unprepared(&script.replace("{identity}", identity))
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            manager
                .get_connection()
                .execute_unprepared(&format!("DROP TABLE {table}"))
                .await?;
        }
        Ok(())
    }
}
