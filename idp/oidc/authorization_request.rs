//! The validated authorization request [OIDC Core §3.1.2.1].

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::scope::Scope;

/// A value of the `prompt` parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// No page may be shown.
    None,
    /// The person must prove anew who they are.
    Login,
    /// Consent must be asked for.
    Consent,
    /// The person must be able to choose another account.
    SelectAccount,
}

/// An authorization request whose client, redirect URI and parameters were
/// found to be in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: String,
    /// Where the answer goes: one of the client's registered URIs.
    pub redirect_uri: String,
    /// What is asked for, limited to what the client may ask for.
    pub scope: Scope,
    /// Returned to the client byte for byte.
    pub state: Option<String>,
    /// Put into the ID token byte for byte.
    pub nonce: Option<String>,
    /// The PKCE challenge (always S256).
    pub code_challenge: Option<String>,
    /// What the client wants to be shown or not shown.
    pub prompt: BTreeSet<Prompt>,
    /// The oldest login, in seconds, that the client accepts.
    pub max_age: Option<u64>,
    /// What to write into the username field.
    pub login_hint: Option<String>,
    /// The subject whom a genuine `id_token_hint` named.
    pub expected_sub: Option<String>,
    /// The languages that the client prefers, best first.
    pub ui_locales: Vec<String>,
    /// When the request arrived; a login at or after it is a fresh one.
    pub received_at: DateTime<Utc>,
}
