//! The schema's version, and whether the database works.

use chrono::{DateTime, Utc};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, TransactionTrait as _};

use super::Store;
use super::engine::Kind;
use super::sqlite::Writer;
use super::statement::{Single, all, execute};
use super::trouble::at;
use crate::adapters::fault::Fault;

/// The key of PostgreSQL's advisory lock that migrating replicas queue for.
const MIGRATION_LOCK: i64 = 7_301;

impl Store {
    /// Brings the schema up to this release. Any number of replicas may do so
    /// at once: they queue, and all but the first find nothing to do. A schema
    /// that is newer than this release is left alone.
    ///
    /// # Errors
    /// When a step fails; the schema is then as it was before.
    pub async fn migrate(&self) -> Result<(), Fault> {
        const DOING: &str = "migrate the database";
        if self.schema_is_current().await? {
            return Ok(());
        }
        let migrated = match &self.write.kind {
            Kind::Postgres(pool) => migrate_postgres(pool).await,
            Kind::Sqlite(writer) => migrate_sqlite(writer).await,
        };
        migrated.map_err(at(DOING))
    }

    /// Whether every migration of this release was applied.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn schema_is_current(&self) -> Result<bool, Fault> {
        is_current(&self.read).await.map_err(at("read the schema's version"))
    }

    /// Whether no migration was ever applied: the database is new.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn schema_is_absent(&self) -> Result<bool, Fault> {
        Ok(applied(&self.read).await.map_err(at("read the schema's version"))?.is_empty())
    }

    /// Writes one row, to show that the database takes writes.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self, now: DateTime<Utc>) -> Result<(), Fault> {
        let sql = "INSERT INTO probe (id, probed_at) VALUES (1, $1) \
                   ON CONFLICT (id) DO UPDATE SET probed_at = excluded.probed_at";
        execute(&self.write, sql, [now.into()]).await.map(drop).map_err(at("write to the database"))
    }

    /// Reads the whole database file to find damage (SQLite; PostgreSQL keeps
    /// checksums of its own). It takes seconds for each gigabyte.
    ///
    /// # Errors
    /// When the file is damaged, with what is damaged.
    pub async fn check_integrity(&self) -> Result<(), Fault> {
        const DOING: &str = "check the database file";
        let Kind::Sqlite(readers) = &self.read.kind else {
            return Ok(());
        };
        match readers.damage().await.map_err(at(DOING))? {
            None => Ok(()),
            Some(damage) => Err(Fault::new(DOING, format!("the file is damaged, restore it from a backup: {damage}"))),
        }
    }
}

async fn migrate_postgres(pool: &DatabaseConnection) -> Result<(), DbErr> {
    let tx = pool.begin().await?;
    execute(&tx, "SET LOCAL statement_timeout = 0", []).await?;
    execute(&tx, "SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK.into()]).await?;
    // Whoever waits for a table that a backup reads makes all others wait too.
    execute(&tx, "SET LOCAL lock_timeout = '2s'", []).await?;
    if !is_current(&tx).await? {
        Migrator::up(&tx, None).await?;
    }
    tx.commit().await
}

async fn migrate_sqlite(writer: &Writer) -> Result<(), DbErr> {
    let tx = writer.begin().await?;
    let applied = applied(&tx).await?;
    let mut pending = Migrator::migrations();
    pending.retain(|migration| !applied.iter().any(|name| name == migration.name()));
    tx.migrate(pending).await
}

async fn is_current(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let applied = applied(db).await?;
    Ok(migrations::names().iter().all(|name| applied.contains(name)))
}

/// The names of the migrations that the database records.
async fn applied(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let exists = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name AS value FROM information_schema.tables \
             WHERE table_name = 'seaql_migrations' AND table_schema = current_schema()"
        }
        _ => "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
    };
    if all::<Single<String>>(db, exists, []).await?.is_empty() {
        return Ok(Vec::new());
    }
    let applied: Vec<Single<String>> = all(db, "SELECT version AS value FROM seaql_migrations", []).await?;
    Ok(applied.into_iter().map(|row| row.value).collect())
}
