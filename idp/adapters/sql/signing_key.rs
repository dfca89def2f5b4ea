//! Signing keys, their private parts sealed.

use keys::{Algorithm, KeyRecord, KeyState};
use sea_orm::{ConnectionTrait, DbErr};

use super::entity::signing_key::{Entity, Model};
use super::statement::{all, execute, names, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// How long a replica waits for another's turn with the keys, in place of what
/// a statement may take otherwise.
const LOCK_PATIENCE: &str = "SET LOCAL statement_timeout = '30s'";

impl Store {
    /// All keys, the oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn signing_keys(&self) -> Result<Vec<KeyRecord>, Fault> {
        list(&self.read).await.map_err(at("read the signing keys"))
    }
}

impl Tx {
    /// All keys, the oldest first, which nobody else changes before the end:
    /// two replicas that rotate at once do so one after the other.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn lock_signing_keys(&self) -> Result<Vec<KeyRecord>, Fault> {
        const DOING: &str = "lock the signing keys";
        if self.for_update() != "" {
            // Whoever has the lock may be making RSA keys on a busy machine.
            execute(&self.inner, LOCK_PATIENCE, []).await.map_err(at(DOING))?;
            // Rows alone do not do: at the first start there are none to lock.
            let lock = "LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE";
            execute(&self.inner, lock, []).await.map_err(at(DOING))?;
        }
        list(&self.inner).await.map_err(at(DOING))
    }

    /// Makes `records` the whole set of keys. Call it after
    /// [`Tx::lock_signing_keys`].
    ///
    /// # Errors
    /// When the database cannot be written, or two keys of one algorithm are
    /// current.
    pub async fn replace_signing_keys(&self, records: &[KeyRecord]) -> Result<(), Fault> {
        const DOING: &str = "write the signing keys";
        execute(&self.inner, "DELETE FROM signing_keys", []).await.map_err(at(DOING))?;
        for record in records {
            insert(&self.inner, record).await.map_err(at(DOING))?;
        }
        Ok(())
    }
}

async fn list(db: &impl ConnectionTrait) -> Result<Vec<KeyRecord>, DbErr> {
    let sql = format!("SELECT {} FROM signing_keys ORDER BY created_at, kid", names::<Entity>());
    all::<Model>(db, &sql, []).await?.into_iter().map(Model::into_record).collect()
}

async fn insert(db: &impl ConnectionTrait, record: &KeyRecord) -> Result<(), DbErr> {
    let sql = "INSERT INTO signing_keys (kid, algorithm, state, sealed_private, public_jwk, created_at, \
               activated_at, retired_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = [
        record.kid.clone().into(),
        record.algorithm.name().into(),
        record.state.name().into(),
        record.sealed_private.clone().into(),
        record.public_jwk.to_string().into(),
        record.created_at.into(),
        record.activated_at.into(),
        record.retired_at.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

impl Model {
    fn into_record(self) -> Result<KeyRecord, DbErr> {
        Ok(KeyRecord {
            kid: self.kid,
            algorithm: Algorithm::from_name(&self.algorithm).ok_or_else(|| unknown("signing_keys.algorithm"))?,
            state: KeyState::from_name(&self.state).ok_or_else(|| unknown("signing_keys.state"))?,
            sealed_private: self.sealed_private,
            public_jwk: serde_json::from_str(&self.public_jwk).map_err(|_| unknown("signing_keys.public_jwk"))?,
            created_at: self.created_at,
            activated_at: self.activated_at,
            retired_at: self.retired_at,
        })
    }
}
