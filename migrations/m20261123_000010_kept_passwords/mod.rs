//! A short way to the recipes of older systems' passwords, which every start
//! asks for.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::run;

#[derive(Debug)]
pub(crate) struct KeptPasswords;

impl MigrationName for KeptPasswords {
    fn name(&self) -> &str {
        "m20261123_000010_kept_passwords"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for KeptPasswords {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let position = if manager.get_database_backend() == DbBackend::Postgres { "strpos" } else { "instr" };
        let index = format!(
            "CREATE INDEX IF NOT EXISTS accounts_kept_recipe ON accounts \
             (substr(password_hash, 1, {position}(password_hash, ',s=')), password_hash) \
             WHERE password_hash LIKE '$legacy-pbkdf2-%'"
        );
        run(manager, &[&index]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP INDEX accounts_kept_recipe"]).await
    }
}
