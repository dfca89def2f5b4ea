//! Opening a database.

use std::path::Path;
use std::time::Duration;

use sea_orm::{ConnectOptions, DatabaseConnection, DbBackend, SqlxPostgresConnector};

use super::engine::{Engine, Kind};
use super::meter::{Operation, SqlMeter};
use super::sqlite::{Readers, Writer};
use super::trouble::at;
use super::{Store, pooler};
use crate::adapters::fault::Fault;

/// How long a request waits for a connection or for SQLite's write lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long PostgreSQL may work on one statement.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a connection may lie idle before it is tried out before use: a
/// server that was restarted meanwhile has closed it. Under load none is.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);

impl Store {
    /// Opens the database at `url`: `sqlite:///path/to/file.db`, which is made
    /// when missing, or `postgres://user:password@host/database`. With at most
    /// `connections` connections (on SQLite: that read, besides the one that
    /// writes). The schema is left as it is.
    ///
    /// # Errors
    /// A fault whose line for the operator says what to do.
    pub async fn connect(url: &str, connections: u32) -> Result<Self, Fault> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url, connections).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Self::connect_postgres(url, connections).await
        } else {
            Err(Fault::new("open the database", "[database] url must begin with sqlite:// or postgres://"))
        }
    }

    /// As [`connect`](Self::connect), but a database file must be there: who
    /// mistypes its path is not to be served by an empty one.
    ///
    /// # Errors
    /// As [`connect`](Self::connect), and when there is no such file.
    pub async fn connect_existing(url: &str, connections: u32) -> Result<Self, Fault> {
        if url.starts_with("sqlite:") {
            let path = sqlite_path(url)?;
            if !path.exists() {
                let advice = "there is no such file: correct [database] url, or make it with: idp migrate";
                return Err(Fault::new("open the database", format!("{}: {advice}", path.display())));
            }
        }
        Self::connect(url, connections).await
    }

    async fn connect_sqlite(url: &str, connections: u32) -> Result<Self, Fault> {
        const DOING: &str = "open the database";
        let path = sqlite_path(url)?;
        create_private(path)?;
        let writer = Writer::open(path, PATIENCE).map_err(at(DOING))?;
        let keep = usize::try_from(connections).unwrap_or(usize::MAX);
        let readers = Readers::open(path, keep, PATIENCE).map_err(at(DOING))?;
        Ok(Self::of(DbBackend::Sqlite, Kind::Sqlite(writer), Kind::Sqlite(readers)))
    }

    async fn connect_postgres(url: &str, connections: u32) -> Result<Self, Fault> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(connections.max(2))
            .min_connections(1)
            .acquire_timeout(PATIENCE)
            .statement_timeout(STATEMENT_TIMEOUT)
            .test_before_acquire_if_idle_for(TRUSTED_IDLE)
            .sqlx_logging(false)
            .set_application_name("idp");
        let pool = SqlxPostgresConnector::connect(options).await.map_err(at("open the database"))?;
        pooler::refuse_mixing(&pool).await?;
        Ok(Self::of(DbBackend::Postgres, Kind::Postgres(pool.clone()), Kind::Postgres(pool)))
    }

    fn of(
        backend: DbBackend,
        write: Kind<DatabaseConnection, Writer>,
        read: Kind<DatabaseConnection, Readers>,
    ) -> Self {
        let meter = SqlMeter::default();
        let write = Engine { kind: write, operation: Operation::Write, meter: meter.clone() };
        let read = Engine { kind: read, operation: Operation::Read, meter: meter.clone() };
        Self { backend, write, read, meter }
    }

    /// Closes every connection, so that SQLite leaves one tidy file behind.
    ///
    /// # Errors
    /// When a connection does not close.
    pub async fn close(&self) -> Result<(), Fault> {
        let closed = match (&self.read.kind, &self.write.kind) {
            (Kind::Sqlite(readers), Kind::Sqlite(writer)) => {
                readers.close();
                writer.close().await
            }
            (Kind::Postgres(pool), _) | (_, Kind::Postgres(pool)) => pool.close_by_ref().await,
        };
        closed.map_err(at("close the database"))
    }
}

/// The path in a URL, which is taken as it stands.
fn sqlite_path(url: &str) -> Result<&Path, Fault> {
    let path = url.strip_prefix("sqlite://").filter(|path| !path.is_empty() && !path.contains('?'));
    path.map(Path::new).ok_or_else(|| {
        Fault::new("open the database", "[database] url must be sqlite:// and a path, without a question mark")
    })
}

/// Makes a missing database file readable by its owner only: it holds personal
/// data. SQLite gives the files beside it the same rights.
fn create_private(path: &Path) -> Result<(), Fault> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|error| {
        let advice = "check that the directory exists and that this user may write there";
        Fault::new("open the database", format!("{}: {error}: {advice}", path.display()))
    })
}
