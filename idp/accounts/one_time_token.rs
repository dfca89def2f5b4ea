//! Mailed links: random, stored as a digest, good for one act.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What a mailed link is for. A link of one purpose is nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Setting the first password of a migrated account.
    FirstPassword,
    /// Setting a new password in place of a forgotten one.
    Recovery,
}

/// What is stored of a mailed link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeToken {
    /// Key of the row.
    pub id: Uuid,
    /// SHA-256 of the secret in the link.
    pub digest: [u8; 32],
    /// What it is for.
    pub purpose: Purpose,
    /// Whose it is.
    pub account_id: Uuid,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
    /// When it was used.
    pub used_at: Option<DateTime<Utc>>,
    /// SHA-256 of the id of the browser that used it.
    pub used_by: Option<[u8; 32]>,
    /// When a newer link, or a password set otherwise, voided it.
    pub superseded_at: Option<DateTime<Utc>>,
    /// The client whose login led to it, for the way back.
    pub client_id: Option<String>,
    /// The sealed login that it interrupted, bound to the browser it began in.
    pub flow: Option<String>,
}
