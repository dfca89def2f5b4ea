//! The services that a person is connected to: clients with grants that count.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::statement::all;
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// A client that was granted something by a person, and still has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUse {
    /// The client.
    pub client_id: String,
    /// When it was first granted something that still counts.
    pub first_used_at: DateTime<Utc>,
    /// When it last got tokens.
    pub last_used_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Row {
    client_id: String,
    created_at: DateTime<Utc>,
    rotated_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The clients that hold a grant of the account, by their ids.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn services_of(&self, account_id: Uuid) -> Result<Vec<ServiceUse>, Fault> {
        let sql = "SELECT g.client_id, g.created_at, f.rotated_at FROM grants g \
                   LEFT JOIN refresh_families f ON f.grant_id = g.id \
                   WHERE g.account_id = $1 AND g.revoked_at IS NULL";
        let rows: Vec<Row> =
            all(&self.read, sql, [account_id.into()]).await.map_err(at("list the services of an account"))?;
        let mut services: BTreeMap<String, ServiceUse> = BTreeMap::new();
        for Row { client_id, created_at, rotated_at } in rows {
            let known = services.entry(client_id.clone()).or_insert(ServiceUse {
                client_id,
                first_used_at: created_at,
                last_used_at: created_at,
            });
            known.first_used_at = known.first_used_at.min(created_at);
            known.last_used_at = known.last_used_at.max(rotated_at.unwrap_or(created_at));
        }
        Ok(services.into_values().collect())
    }
}

impl Tx {
    /// Ends what an account granted to one client, refresh tokens included.
    /// Tells how many grants that ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn revoke_grants_to_client(
        &self,
        account_id: Uuid,
        client_id: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        self.revoke_grants_where("account_id = $2 AND client_id = $3", [account_id.into(), client_id.into()], now).await
    }
}
