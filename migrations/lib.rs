//! The database schema, one module a migration, in the order in which they are
//! applied. The scripts are plain SQL that SQLite and PostgreSQL both take;
//! `README.md` beside this file says how to write the next one.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

mod m20261122_000001_initial;
mod m20261123_000002_reminders;
mod m20261123_000003_tenancies;
mod m20261123_000004_journeys;
mod m20261123_000005_registration;
mod m20261123_000006_logins;
mod m20261123_000008_agreements;
mod m20261123_000009_operations;
mod m20261123_000010_kept_passwords;

/// All migrations of this release.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_initial::Initial),
            Box::new(m20261123_000002_reminders::Reminders),
            Box::new(m20261123_000003_tenancies::Tenancies),
            Box::new(m20261123_000004_journeys::Journeys),
            Box::new(m20261123_000005_registration::Registration),
            Box::new(m20261123_000006_logins::Logins),
            Box::new(m20261123_000008_agreements::Agreements),
            Box::new(m20261123_000009_operations::Operations),
            Box::new(m20261123_000010_kept_passwords::KeptPasswords),
        ]
    }
}

/// The names of this release's migrations, as the database records them.
pub fn names() -> Vec<String> {
    Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect()
}

/// Runs `statements` one after the other.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
