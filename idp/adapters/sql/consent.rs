//! What people have allowed clients that are not the organisation's own.

use chrono::{DateTime, Utc};
use oidc::{Consent, Scope};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::statement::{all, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

const SELECT: &str = "SELECT client_id, scope, granted_at FROM consents WHERE account_id = $1";

#[derive(FromQueryResult)]
struct Row {
    client_id: String,
    scope: String,
    granted_at: DateTime<Utc>,
}

impl Store {
    /// What the person has allowed each client, by the client's id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn consents_of(&self, account_id: Uuid) -> Result<Vec<Consent>, Fault> {
        let sql = format!("{SELECT} ORDER BY client_id");
        let rows: Vec<Row> = all(&self.read, &sql, [account_id.into()]).await.map_err(at("list consents"))?;
        Ok(rows.into_iter().map(Row::into_consent).collect())
    }

    /// What the person has allowed this client.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_consent(&self, account_id: Uuid, client_id: &str) -> Result<Option<Consent>, Fault> {
        let sql = format!("{SELECT} AND client_id = $2");
        let row: Option<Row> =
            one(&self.read, &sql, [account_id.into(), client_id.into()]).await.map_err(at("find a consent"))?;
        Ok(row.map(Row::into_consent))
    }
}

impl Tx {
    /// What the person has allowed this client, which nobody takes back before
    /// the end.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_consent(&self, account_id: Uuid, client_id: &str) -> Result<Option<Consent>, Fault> {
        let sql = format!("{SELECT} AND client_id = $2{}", self.for_update());
        let row: Option<Row> =
            one(&self.inner, &sql, [account_id.into(), client_id.into()]).await.map_err(at("find a consent"))?;
        Ok(row.map(Row::into_consent))
    }

    /// Writes down what the person allows a client from now on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn save_consent(&self, account_id: Uuid, consent: &Consent) -> Result<(), Fault> {
        let sql = "INSERT INTO consents (account_id, client_id, scope, granted_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (account_id, client_id) DO UPDATE SET scope = excluded.scope, \
                   granted_at = excluded.granted_at";
        let values = [
            account_id.into(),
            consent.client_id.clone().into(),
            consent.scope.to_string().into(),
            consent.granted_at.into(),
        ];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("write down a consent"))
    }

    /// Takes back what the person allowed a client, and ends what the client
    /// was given by it. `false` when nothing was allowed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn withdraw_consent(&self, account_id: Uuid, client_id: &str, now: DateTime<Utc>) -> Result<bool, Fault> {
        let sql = "DELETE FROM consents WHERE account_id = $1 AND client_id = $2";
        let values = [account_id.into(), client_id.into()];
        let withdrawn = execute(&self.inner, sql, values).await.map_err(at("take a consent back"))? > 0;
        if withdrawn {
            self.revoke_grants_to_client(account_id, client_id, now).await?;
        }
        Ok(withdrawn)
    }
}

impl Row {
    fn into_consent(self) -> Consent {
        Consent { client_id: self.client_id, scope: Scope::parse(&self.scope), granted_at: self.granted_at }
    }
}
