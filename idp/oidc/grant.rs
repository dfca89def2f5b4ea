//! What the token endpoint redeemed once: the root that every token of a
//! login hangs on. Not to be confused with consent.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::names::Digest;
use crate::scope::Scope;

/// A redeemed authorization code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Key of the grant's row; access tokens carry it as `grant_id`.
    pub id: Uuid,
    /// SHA-256 of the code; unique, so that a code makes one grant at the most.
    pub code_digest: Digest,
    /// Who redeemed the code.
    pub client_id: String,
    /// The session that the code came from.
    pub session_id: Uuid,
    /// What was granted.
    pub scope: Scope,
    /// When the person had last proved who they are, at the time of the code.
    pub auth_time: DateTime<Utc>,
    /// When the code was redeemed.
    pub created_at: DateTime<Utc>,
    /// When everything issued from it stopped being valid.
    pub revoked_at: Option<DateTime<Utc>>,
}
