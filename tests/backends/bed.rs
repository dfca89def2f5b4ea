//! A fresh database for one test.

use std::future::Future;
use std::ops::Deref;

use idp::adapters::Store;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use uuid::Uuid;

const CONNECTIONS: u32 = 8;

/// A migrated store of its own for one test.
pub struct Bed {
    store: Store,
    pub url: String,
    place: Place,
}

enum Place {
    Directory(#[expect(dead_code, reason = "deleted when dropped")] TempDir),
    Server { admin: DatabaseConnection, database: String },
}

impl Bed {
    pub async fn sqlite() -> Self {
        let bed = Self::empty_sqlite().await;
        bed.migrate().await.unwrap();
        bed
    }

    pub async fn postgres() -> Self {
        let bed = Self::empty_postgres().await;
        bed.migrate().await.unwrap();
        bed
    }

    pub async fn empty_sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/idp.db", directory.path().display());
        let store = Store::connect(&url, CONNECTIONS).await.unwrap();
        Self { store, url, place: Place::Directory(directory) }
    }

    pub async fn empty_postgres() -> Self {
        let server = postgres_server();
        let admin = Database::connect(server.as_str()).await.unwrap();
        let database = format!("idp_{}", Uuid::from_u128(rand_bits()).simple());
        let create = format!("CREATE DATABASE {database} TEMPLATE template0");
        admin.execute_unprepared(&create).await.unwrap();
        let mut url = server;
        url.set_path(&database);
        let url = url.to_string();
        let store = Store::connect(&url, CONNECTIONS).await.unwrap();
        Self { store, url, place: Place::Server { admin, database } }
    }

    /// An empty database of the same kind.
    pub async fn another_empty(&self) -> Self {
        match self.place {
            Place::Directory(_) => Self::empty_sqlite().await,
            Place::Server { .. } => Self::empty_postgres().await,
        }
    }

    /// A second replica on the same database.
    pub async fn replica(&self) -> Store {
        Store::connect(&self.url, CONNECTIONS).await.unwrap()
    }

    pub async fn remove(self) {
        self.store.close().await.unwrap();
        if let Place::Server { admin, database } = self.place {
            admin.execute_unprepared(&format!("DROP DATABASE {database} WITH (FORCE)")).await.unwrap();
        }
    }

    /// Runs a statement past the store. Tells how many rows it changed.
    pub async fn execute(&self, sql: &str) -> u64 {
        if let Some(path) = self.url.strip_prefix("sqlite://") {
            return rusqlite::Connection::open(path).unwrap().execute(sql, []).unwrap() as u64;
        }
        let db = Database::connect(&self.url).await.unwrap();
        db.execute_unprepared(sql).await.unwrap().rows_affected()
    }

    /// Runs the statements of a dump.
    pub async fn load(&self, script: &str) {
        if let Some(path) = self.url.strip_prefix("sqlite://") {
            // A dump's tables come in the order of their names.
            let script = format!("PRAGMA foreign_keys = OFF;\n{script}");
            return rusqlite::Connection::open(path).unwrap().execute_batch(&script).unwrap();
        }
        Database::connect(&self.url).await.unwrap().execute_unprepared(script).await.unwrap();
    }

    /// What the database answers to a statement that it must refuse.
    pub async fn refusal(&self, sql: &str) -> String {
        if let Some(path) = self.url.strip_prefix("sqlite://") {
            return rusqlite::Connection::open(path).unwrap().execute(sql, []).unwrap_err().to_string();
        }
        let db = Database::connect(&self.url).await.unwrap();
        db.execute_unprepared(sql).await.unwrap_err().to_string()
    }

    /// The count that `sql` selects, read past the store.
    pub async fn count(&self, sql: &str) -> i64 {
        if let Some(path) = self.url.strip_prefix("sqlite://") {
            return rusqlite::Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap();
        }
        let db = Database::connect(&self.url).await.unwrap();
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// The texts in the one column that `sql` selects, read past the store.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        if let Some(path) = self.url.strip_prefix("sqlite://") {
            let file = rusqlite::Connection::open(path).unwrap();
            let mut statement = file.prepare(sql).unwrap();
            return statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        }
        let db = Database::connect(&self.url).await.unwrap();
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

impl Deref for Bed {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// What `times` copies of `work` at the same time came to.
pub async fn at_once<T, F>(times: usize, work: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..times).map(|number| tokio::spawn(work(number))).collect();
    let mut outcomes = Vec::with_capacity(times);
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

fn postgres_server() -> url::Url {
    #[expect(clippy::disallowed_methods, reason = "how the test run hands its server over")]
    let server = std::env::var("IDP_TEST_POSTGRES");
    let server = server.expect(
        "these tests need a PostgreSQL server that they may fill: run `make test`, which starts one, \
         or put a superuser's URL into IDP_TEST_POSTGRES",
    );
    server.parse().unwrap()
}

fn rand_bits() -> u128 {
    let entropy: &dyn idp::adapters::Entropy = &idp::adapters::SystemEntropy;
    u128::from_be_bytes(entropy.bytes())
}
