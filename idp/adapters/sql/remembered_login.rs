//! Browsers that stay logged in. Whoever writes here holds the account.

use accounts::remember_me::RememberedLogin;
use chrono::{DateTime, Utc};
use oidc::Session;
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::entity::session;
use super::statement::{all, execute, names, one, unknown};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

const COLUMNS: &str = "id, session_id, generation, rotated_at, created_at, expires_at";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    generation: i64,
    rotated_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Owner {
    account_id: Uuid,
}

impl Store {
    /// The key of the account whose browser stays logged in by the login `id`;
    /// `None` when there is none or its session has ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_owner_of_remembered_login(&self, id: Uuid) -> Result<Option<Uuid>, Fault> {
        let sql = "SELECT s.account_id FROM remembered_logins r JOIN sessions s ON s.id = r.session_id \
                   WHERE r.id = $1 AND s.ended_at IS NULL";
        let owner: Option<Owner> =
            one(&self.read, sql, [id.into()]).await.map_err(at("find the owner of a remembered login"))?;
        Ok(owner.map(|row| row.account_id))
    }

    /// The remembered logins of an account whose sessions were not ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn remembered_logins_of(
        &self,
        account_id: Uuid,
        now: DateTime<Utc>,
    ) -> Result<Vec<RememberedLogin>, Fault> {
        const DOING: &str = "list remembered logins";
        let sql = format!(
            "SELECT {COLUMNS} FROM remembered_logins WHERE expires_at > $2 AND session_id IN \
             (SELECT id FROM sessions WHERE account_id = $1 AND ended_at IS NULL)"
        );
        let rows: Vec<Row> = all(&self.read, &sql, [account_id.into(), now.into()]).await.map_err(at(DOING))?;
        rows.into_iter().map(Row::into_login).collect::<Result<_, _>>().map_err(at(DOING))
    }
}

impl Tx {
    /// Forgets the browser that stays logged in by this session, which goes
    /// on until it is closed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_remembered_login(&self, session_id: Uuid) -> Result<(), Fault> {
        let sql = "DELETE FROM remembered_logins WHERE session_id = $1";
        execute(&self.inner, sql, [session_id.into()]).await.map(drop).map_err(at("forget a remembered login"))
    }

    /// The remembered login `id` and its session; `None` when the session has
    /// ended.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_remembered_login(
        &self,
        id: Uuid,
        sub: &str,
    ) -> Result<Option<(RememberedLogin, Session)>, Fault> {
        const DOING: &str = "find a remembered login";
        let sql = format!("SELECT {COLUMNS} FROM remembered_logins WHERE id = $1");
        let Some(row) = one::<Row>(&self.inner, &sql, [id.into()]).await.map_err(at(DOING))? else {
            return Ok(None);
        };
        let sql = format!("SELECT {} FROM sessions WHERE id = $1 AND ended_at IS NULL", names::<session::Entity>());
        let session: Option<session::Model> =
            one(&self.inner, &sql, [row.session_id.into()]).await.map_err(at(DOING))?;
        let login = row.into_login().map_err(at(DOING))?;
        Ok(session.map(|session| (login, session.into_session(sub.to_owned()))))
    }

    /// Remembers the browser of a session by `login`, in place of what it was
    /// remembered by before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn save_remembered_login(&self, login: &RememberedLogin) -> Result<(), Fault> {
        let sql = "INSERT INTO remembered_logins (id, session_id, generation, rotated_at, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (session_id) DO UPDATE SET id = excluded.id, \
                   generation = excluded.generation, rotated_at = excluded.rotated_at, \
                   created_at = excluded.created_at, expires_at = excluded.expires_at";
        let values = [
            login.id.into(),
            login.session_id.into(),
            i64::from(login.generation).into(),
            login.rotated_at.into(),
            login.created_at.into(),
            login.expires_at.into(),
        ];
        execute(&self.inner, sql, values).await.map(drop).map_err(at("remember a login"))
    }
}

impl Row {
    fn into_login(self) -> Result<RememberedLogin, DbErr> {
        Ok(RememberedLogin {
            id: self.id,
            session_id: self.session_id,
            generation: u32::try_from(self.generation).map_err(|_| unknown("remembered_logins.generation"))?,
            rotated_at: self.rotated_at,
            created_at: self.created_at,
            expires_at: self.expires_at,
        })
    }
}
