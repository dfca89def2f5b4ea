//! Which browser has shown that it knows the password of the account that a
//! mailed link activates.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Registration;

impl MigrationName for Registration {
    fn name(&self) -> &str {
        "m20261123_000005_registration"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Registration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("ALTER TABLE one_time_tokens ADD COLUMN proven_by bytea").await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection.execute_unprepared("ALTER TABLE one_time_tokens DROP COLUMN proven_by").await.map(drop)
    }
}
