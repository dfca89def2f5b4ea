//! Sessions.

use std::sync::LazyLock;

use accounts::Account;
use chrono::{DateTime, TimeDelta, Utc};
use oidc::Session;
use oidc::names::Digest;
use sea_orm::DbErr;
use uuid::Uuid;

use super::entity::session::Model;
use super::entity::{account, session};
use super::record::{Cells, Record};
use super::statement::{Single, all, columns, execute, names};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// A browser's live session and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The account behind it.
    pub account: Account,
    /// What the browser called itself when it signed in.
    pub user_agent: String,
}

static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {}, {} FROM sessions s JOIN accounts a ON a.id = s.account_id \
         WHERE s.digest = $1 AND s.ended_at IS NULL AND s.expires_at > $2 \
         AND (s.remembered OR s.last_seen_at > $3) AND a.disabled_at IS NULL",
        columns::<session::Entity>("s"),
        columns::<account::Entity>("a"),
    )
});

impl Store {
    /// The live session of the browser that holds the secret with this digest:
    /// not ended, not expired, used within `idle` unless it is a remembered
    /// one, of an account that is open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_session(
        &self,
        digest: &Digest,
        idle: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, Fault> {
        const DOING: &str = "find a session";
        let values = [digest.0.to_vec().into(), now.into(), (now - idle).into()];
        let found = self.read.record(&FIND, values).await.map_err(at(DOING))?;
        found.map(signed_in).transpose().map_err(at(DOING))
    }

    /// The sessions of an account that are live, the latest used first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn sessions_of(
        &self,
        account_id: Uuid,
        idle: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Vec<SignedIn>, Fault> {
        const DOING: &str = "list the sessions of an account";
        let Some(account) = self.find_account(account_id).await? else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT {} FROM sessions WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $2 \
             AND (remembered OR last_seen_at > $3) ORDER BY last_seen_at DESC",
            names::<session::Entity>(),
        );
        let values = [account_id.into(), now.into(), (now - idle).into()];
        let rows: Vec<Model> = all(&self.read, &sql, values).await.map_err(at(DOING))?;
        let signed_in = rows.into_iter().map(|row| {
            let user_agent = row.user_agent.clone();
            SignedIn { session: row.into_session(account.sub.clone()), account: account.clone(), user_agent }
        });
        Ok(signed_in.collect())
    }

    /// Notes that a session was used. Meant to be called once in a few minutes.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn touch_session(&self, id: Uuid, now: DateTime<Utc>) -> Result<(), Fault> {
        let sql = "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
        execute(&self.write, sql, [id.into(), now.into()]).await.map(drop).map_err(at("touch a session"))
    }
}

impl Tx {
    /// Inserts the session of the browser that holds the secret with `digest`.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn insert_session(
        &self,
        session: &Session,
        digest: &Digest,
        account_id: Uuid,
        user_agent: &str,
    ) -> Result<(), Fault> {
        let sql = "INSERT INTO sessions (id, sid, digest, account_id, auth_time, amr, acr, created_at, \
                   last_seen_at, expires_at, remembered, user_agent) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let values = [
            session.id.into(),
            session.sid.clone().into(),
            digest.0.to_vec().into(),
            account_id.into(),
            session.auth_time.into(),
            session.amr.join(" ").into(),
            session.acr.clone().into(),
            session.created_at.into(),
            session.last_seen_at.into(),
            session.expires_at.into(),
            session.remembered.into(),
            user_agent.into(),
        ];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("insert a session"))
    }

    /// Writes a new login into a live session, which the browser holds from
    /// now on by the secret with `digest`. `false` when it has ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn renew_session(&self, session: &Session, digest: &Digest, user_agent: &str) -> Result<bool, Fault> {
        let sql = "UPDATE sessions SET digest = $2, auth_time = $3, amr = $4, acr = $5, last_seen_at = $6, \
                   expires_at = $7, remembered = $8, user_agent = $9 WHERE id = $1 AND ended_at IS NULL";
        let values = [
            session.id.into(),
            digest.0.to_vec().into(),
            session.auth_time.into(),
            session.amr.join(" ").into(),
            session.acr.clone().into(),
            session.last_seen_at.into(),
            session.expires_at.into(),
            session.remembered.into(),
            user_agent.into(),
        ];
        let renewed = execute(&self.inner, sql, values).await.map_err(at("renew a session"))?;
        Ok(renewed == 1)
    }

    /// Ends a session. `false` when it had ended before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn end_session(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, Fault> {
        let sql = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
        let ended = execute(&self.inner, sql, [id.into(), now.into()]).await.map_err(at("end a session"))?;
        Ok(ended == 1)
    }

    /// Ends every session of an account, except one where it is given. The
    /// keys of the sessions that this ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn end_sessions_of(
        &self,
        account_id: Uuid,
        except: Option<Uuid>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Uuid>, Fault> {
        // No session has the nil key, so that it excepts none.
        let sql = "UPDATE sessions SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL AND id <> $3 \
                   RETURNING id AS value";
        let values = [account_id.into(), now.into(), except.unwrap_or(Uuid::nil()).into()];
        let ended: Vec<Single<Uuid>> =
            all(&self.inner, sql, values).await.map_err(at("end the sessions of an account"))?;
        Ok(ended.into_iter().map(|row| row.value).collect())
    }

    /// The clients that got tokens in a session: whom its end concerns.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn clients_of_session(&self, session_id: Uuid) -> Result<Vec<String>, Fault> {
        let sql = "SELECT DISTINCT client_id AS value FROM grants WHERE session_id = $1 ORDER BY client_id";
        let clients: Vec<Single<String>> =
            all(&self.inner, sql, [session_id.into()]).await.map_err(at("list the clients of a session"))?;
        Ok(clients.into_iter().map(|row| row.value).collect())
    }
}

fn signed_in((session, account): (Model, account::Model)) -> Result<SignedIn, DbErr> {
    let account = account.into_account()?;
    let user_agent = session.user_agent.clone();
    Ok(SignedIn { session: session.into_session(account.sub.clone()), account, user_agent })
}

impl Record for Model {
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            id: cells.next()?,
            sid: cells.next()?,
            digest: cells.next()?,
            account_id: cells.next()?,
            auth_time: cells.next()?,
            amr: cells.next()?,
            acr: cells.next()?,
            created_at: cells.next()?,
            last_seen_at: cells.next()?,
            expires_at: cells.next()?,
            remembered: cells.next()?,
            user_agent: cells.next()?,
            ended_at: cells.next()?,
        })
    }
}

impl Model {
    pub(super) fn into_session(self, sub: String) -> Session {
        Session {
            id: self.id,
            sid: self.sid,
            sub,
            auth_time: self.auth_time,
            amr: self.amr.split_whitespace().map(str::to_owned).collect(),
            acr: self.acr,
            created_at: self.created_at,
            last_seen_at: self.last_seen_at,
            expires_at: self.expires_at,
            remembered: self.remembered,
        }
    }
}
