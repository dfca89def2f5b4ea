//! Browsers that stay logged in, usernames of an older system by which people
//! are still found, and addresses that are another person's login.

use sea_orm_migration::prelude::*;

use crate::run;

const UP: [&str; 7] = [
    include_str!("remembered.sql"),
    "ALTER TABLE accounts ADD COLUMN former_username text",
    "ALTER TABLE accounts ADD COLUMN former_username_key text",
    "ALTER TABLE accounts ADD COLUMN contact_email text",
    "ALTER TABLE accounts ADD COLUMN contact_email_key text",
    "CREATE INDEX accounts_former_username ON accounts (former_username_key) WHERE former_username_key IS NOT NULL",
    "CREATE INDEX accounts_contact_email ON accounts (contact_email_key) WHERE contact_email_key IS NOT NULL",
];

const DOWN: [&str; 7] = [
    "DROP INDEX accounts_contact_email",
    "DROP INDEX accounts_former_username",
    "ALTER TABLE accounts DROP COLUMN contact_email_key",
    "ALTER TABLE accounts DROP COLUMN contact_email",
    "ALTER TABLE accounts DROP COLUMN former_username_key",
    "ALTER TABLE accounts DROP COLUMN former_username",
    "DROP TABLE remembered_logins",
];

#[derive(Debug)]
pub(crate) struct Logins;

impl MigrationName for Logins {
    fn name(&self) -> &str {
        "m20261123_000006_logins"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Logins {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &DOWN).await
    }
}
