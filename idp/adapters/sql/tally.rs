//! Tallies of wrong passwords, keyed by an HMAC of the identifier.

use accounts::lockout::Tally;
use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;

use super::statement::{execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

impl Store {
    /// The tally of an identifier; an empty one when there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_tally(&self, key: &[u8; 32]) -> Result<Tally, Fault> {
        let sql = "SELECT failures, tried_at, locked_until FROM login_tallies WHERE key = $1";
        let row: Option<TallyRow> = one(&self.read, sql, [key.to_vec().into()])
            .await
            .map_err(at("read a tally"))?;
        Ok(row.map(TallyRow::into_tally).unwrap_or_default())
    }
}

impl Tx {
    /// The tally of an identifier, which nobody else reads for writing before
    /// the end, whether there was one or not.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn lock_tally(&self, key: &[u8; 32]) -> Result<Tally, Fault> {
        const DOING: &str = "lock a tally";
        // A row must be there for anybody to wait for.
        let insert =
            "INSERT INTO login_tallies (key, failures) VALUES ($1, 0) ON CONFLICT (key) DO NOTHING";
        execute(&self.inner, insert, [key.to_vec().into()])
            .await
            .map_err(at(DOING))?;
        let select = format!(
            "SELECT failures, tried_at, locked_until FROM login_tallies WHERE key = $1{}",
            self.for_update(),
        );
        let row: Option<TallyRow> = one(&self.inner, &select, [key.to_vec().into()])
            .await
            .map_err(at(DOING))?;
        Ok(row.map(TallyRow::into_tally).unwrap_or_default())
    }

    /// Writes the tally of an identifier.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn save_tally(&self, key: &[u8; 32], tally: &Tally) -> Result<(), Fault> {
        let sql = "INSERT INTO login_tallies (key, failures, tried_at, locked_until) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, tried_at = excluded.tried_at, \
                   locked_until = excluded.locked_until";
        let values = [
            key.to_vec().into(),
            i64::from(tally.failures).into(),
            tally.tried_at.into(),
            tally.locked_until.into(),
        ];
        execute(&self.inner, sql, values)
            .await
            .map(drop)
            .map_err(at("save a tally"))
    }

    /// Forgets the tally of an identifier.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn clear_tally(&self, key: &[u8; 32]) -> Result<(), Fault> {
        let sql = "DELETE FROM login_tallies WHERE key = $1";
        execute(&self.inner, sql, [key.to_vec().into()])
            .await
            .map(drop)
            .map_err(at("clear a tally"))
    }
}

#[derive(FromQueryResult)]
struct TallyRow {
    failures: i64,
    tried_at: Option<DateTime<Utc>>,
    locked_until: Option<DateTime<Utc>>,
}

impl TallyRow {
    fn into_tally(self) -> Tally {
        // A count out of range can only be too high: it must not open a lock.
        let failures = u32::try_from(self.failures).unwrap_or(u32::MAX);
        Tally {
            failures,
            tried_at: self.tried_at,
            locked_until: self.locked_until,
        }
    }
}
