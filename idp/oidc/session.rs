//! A browser's login at the provider [OIDC Core §2 `auth_time`, `sid`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A login that stands behind tokens and single sign-on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Key of the session's row.
    pub id: Uuid,
    /// The opaque `sid` that clients see.
    pub sid: String,
    /// Whose session it is.
    pub sub: String,
    /// When the person last proved who they are.
    pub auth_time: DateTime<Utc>,
    /// How: authentication method references [RFC 8176].
    pub amr: Vec<String>,
    /// How strongly: the authentication context class.
    pub acr: String,
    /// When the session began.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to within a few minutes.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// Whether the person asked to be remembered on this browser.
    pub remembered: bool,
}
