//! What operators need: the fence after a restore, the lease of the background
//! work, and an audit trail that the database itself keeps from being changed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::run;

const TABLES: &str = include_str!("tables.sql");
const AUDIT_SQLITE: &str = include_str!("audit_sqlite.sql");
const AUDIT_POSTGRES: &str = include_str!("audit_postgres.sql");

/// Who looks for a reference looks for a few lines among all.
const AUDIT_REFERENCE: &str =
    "CREATE INDEX IF NOT EXISTS audit_reference ON audit (reference) WHERE reference IS NOT NULL";

/// The request that a mail follows from; its payload is sealed.
const OUTBOX_REFERENCE: &str = "ALTER TABLE outbox ADD COLUMN reference text";

const DOWN_SQLITE: [&str; 3] =
    ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_replace"];
const DOWN_POSTGRES: [&str; 3] = [
    "DROP TRIGGER audit_no_truncate ON audit",
    "DROP TRIGGER audit_no_change ON audit",
    "DROP FUNCTION audit_is_append_only()",
];
const DOWN: [&str; 5] = [
    "ALTER TABLE outbox DROP COLUMN reference",
    "DROP INDEX audit_reference",
    "DROP TABLE audit_retention",
    "DROP TABLE leases",
    "DROP TABLE restore_fences",
];

#[derive(Debug)]
pub(crate) struct Operations;

impl MigrationName for Operations {
    fn name(&self) -> &str {
        "m20261123_000009_operations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Operations {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit = match manager.get_database_backend() {
            DbBackend::Sqlite => AUDIT_SQLITE,
            _ => AUDIT_POSTGRES,
        };
        // The trail, which every login writes to, is held for the least time.
        run(manager, &[TABLES, OUTBOX_REFERENCE, audit, AUDIT_REFERENCE]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit = match manager.get_database_backend() {
            DbBackend::Sqlite => &DOWN_SQLITE,
            _ => &DOWN_POSTGRES,
        };
        run(manager, audit).await?;
        run(manager, &DOWN).await
    }
}
