//! Consent, and for each mail the address it went to as a keyed digest: by it
//! mails to one address are counted, and returned mail finds its account.

use sea_orm_migration::prelude::*;

use crate::run;

const UP: [&str; 4] = [
    include_str!("consents.sql"),
    "ALTER TABLE outbox ADD COLUMN recipient_digest bytea",
    "ALTER TABLE outbox ADD COLUMN asked_for boolean NOT NULL DEFAULT false",
    "CREATE INDEX outbox_recipient ON outbox (recipient_digest, created_at) WHERE asked_for",
];

const DOWN: [&str; 4] = [
    "DROP INDEX outbox_recipient",
    "ALTER TABLE outbox DROP COLUMN asked_for",
    "ALTER TABLE outbox DROP COLUMN recipient_digest",
    "DROP TABLE consents",
];

#[derive(Debug)]
pub(crate) struct Agreements;

impl MigrationName for Agreements {
    fn name(&self) -> &str {
        "m20261123_000008_agreements"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Agreements {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &DOWN).await
    }
}
