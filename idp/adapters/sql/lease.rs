//! Leases: which replica does the background work. Who dies loses the lease
//! by time.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Store;
use super::statement::execute;
use super::trouble::at;
use crate::adapters::clock::SKEW;
use crate::adapters::fault::Fault;

impl Store {
    /// Takes the lease called `name`, or keeps it, for `ttl` from now on.
    /// `false` when another replica has it.
    ///
    /// # Errors
    /// When the database cannot be written: the work must not be done then.
    pub async fn take_lease(
        &self,
        name: &str,
        holder: Uuid,
        ttl: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<bool, Fault> {
        let sql = "INSERT INTO leases (name, holder, leased_until) VALUES ($1, $2, $3) \
                   ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until \
                   WHERE leases.holder = excluded.holder OR leases.leased_until <= $4 OR leases.leased_until > $5";
        let values = [name.into(), holder.into(), (now + ttl).into(), now.into(), (now + ttl + SKEW).into()];
        execute(&self.write, sql, values).await.map(|rows| rows == 1).map_err(at("take a lease"))
    }

    /// Gives the lease back, where `holder` has it.
    ///
    /// # Errors
    /// When the database cannot be written: the lease ends by itself.
    pub async fn release_lease(&self, name: &str, holder: Uuid) -> Result<(), Fault> {
        let sql = "DELETE FROM leases WHERE name = $1 AND holder = $2";
        execute(&self.write, sql, [name.into(), holder.into()]).await.map(drop).map_err(at("give a lease back"))
    }
}
