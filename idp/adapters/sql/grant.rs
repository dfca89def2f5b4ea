//! Grants: redeemed authorization codes.

use std::sync::LazyLock;

use accounts::Account;
use chrono::{DateTime, Utc};
use oidc::names::Digest;
use oidc::{Grant, Scope, Session};
use sea_orm::{ConnectionTrait, DbErr, Value};
use uuid::Uuid;

use super::entity::grant::Model;
use super::entity::{account, grant, session};
use super::record::{Cells, Record};
use super::statement::{Single, columns, digest, execute, one};
use super::trouble::at;
use super::{Store, Tx};
use crate::adapters::fault::Fault;

/// A grant and everything that can have ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantStanding {
    /// The grant.
    pub grant: Grant,
    /// The session that it came from.
    pub session: Session,
    /// When that session was ended.
    pub session_ended_at: Option<DateTime<Utc>>,
    /// Whose session it is.
    pub account: Account,
}

/// What came of redeeming a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redemption {
    /// The grant was written: the code is used from now on.
    Inserted,
    /// The code was used before; nothing was written.
    AlreadyRedeemed,
    /// The session has ended, or the account was closed.
    SessionOver,
}

impl GrantStanding {
    /// Whether what was issued from the grant still counts: nobody revoked it,
    /// logged out or closed the account.
    pub fn is_good(&self) -> bool {
        self.grant.revoked_at.is_none() && self.session_ended_at.is_none() && self.account.is_open()
    }
}

static COLUMNS: LazyLock<String> = LazyLock::new(|| {
    let (g, s, a) = (columns::<grant::Entity>("g"), columns::<session::Entity>("s"), columns::<account::Entity>("a"));
    format!("{g}, {s}, {a}")
});

/// What a standing is joined from; the grant is `g`.
pub(super) const JOINS: &str = "JOIN sessions s ON s.id = g.session_id JOIN accounts a ON a.id = g.account_id";

static BY_ID: LazyLock<String> = LazyLock::new(|| format!("SELECT {} FROM grants g {JOINS} WHERE g.id = $1", *COLUMNS));
static BY_CODE: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {} FROM grants g {JOINS} WHERE g.code_digest = $1 AND g.client_id = $2", *COLUMNS)
});

impl Store {
    /// The grant with this key and how it stands, in one read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_grant(&self, id: Uuid) -> Result<Option<GrantStanding>, Fault> {
        self.find_standing(&BY_ID, [id.into()]).await
    }

    /// The grant that a code of this digest made, when this client redeemed it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn find_grant_by_code(&self, digest: &Digest, client_id: &str) -> Result<Option<GrantStanding>, Fault> {
        self.find_standing(&BY_CODE, [digest.0.to_vec().into(), client_id.into()]).await
    }

    async fn find_standing(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<GrantStanding>, Fault> {
        const DOING: &str = "find a grant";
        let found = self.read.record(sql, values).await.map_err(at(DOING))?;
        found.map(standing).transpose().map_err(at(DOING))
    }

    /// Redeems a code: of any number of attempts, on any replica, one inserts
    /// its grant, and none does when the session or the account has ended.
    ///
    /// # Errors
    /// When the database cannot be written; the code is then not redeemed.
    pub async fn insert_grant(&self, grant: &Grant) -> Result<Redemption, Fault> {
        insert(&self.write, grant).await
    }

    /// Ends a grant and its refresh tokens. `false` when it had ended before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn revoke_grant(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, Fault> {
        let tx = self.begin().await?;
        let revoked = tx.revoke_grant(id, now).await?;
        tx.commit().await?;
        Ok(revoked)
    }
}

impl Tx {
    /// The same within a transaction.
    ///
    /// # Errors
    /// When the database cannot be written; the code is then not redeemed.
    pub async fn insert_grant(&self, grant: &Grant) -> Result<Redemption, Fault> {
        insert(&self.inner, grant).await
    }

    /// Ends a grant and its refresh tokens. `false` when it had ended before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn revoke_grant(&self, id: Uuid, now: DateTime<Utc>) -> Result<bool, Fault> {
        Ok(self.revoke_grants("id = $2", id, now).await? > 0)
    }

    /// Ends what was granted in a session, refresh tokens included. Tells how
    /// many grants that ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn revoke_grants_of_session(&self, session_id: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
        self.revoke_grants("session_id = $2", session_id, now).await
    }

    /// Ends what was granted in any session of an account, refresh tokens
    /// included. Tells how many grants that ended.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn revoke_grants_of_account(&self, account_id: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
        self.revoke_grants("account_id = $2", account_id, now).await
    }

    async fn revoke_grants(&self, which: &str, key: Uuid, now: DateTime<Utc>) -> Result<u64, Fault> {
        self.revoke_grants_where(which, [key.into()], now).await
    }

    pub(super) async fn revoke_grants_where<const N: usize>(
        &self,
        which: &str,
        keys: [Value; N],
        now: DateTime<Utc>,
    ) -> Result<u64, Fault> {
        const DOING: &str = "revoke a grant";
        let values = || std::iter::once(now.into()).chain(keys.clone());
        let families = format!(
            "UPDATE refresh_families SET revoked_at = $1 WHERE revoked_at IS NULL \
             AND grant_id IN (SELECT id FROM grants WHERE {which})"
        );
        execute(&self.inner, &families, values()).await.map_err(at(DOING))?;
        let grants = format!("UPDATE grants SET revoked_at = $1 WHERE revoked_at IS NULL AND {which}");
        execute(&self.inner, &grants, values()).await.map_err(at(DOING))
    }
}

async fn insert(db: &impl ConnectionTrait, grant: &Grant) -> Result<Redemption, Fault> {
    // `WHERE …` also tells SQLite where the query ends and the conflict clause
    // begins.
    let sql = "INSERT INTO grants (id, code_digest, client_id, session_id, account_id, scope, auth_time, \
               created_at) SELECT $1, $2, $3, s.id, s.account_id, $5, $6, $7 \
               FROM sessions s JOIN accounts a ON a.id = s.account_id \
               WHERE s.id = $4 AND s.ended_at IS NULL AND a.disabled_at IS NULL \
               ON CONFLICT (code_digest) DO NOTHING";
    let values = [
        grant.id.into(),
        grant.code_digest.0.to_vec().into(),
        grant.client_id.clone().into(),
        grant.session_id.into(),
        grant.scope.to_string().into(),
        grant.auth_time.into(),
        grant.created_at.into(),
    ];
    match execute(db, sql, values).await.map_err(at("insert a grant"))? {
        0 => why_not_inserted(db, grant).await,
        _ => Ok(Redemption::Inserted),
    }
}

async fn why_not_inserted(db: &impl ConnectionTrait, grant: &Grant) -> Result<Redemption, Fault> {
    let sql = "SELECT count(*) AS value FROM grants WHERE code_digest = $1";
    let count: Option<Single<i64>> =
        one(db, sql, [grant.code_digest.0.to_vec().into()]).await.map_err(at("find a grant"))?;
    Ok(match count {
        Some(Single { value: 1.. }) => Redemption::AlreadyRedeemed,
        _ => Redemption::SessionOver,
    })
}

/// The columns of a standing, for statements that join more to it.
pub(super) fn standing_columns() -> &'static str {
    &COLUMNS
}

/// The rows behind a standing, as [`standing_columns`] reads them.
pub(super) type Rows = (Model, (session::Model, account::Model));

/// The standing that `rows` tell of.
pub(super) fn standing((grant, (session, account)): Rows) -> Result<GrantStanding, DbErr> {
    let account = account.into_account()?;
    let session_ended_at = session.ended_at;
    let session = session.into_session(account.sub.clone());
    Ok(GrantStanding { grant: grant.into_grant()?, session, session_ended_at, account })
}

impl Record for Model {
    fn take(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
        Ok(Self {
            id: cells.next()?,
            code_digest: cells.next()?,
            client_id: cells.next()?,
            session_id: cells.next()?,
            account_id: cells.next()?,
            scope: cells.next()?,
            auth_time: cells.next()?,
            created_at: cells.next()?,
            revoked_at: cells.next()?,
        })
    }
}

impl Model {
    fn into_grant(self) -> Result<Grant, DbErr> {
        Ok(Grant {
            id: self.id,
            code_digest: Digest(digest(self.code_digest, "grants.code_digest")?),
            client_id: self.client_id,
            session_id: self.session_id,
            scope: Scope::parse(&self.scope),
            auth_time: self.auth_time,
            created_at: self.created_at,
            revoked_at: self.revoked_at,
        })
    }
}
