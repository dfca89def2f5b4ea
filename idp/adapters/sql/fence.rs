//! The fence after a restore: what is older than an instant opens nothing any
//! more, because it may have been used up after the backup was taken.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::engine::Kind;
use super::statement::{Single, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;
use crate::adapters::outbox::Channel;

const DOING: &str = "put up the fence";

/// What the fence has ended, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voided {
    /// Mailed links.
    pub links: u64,
    /// Sessions.
    pub sessions: u64,
    /// Browsers that stayed logged in.
    pub remembered_logins: u64,
    /// What clients were granted, and with it their access tokens.
    pub grants: u64,
    /// Families of refresh tokens.
    pub refresh_families: u64,
    /// Mails that waited: their links are void, and the others were sent
    /// after the backup.
    pub mails: u64,
}

impl Store {
    /// What the names in the ephemeral store belong to: empty until the first
    /// fence, another one after each.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn ephemeral_generation(&self) -> Result<String, Fault> {
        let sql = "SELECT generation AS value FROM restore_fences ORDER BY made_at DESC, generation DESC LIMIT 1";
        let newest: Option<Single<String>> =
            one(&self.read, sql, []).await.map_err(at("read the generation of the ephemeral store"))?;
        Ok(newest.map(|row| row.value).unwrap_or_default())
    }
}

impl Tx {
    /// Ends whatever was made at `fence_at` or before and could still be used.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn void_before(&self, fence_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Voided, Fault> {
        if let Kind::Postgres(transaction) = &self.inner.kind {
            // All sessions of a city at once take longer than a request may.
            execute(transaction, "SET LOCAL statement_timeout = 0", []).await.map_err(at(DOING))?;
        }
        let links = "UPDATE one_time_tokens SET superseded_at = $2 \
                     WHERE created_at <= $1 AND used_at IS NULL AND superseded_at IS NULL";
        let sessions = "UPDATE sessions SET ended_at = $2 WHERE created_at <= $1 AND ended_at IS NULL";
        let grants = "UPDATE grants SET revoked_at = $2 WHERE created_at <= $1 AND revoked_at IS NULL";
        let refresh_families =
            "UPDATE refresh_families SET revoked_at = $2 WHERE created_at <= $1 AND revoked_at IS NULL";
        let remembered_logins = "DELETE FROM remembered_logins WHERE created_at <= $1 \
                                 OR session_id IN (SELECT id FROM sessions WHERE ended_at = $2)";
        Ok(Voided {
            links: self.void(links, fence_at, now).await?,
            sessions: self.void(sessions, fence_at, now).await?,
            remembered_logins: self.void(remembered_logins, fence_at, now).await?,
            grants: self.void(grants, fence_at, now).await?,
            refresh_families: self.void(refresh_families, fence_at, now).await?,
            mails: self.void_mails(fence_at, now).await?,
        })
    }

    /// Writes that a fence stands, with a generation that the ephemeral store
    /// never had.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_fence(
        &self,
        fence_at: DateTime<Utc>,
        generation: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), Fault> {
        let sql = "INSERT INTO restore_fences (fenced_at, made_at, generation) VALUES ($1, $2, $3)";
        let values = [fence_at.into(), now.into(), generation.simple().to_string().into()];
        execute(&self.inner, sql, values).await.map(drop).map_err(at(DOING))
    }

    /// Whether a fence stands at `fence_at` or later.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_fenced(&self, fence_at: DateTime<Utc>) -> Result<bool, Fault> {
        let sql = "SELECT count(*) AS value FROM restore_fences WHERE fenced_at >= $1";
        let count: Option<Single<i64>> = one(&self.inner, sql, [fence_at.into()]).await.map_err(at(DOING))?;
        Ok(count.is_some_and(|row| row.value > 0))
    }

    async fn void(&self, sql: &str, fence_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, Fault> {
        execute(&self.inner, sql, [fence_at.into(), now.into()]).await.map_err(at(DOING))
    }

    async fn void_mails(&self, fence_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, Fault> {
        let sql = "UPDATE outbox SET failed_at = $2, last_error = 'restored', recipient = NULL, payload = NULL, \
                   leased_until = NULL WHERE created_at <= $1 AND channel = $3 AND sent_at IS NULL \
                   AND failed_at IS NULL";
        let values = [fence_at.into(), now.into(), Channel::Mail.name().into()];
        execute(&self.inner, sql, values).await.map_err(at(DOING))
    }
}
