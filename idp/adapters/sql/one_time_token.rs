//! Mailed links.

use accounts::Email;
use accounts::one_time_token::{OneTimeToken, Purpose};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::entity::one_time_token::{Entity, Model};
use super::statement::{Single, all, digest, execute, names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

impl Store {
    /// The link whose secret has this digest, live or not.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_one_time_token(&self, digest: &[u8; 32]) -> Result<Option<OneTimeToken>, Fault> {
        const DOING: &str = "find a mailed link";
        let sql = format!("SELECT {} FROM one_time_tokens WHERE digest = $1", names::<Entity>());
        let found: Option<Model> = one(&self.read, &sql, [digest.to_vec().into()]).await.map_err(at(DOING))?;
        found.map(Model::into_token).transpose().map_err(at(DOING))
    }

    /// The newest link of the account for `purpose` that still works.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn live_link(
        &self,
        account_id: Uuid,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, Fault> {
        live_link(&self.read, account_id, purpose, now).await.map_err(at("find a live link"))
    }

    /// When links were made for the account at or after `since`, oldest first;
    /// those that change its address are not counted.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn link_times(&self, account_id: Uuid, since: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>, Fault> {
        link_times(&self.read, account_id, since).await.map_err(at("count mailed links"))
    }
}

impl Tx {
    /// The newest link of the account for `purpose` that still works.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn live_link(
        &self,
        account_id: Uuid,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, Fault> {
        live_link(&self.inner, account_id, purpose, now).await.map_err(at("find a live link"))
    }

    /// When links for a change of the address were made for the account at or
    /// after `since`, oldest first. Read it after [`Tx::find_account`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn address_link_times(
        &self,
        account_id: Uuid,
        since: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, Fault> {
        let sql = "SELECT created_at AS value FROM one_time_tokens WHERE account_id = $1 AND created_at >= $2 \
                   AND purpose = 'email_change' ORDER BY created_at";
        let times: Vec<Single<DateTime<Utc>>> =
            all(&self.inner, sql, [account_id.into(), since.into()]).await.map_err(at("count mailed links"))?;
        Ok(times.into_iter().map(|row| row.value).collect())
    }

    /// When links were made for the account at or after `since`, oldest first;
    /// those that change its address are not counted. Read it after [`Tx::find_account`], so that two requests at once see
    /// each other's link.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn link_times(&self, account_id: Uuid, since: DateTime<Utc>) -> Result<Vec<DateTime<Utc>>, Fault> {
        link_times(&self.inner, account_id, since).await.map_err(at("count mailed links"))
    }

    /// Whether the newest link of the account, those that change its address
    /// not counted, has done its work.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_link_was_used(&self, account_id: Uuid) -> Result<bool, Fault> {
        let sql = "SELECT count(*) AS value FROM (SELECT used_at FROM one_time_tokens WHERE account_id = $1 \
                   AND purpose NOT IN ('email_change', 'email_undo') ORDER BY created_at DESC, id DESC LIMIT 1) \
                   AS newest WHERE used_at IS NOT NULL";
        let used: Option<Single<i64>> =
            one(&self.inner, sql, [account_id.into()]).await.map_err(at("look at the newest link"))?;
        Ok(used.is_some_and(|row| row.value > 0))
    }

    /// Inserts a link.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_one_time_token(&self, token: &OneTimeToken) -> Result<(), Fault> {
        let sql = "INSERT INTO one_time_tokens (id, digest, purpose, account_id, created_at, expires_at, used_at, \
                   used_by, superseded_at, client_id, flow, address, proven_by) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let values = [
            token.id.into(),
            token.digest.to_vec().into(),
            token.purpose.name().into(),
            token.account_id.into(),
            token.created_at.into(),
            token.expires_at.into(),
            token.used_at.into(),
            token.used_by.map(|digest| digest.to_vec()).into(),
            token.superseded_at.into(),
            token.client_id.clone().into(),
            token.flow.clone().into(),
            token.address.as_ref().map(|address| address.as_str().to_owned()).into(),
            token.proven_by.map(|digest| digest.to_vec()).into(),
        ];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("insert a mailed link"))
    }

    /// Voids the unused links of an account that are for one of `purposes`.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn supersede_tokens(
        &self,
        account_id: Uuid,
        purposes: &[Purpose],
        now: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        if purposes.is_empty() {
            return Ok(0);
        }
        let names: Vec<String> = purposes.iter().map(|purpose| format!("'{}'", purpose.name())).collect();
        let sql = format!(
            "UPDATE one_time_tokens SET superseded_at = $2 WHERE account_id = $1 AND used_at IS NULL \
             AND superseded_at IS NULL AND purpose IN ({})",
            names.join(", "),
        );
        execute(&self.inner, &sql, [account_id.into(), now.into()]).await.map_err(at("supersede mailed links"))
    }

    /// Voids the unused ways back that were opened at or after `since`, and
    /// those to `address`. Older ones lead to older mailboxes and stay open.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn supersede_ways_back(
        &self,
        account_id: Uuid,
        since: DateTime<Utc>,
        address: &Email,
        now: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        let sql = "UPDATE one_time_tokens SET superseded_at = $2 WHERE account_id = $1 AND purpose = $5 \
                   AND used_at IS NULL AND superseded_at IS NULL AND (created_at >= $3 OR address = $4)";
        let purpose = Purpose::EmailUndo.name();
        let values = [account_id.into(), now.into(), since.into(), address.as_str().into(), purpose.into()];
        execute(&self.inner, sql, values).await.map_err(at("supersede ways back"))
    }

    /// Uses up the live link of this purpose: of any number of attempts one
    /// gets it. `used_by` tells later which browser that was.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn consume_one_time_token(
        &self,
        digest: &[u8; 32],
        purpose: Purpose,
        used_by: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<OneTimeToken>, Fault> {
        const DOING: &str = "use a mailed link";
        let sql = format!(
            "UPDATE one_time_tokens SET used_at = $3, used_by = $4 WHERE digest = $1 AND purpose = $2 \
             AND used_at IS NULL AND superseded_at IS NULL AND expires_at > $3 RETURNING {}",
            names::<Entity>(),
        );
        let values = [digest.to_vec().into(), purpose.name().into(), now.into(), used_by.to_vec().into()];
        let used: Vec<Model> = all(&self.inner, &sql, values).await.map_err(at(DOING))?;
        used.into_iter().next().map(Model::into_token).transpose().map_err(at(DOING))
    }
}

async fn live_link(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<Option<OneTimeToken>, DbErr> {
    let sql = format!(
        "SELECT {} FROM one_time_tokens WHERE account_id = $1 AND purpose = $2 AND used_at IS NULL \
         AND superseded_at IS NULL AND expires_at > $3 ORDER BY created_at DESC LIMIT 1",
        names::<Entity>(),
    );
    let values = [account_id.into(), purpose.name().into(), now.into()];
    one::<Model>(db, &sql, values).await?.map(Model::into_token).transpose()
}

async fn link_times(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    since: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, DbErr> {
    let sql = "SELECT created_at AS value FROM one_time_tokens WHERE account_id = $1 AND created_at >= $2 \
               AND purpose NOT IN ('email_change', 'email_undo') ORDER BY created_at";
    let times: Vec<Single<DateTime<Utc>>> = all(db, sql, [account_id.into(), since.into()]).await?;
    Ok(times.into_iter().map(|row| row.value).collect())
}

impl Model {
    pub(super) fn into_token(self) -> Result<OneTimeToken, DbErr> {
        let address = self.address.as_deref().map(Email::parse).transpose();
        let used_by = self.used_by.map(|bytes| digest(bytes, "one_time_tokens.used_by")).transpose()?;
        let proven_by = self.proven_by.map(|bytes| digest(bytes, "one_time_tokens.proven_by")).transpose()?;
        Ok(OneTimeToken {
            id: self.id,
            digest: digest(self.digest, "one_time_tokens.digest")?,
            purpose: Purpose::from_name(&self.purpose).ok_or_else(|| unknown("one_time_tokens.purpose"))?,
            account_id: self.account_id,
            created_at: self.created_at,
            expires_at: self.expires_at,
            used_at: self.used_at,
            used_by,
            superseded_at: self.superseded_at,
            client_id: self.client_id,
            flow: self.flow,
            address: address.map_err(|_| unknown("one_time_tokens.address"))?,
            proven_by,
        })
    }
}
