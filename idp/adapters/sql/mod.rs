//! The durable store: SQLite for one replica, PostgreSQL for any number.
//!
//! `Store` reads, and writes what one statement can write; `Tx` writes what
//! belongs together. One file for each aggregate; the entities of `entity`
//! stay inside and leave only as the domain's types. Statements that run often
//! or must be atomic are written out; both databases take the same text.
//!
//! Durability: PostgreSQL with `synchronous_commit = on`, SQLite in WAL mode
//! with `synchronous = FULL`: what was answered survives a power cut.

mod acceptance;
mod account;
mod audit;
mod audit_export;
mod audit_retention;
mod bulk;
mod client;
mod connect;
mod consent;
mod engine;
mod entity;
mod erasure;
mod fence;
mod grant;
mod import;
mod known_people;
mod lease;
mod legacy_id;
mod legacy_password;
mod meter;
mod migrated;
mod new_device;
mod one_time_token;
mod outbox;
mod outline;
mod pooler;
mod purge;
mod record;
mod refresh_family;
mod remembered_login;
mod reminder;
mod returned;
mod schema;
mod service_use;
mod session;
mod signing_key;
mod sqlite;
mod statement;
mod tally;
mod tenancy;
mod trouble;
mod tx;
mod unactivated;

use std::fmt;

use sea_orm::{DatabaseConnection, DbBackend};

pub use audit::AuditLine;
pub use audit_export::{AuditRange, AuditRow, DeliveryRow};
pub use audit_retention::Swept;
pub use client::{ClientRecord, Origin};
pub use fence::Voided;
pub use grant::{GrantStanding, Redemption};
pub use import::Newcomer;
pub use legacy_id::IdOfSubject;
pub use meter::Connections;
pub use migrated::{SilentCount, Unseen};
pub use outbox::Waiting;
pub use purge::{Purged, Retention};
pub use returned::ReturnedMail;
pub use service_use::ServiceUse;
pub use session::SignedIn;
pub use tx::Tx;

use engine::Engine;
use meter::SqlMeter;

/// The durable store. Cheap to clone; clones share their connections.
#[derive(Clone)]
pub struct Store {
    backend: DbBackend,
    /// SQLite: the one connection that writes. PostgreSQL: the pool.
    write: Engine<DatabaseConnection, sqlite::Writer>,
    /// SQLite: the connections that read. PostgreSQL: the same pool.
    read: Engine<DatabaseConnection, sqlite::Readers>,
    meter: SqlMeter,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("backend", &self.backend).finish_non_exhaustive()
    }
}
