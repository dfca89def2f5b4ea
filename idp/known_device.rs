//! A browser in which somebody has signed in, as its cookie says: it is let in
//! while the username is locked for everybody else. It counts only as long as
//! the password is the one that was typed in it.

use accounts::Account;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ctx::Ctx;

const LABEL: &str = "known device";

/// A browser in which somebody has signed in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDevice {
    /// Its wrong passwords are counted by this.
    #[serde(rename = "d")]
    pub id: Uuid,
    #[serde(rename = "a")]
    account_id: Uuid,
    /// In microseconds, as every database keeps it.
    #[serde(rename = "p")]
    password_set_at: Option<i64>,
    #[serde(rename = "u")]
    until: DateTime<Utc>,
}

impl KnownDevice {
    /// The browser in which the owner of `account` has just signed in, known
    /// before as `before`.
    pub fn of(ctx: &Ctx, account: &Account, before: Option<&Self>, now: DateTime<Utc>) -> Self {
        Self {
            id: before.map_or_else(|| ctx.entropy.uuid(now), |known| known.id),
            account_id: account.id,
            password_set_at: stamp(account),
            until: now + ctx.accounts.session_remembered,
        }
    }

    /// Whether the browser is known to `account`.
    pub fn is_known_to(&self, account: &Account, now: DateTime<Utc>) -> bool {
        self.account_id == account.id && self.password_set_at == stamp(account) && now < self.until
    }

    /// The value of its cookie, which only this provider can read.
    pub fn seal(&self, ctx: &Ctx) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        let sealed = ctx.sealer.seal(LABEL, b"", &plain, ctx.random());
        sealed.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_default()
    }

    /// What a cookie says; `None` when this provider did not write it.
    pub fn open(ctx: &Ctx, cookie: &str) -> Option<Self> {
        let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        serde_json::from_slice(&ctx.sealer.open(LABEL, b"", &sealed).ok()?).ok()
    }
}

impl std::fmt::Debug for KnownDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KnownDevice(..)")
    }
}

fn stamp(account: &Account) -> Option<i64> {
    account.password_set_at.map(|at| at.timestamp_micros())
}
