//! Mailed links: random, stored as a digest, good for one act.
//!
//! ```text
//! live ──used──▶ used        (also after it was voided or expired: the person
//!   ├──newer link──▶ superseded   who sees the page again has done the act)
//!   └──time──▶ expired
//! ```

mod damaged;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::email::Email;

pub use damaged::find_secret;

/// The number of characters of a secret in a link.
const SECRET_CHARS: usize = 43;

/// What a mailed link is for. A link of one purpose is nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Setting the first password of a migrated account.
    FirstPassword,
    /// Setting a new password in place of a forgotten one.
    Recovery,
    /// Activating an account that was registered here.
    Activation,
    /// Showing that a new address is one's own, so that it becomes the
    /// account's.
    EmailChange,
    /// Taking a change of the address back, from the mailbox of the old one.
    EmailUndo,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 5] =
        [Self::FirstPassword, Self::Recovery, Self::Activation, Self::EmailChange, Self::EmailUndo];

    /// The purposes of links behind which a password is set: a new link of one
    /// voids those of both.
    pub const PASSWORD: [Self; 2] = [Self::FirstPassword, Self::Recovery];

    /// All but the way back to an old address, which stays open to the owner of
    /// that mailbox: what a new password or a new address voids.
    pub const BUT_UNDO: [Self; 4] = [Self::FirstPassword, Self::Recovery, Self::Activation, Self::EmailChange];

    /// The purpose's stable name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstPassword => "first_password",
            Self::Recovery => "recovery",
            Self::Activation => "activation",
            Self::EmailChange => "email_change",
            Self::EmailUndo => "email_undo",
        }
    }

    /// The purpose with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
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
    /// The address that becomes, or becomes again, the account's by its use;
    /// `None` for links that leave the address as it is.
    pub address: Option<Email>,
    /// SHA-256 of the id of the browser in which the account's password was
    /// typed before the link was made. There it needs no password; whoever
    /// opens it elsewhere has shown nothing but the mailbox.
    pub proven_by: Option<[u8; 32]>,
}

/// What a mailed link is worth at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It works.
    Live,
    /// It has done its work.
    Used {
        /// SHA-256 of the id of the browser that used it.
        by: Option<[u8; 32]>,
    },
    /// A newer link, or a password set otherwise, took its place.
    Superseded,
    /// Its time is over.
    Expired,
}

impl OneTimeToken {
    /// What the link is worth at `now`. Used comes before superseded, because
    /// "your password is set" is what its owner needs to hear, and superseded
    /// before expired, because it points to a newer mail.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        if self.used_at.is_some() {
            Standing::Used { by: self.used_by }
        } else if self.superseded_at.is_some() {
            Standing::Superseded
        } else if now >= self.expires_at {
            Standing::Expired
        } else {
            Standing::Live
        }
    }
}

/// Another link has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another link can be mailed later")]
pub struct Wait {
    /// When another link can be mailed.
    pub until: DateTime<Utc>,
}

/// Whether one more link may be mailed to a person. `previous` holds when the
/// links of the last 24 hours were made, in any order; `pause` is how long the
/// newest of them makes one wait, `per_day` how many there may be.
///
/// # Errors
/// When to ask again: too soon after the newest, or too many in 24 hours.
pub fn may_send_another(
    previous: &[DateTime<Utc>],
    pause: TimeDelta,
    per_day: u32,
    now: DateTime<Utc>,
) -> Result<(), Wait> {
    let day = TimeDelta::hours(24);
    let mut recent: Vec<DateTime<Utc>> = previous.iter().copied().filter(|made_at| now < *made_at + day).collect();
    recent.sort_unstable_by(|a, b| b.cmp(a));
    let pause_ends = recent.first().map(|newest| *newest + pause);
    // The link that must turn a day old before another fits into the day.
    let limiting = usize::try_from(per_day).unwrap_or(usize::MAX).checked_sub(1);
    let day_ends = match limiting {
        Some(place) => recent.get(place).map(|made_at| *made_at + day),
        None => Some(now + day),
    };
    match pause_ends.max(day_ends).filter(|until| now < *until) {
        Some(until) => Err(Wait { until }),
        None => Ok(()),
    }
}

/// What is stored in place of a secret: its SHA-256.
pub fn digest(secret: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// The secret as it stands in a link: 43 characters that need no escaping
/// [RFC 4648 §5].
pub fn secret_to_text(secret: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(secret)
}

/// The digest to look a link's secret up by, or `None` when the text is not
/// exactly what [`secret_to_text`] makes.
pub fn parse_secret(text: &str) -> Option<[u8; 32]> {
    if text.len() != SECRET_CHARS {
        return None;
    }
    let secret: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    Some(digest(&secret))
}

#[cfg(test)]
pub(crate) mod tests;
