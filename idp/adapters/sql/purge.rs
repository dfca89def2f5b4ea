//! Forgetting what has no more use, in small batches, so that logins never
//! wait long for the write lock.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::Value;

use super::Store;
use super::statement::execute;
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Rows that one statement deletes at the most.
const BATCH: u64 = 500;

/// How long things are kept after their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Sessions, with their grants and refresh tokens, after they ended.
    pub sessions: TimeDelta,
    /// Mailed links after they expired.
    pub links: TimeDelta,
    /// Tallies of wrong passwords after the last try: at least as long as a
    /// lock holds.
    pub tallies: TimeDelta,
    /// Delivered and failed items of the outbox.
    pub deliveries: TimeDelta,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            sessions: TimeDelta::days(90),
            links: TimeDelta::days(30),
            tallies: TimeDelta::days(2),
            deliveries: TimeDelta::days(30),
        }
    }
}

/// How many rows were forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Sessions.
    pub sessions: u64,
    /// Mailed links.
    pub links: u64,
    /// Tallies.
    pub tallies: u64,
    /// Items of the outbox.
    pub deliveries: u64,
}

impl Store {
    /// Forgets what ended longer ago than `retention` says.
    ///
    /// # Errors
    /// When the database cannot be written; what was forgotten stays so.
    pub async fn purge(&self, retention: &Retention, now: DateTime<Utc>) -> Result<Purged, Fault> {
        // A session whose refresh tokens still live is needed to judge them,
        // and one whose browser is remembered goes on.
        let sessions = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions \
            WHERE coalesce(ended_at, expires_at) < $1 AND (ended_at IS NOT NULL OR NOT EXISTS (\
            SELECT 1 FROM remembered_logins r WHERE r.session_id = sessions.id AND r.expires_at > $3)) \
            AND NOT EXISTS (\
            SELECT 1 FROM grants g JOIN refresh_families f ON f.grant_id = g.id \
            WHERE g.session_id = sessions.id AND f.revoked_at IS NULL AND f.expires_at > $3) LIMIT $2)";
        let links = "DELETE FROM one_time_tokens WHERE id IN (\
            SELECT id FROM one_time_tokens WHERE expires_at < $1 LIMIT $2)";
        // Judged twice, because a try may be counted between the two.
        let lapsed = "(tried_at IS NULL OR tried_at < $1) AND (locked_until IS NULL OR locked_until < $3)";
        let tallies = format!(
            "DELETE FROM login_tallies WHERE key IN (SELECT key FROM login_tallies WHERE {lapsed} LIMIT $2) \
             AND {lapsed}"
        );
        let deliveries = "DELETE FROM outbox WHERE id IN (\
            SELECT id FROM outbox WHERE coalesce(sent_at, failed_at) < $1 LIMIT $2)";
        Ok(Purged {
            sessions: self.purge_rows(sessions, now - retention.sessions, Some(now)).await?,
            links: self.purge_rows(links, now - retention.links, None).await?,
            tallies: self.purge_rows(&tallies, now - retention.tallies, Some(now)).await?,
            deliveries: self.purge_rows(deliveries, now - retention.deliveries, None).await?,
        })
    }

    async fn purge_rows(&self, sql: &str, before: DateTime<Utc>, now: Option<DateTime<Utc>>) -> Result<u64, Fault> {
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let mut purged = 0;
        loop {
            let values = [Some(before.into()), Some(limit.into()), now.map(Value::from)];
            let batch =
                execute(&self.write, sql, values.into_iter().flatten()).await.map_err(at("purge ended rows"))?;
            purged += batch;
            if batch < BATCH {
                return Ok(purged);
            }
        }
    }
}
