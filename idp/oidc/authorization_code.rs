//! The authorization code's record [RFC 6749 §4.1.2].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::scope::Scope;
use crate::session::Session;

/// What the provider remembers of a live code. The code itself is nowhere
/// stored, only its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCode {
    /// Whom it was issued to.
    pub client_id: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// The PKCE challenge (S256), when the request had one [RFC 7636 §4.3].
    pub code_challenge: Option<String>,
    /// The request's nonce.
    pub nonce: Option<String>,
    /// What was granted.
    pub scope: Scope,
    /// The login behind it, as it stood when the code was issued.
    pub session: Session,
    /// When the code stops being redeemable.
    pub expires_at: DateTime<Utc>,
}
