//! What registration, the change of an e-mail address, deletion and returned
//! mail add to an account and its mailed links, and what people agree to.

use sea_orm_migration::prelude::*;

use crate::run;

const UP: [&str; 6] = [
    include_str!("acceptances.sql"),
    "ALTER TABLE accounts ADD COLUMN unactivated_since timestamptz",
    "ALTER TABLE accounts ADD COLUMN deletion_due_at timestamptz",
    "ALTER TABLE accounts ADD COLUMN mail_failed_at timestamptz",
    "ALTER TABLE one_time_tokens ADD COLUMN address text",
    // What has to be looked for among all accounts concerns few of them.
    "CREATE INDEX accounts_waiting ON accounts (unactivated_since, deletion_due_at) \
     WHERE unactivated_since IS NOT NULL OR deletion_due_at IS NOT NULL",
];

const DOWN: [&str; 6] = [
    "DROP INDEX accounts_waiting",
    "ALTER TABLE one_time_tokens DROP COLUMN address",
    "ALTER TABLE accounts DROP COLUMN mail_failed_at",
    "ALTER TABLE accounts DROP COLUMN deletion_due_at",
    "ALTER TABLE accounts DROP COLUMN unactivated_since",
    "DROP TABLE acceptances",
];

#[derive(Debug)]
pub(crate) struct Journeys;

impl MigrationName for Journeys {
    fn name(&self) -> &str {
        "m20261123_000004_journeys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Journeys {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &DOWN).await
    }
}
