//! A refresh token and all its successors.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::grant::Grant;
use crate::policy::Policy;
use crate::scope::Scope;

/// One line of refresh tokens that descends from one grant. Only the newest
/// generation is valid (for clients with a grace: and the one before it, for a
/// moment).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshFamily {
    /// Key of the family's row; part of every token of the family.
    pub id: Uuid,
    /// The grant that it descends from.
    pub grant_id: Uuid,
    /// The only client that may use it.
    pub client_id: String,
    /// The widest scope that a refresh may ask for.
    pub scope: Scope,
    /// How many times it was rotated.
    pub generation: u32,
    /// When it was last rotated.
    pub rotated_at: DateTime<Utc>,
    /// When the family began.
    pub created_at: DateTime<Utc>,
    /// When it ends, however often it is used.
    pub expires_at: DateTime<Utc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl RefreshFamily {
    /// The family that begins with `grant`, under the key `id`.
    pub fn begin(id: Uuid, grant: &Grant, policy: &Policy, now: DateTime<Utc>) -> Self {
        Self {
            id,
            grant_id: grant.id,
            client_id: grant.client_id.clone(),
            scope: grant.scope.clone(),
            generation: 0,
            rotated_at: now,
            created_at: now,
            expires_at: now + policy.refresh_ttl,
            revoked_at: None,
        }
    }
}
