//! Clients. Those of the configuration file are applied at the start and are
//! read-only elsewhere.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use oidc::Client;
use sea_orm::{ConnectionTrait, DbErr};

use super::Store;
use super::entity::client::Model;
use super::statement::{all, execute, one, unknown};
use super::trouble::at;
use crate::adapters::fault::Fault;

/// Where a client's settings come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The configuration file.
    File,
    /// The admin API or the command line.
    Api,
}

/// A client and what is known of its registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRecord {
    /// The settings.
    pub client: Client,
    /// Where they come from.
    pub origin: Origin,
    /// Since when it may ask for nothing.
    pub disabled_at: Option<DateTime<Utc>>,
}

const SELECT: &str =
    "SELECT client_id, origin, settings, disabled_at, created_at, updated_at FROM clients";

impl Store {
    /// The client, unless it is disabled.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_client(&self, client_id: &str) -> Result<Option<Client>, Fault> {
        const DOING: &str = "find a client";
        let sql = format!("{SELECT} WHERE client_id = $1 AND disabled_at IS NULL");
        let found: Option<Model> = one(&self.read, &sql, [client_id.into()])
            .await
            .map_err(at(DOING))?;
        let record = found
            .map(Model::into_record)
            .transpose()
            .map_err(at(DOING))?;
        Ok(record.map(|record| record.client))
    }

    /// All clients by their id, disabled ones too.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn list_clients(&self) -> Result<Vec<ClientRecord>, Fault> {
        list(&self.read).await.map_err(at("list the clients"))
    }

    /// Makes the clients of origin `file` those of the configuration: new and
    /// changed ones are written, those that left the file are disabled. Writes
    /// nothing when nothing differs. Tells how many rows changed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn sync_file_clients(
        &self,
        clients: &[Client],
        now: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        const DOING: &str = "apply the clients of the configuration";
        if !differ(&list(&self.read).await.map_err(at(DOING))?, clients) {
            return Ok(0);
        }
        let tx = self.begin().await?;
        let stored = list(&tx.inner).await.map_err(at(DOING))?;
        let mut changed = 0;
        for client in clients {
            if !is_stored(&stored, client) {
                changed += upsert(&tx.inner, client, now).await.map_err(at(DOING))?;
            }
        }
        for gone in left(&stored, clients) {
            let sql = "UPDATE clients SET disabled_at = $2, updated_at = $2 WHERE client_id = $1";
            let values = [gone.client.client_id.clone().into(), now.into()];
            changed += execute(&tx.inner, sql, values).await.map_err(at(DOING))?;
        }
        tx.commit().await?;
        Ok(changed)
    }
}

async fn list(db: &impl ConnectionTrait) -> Result<Vec<ClientRecord>, DbErr> {
    let rows: Vec<Model> = all(db, &format!("{SELECT} ORDER BY client_id"), []).await?;
    rows.into_iter().map(Model::into_record).collect()
}

async fn upsert(
    db: &impl ConnectionTrait,
    client: &Client,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let sql = "INSERT INTO clients (client_id, origin, settings, created_at, updated_at) \
               VALUES ($1, 'file', $2, $3, $3) ON CONFLICT (client_id) DO UPDATE \
               SET origin = 'file', settings = excluded.settings, disabled_at = NULL, updated_at = excluded.updated_at";
    let settings = serde_json::to_string(client).map_err(|error| DbErr::Json(error.to_string()))?;
    execute(
        db,
        sql,
        [client.client_id.clone().into(), settings.into(), now.into()],
    )
    .await
}

fn differ(stored: &[ClientRecord], clients: &[Client]) -> bool {
    clients.iter().any(|client| !is_stored(stored, client))
        || left(stored, clients).next().is_some()
}

fn is_stored(stored: &[ClientRecord], client: &Client) -> bool {
    let wanted = ClientRecord {
        client: client.clone(),
        origin: Origin::File,
        disabled_at: None,
    };
    stored.contains(&wanted)
}

fn left<'a>(
    stored: &'a [ClientRecord],
    clients: &[Client],
) -> impl Iterator<Item = &'a ClientRecord> {
    let named: HashSet<String> = clients
        .iter()
        .map(|client| client.client_id.clone())
        .collect();
    stored.iter().filter(move |record| {
        record.origin == Origin::File
            && record.disabled_at.is_none()
            && !named.contains(&record.client.client_id)
    })
}

impl Model {
    fn into_record(self) -> Result<ClientRecord, DbErr> {
        let origin = match self.origin.as_str() {
            "file" => Origin::File,
            "api" => Origin::Api,
            _ => return Err(unknown("clients.origin")),
        };
        let client =
            serde_json::from_str(&self.settings).map_err(|_| unknown("clients.settings"))?;
        Ok(ClientRecord {
            client,
            origin,
            disabled_at: self.disabled_at,
        })
    }
}
