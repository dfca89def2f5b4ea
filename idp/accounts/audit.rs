//! What is written down of every event that matters to security.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A password was right and a session began.
    SignedIn,
    /// A password was wrong, or the account cannot be used.
    SignInFailed,
    /// Too many wrong passwords: the identifier is locked.
    Locked,
    /// A session was ended by its owner.
    SignedOut,
    /// A link for a first or new password was mailed.
    PasswordLinkSent,
    /// The page behind a mailed link was opened.
    PasswordLinkOpened,
    /// A password was set.
    PasswordSet,
    /// A spent authorization code or refresh token was used again.
    TokenReplayed,
    /// An account was brought in from a legacy system.
    Imported,
    /// An account was taken out again with its import, before anybody used it.
    ImportUndone,
    /// Signing keys were rotated or retired.
    KeysRotated,
}

impl Event {
    /// The event's stable name in the audit trail.
    pub fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::Locked => "locked",
            Self::SignedOut => "signed_out",
            Self::PasswordLinkSent => "password_link_sent",
            Self::PasswordLinkOpened => "password_link_opened",
            Self::PasswordSet => "password_set",
            Self::TokenReplayed => "token_replayed",
            Self::Imported => "imported",
            Self::ImportUndone => "import_undone",
            Self::KeysRotated => "keys_rotated",
        }
    }
}

/// One line of the audit trail. It holds no address, secret or password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
    /// Whose account it concerns, where one is known.
    pub account_id: Option<Uuid>,
    /// The client in whose login it happened.
    pub client_id: Option<String>,
    /// The session that it concerns.
    pub session_id: Option<Uuid>,
    /// The network it came from: an IPv4 address or an IPv6 /64.
    pub network: Option<String>,
    /// The reference that the person and the log share.
    pub reference: Option<String>,
    /// One word more, from a fixed list of each event.
    pub detail: Option<&'static str>,
}
