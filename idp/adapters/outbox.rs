//! What waits to be delivered: mails and logout notices. The row is written
//! with its cause; a worker leases it, delivers it and notes how that went.
//! The rule of when to try again is pure and stands here.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// How soon a first failure is tried again.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(30);
/// The longest pause between two tries.
pub(super) const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(30);

/// The way that something is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A mail to a person.
    Mail,
    /// A logout token to a client [OIDC Back-Channel Logout §2.5].
    Logout,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Logout];

    /// The channel's name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Logout => "logout",
        }
    }

    /// The channel with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Something to deliver.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// Key of the row; a mail's Message-ID is made from it.
    pub id: Uuid,
    /// How it is delivered.
    pub channel: Channel,
    /// Whom it concerns.
    pub account_id: Option<Uuid>,
    /// Where it goes, where that is kept besides the payload.
    pub recipient: Option<String>,
    /// A keyed digest of the address that a mail goes to; kept after delivery.
    pub recipient_digest: Option<[u8; 32]>,
    /// Whether somebody asked for the mail by typing an address: of those only
    /// so many a day go to one address.
    pub asked_for: bool,
    /// The reference of the request that it follows from.
    pub reference: Option<String>,
    /// What to deliver, sealed: a link in it is as good as a password.
    pub payload: Vec<u8>,
    /// When it was decided on.
    pub created_at: DateTime<Utc>,
    /// Tries begun, the present one included.
    pub attempts: u32,
    /// When it stops being of use.
    pub expires_at: DateTime<Utc>,
}

/// Without the recipient and the payload.
impl fmt::Debug for OutboxItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxItem")
            .field("id", &self.id)
            .field("channel", &self.channel)
            .field("attempts", &self.attempts)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl OutboxItem {
    /// When to try again after a try that failed at `now`: after 30 seconds,
    /// then twice as long each time, half an hour at the most. `None` when it
    /// would be of no use any more by then.
    pub fn next_attempt_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let doublings = self.attempts.saturating_sub(1).min(16);
        let pause = (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE);
        Some(now + pause).filter(|next| *next < self.expires_at)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn item(attempts: u32, ttl: TimeDelta) -> (OutboxItem, DateTime<Utc>) {
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let item = OutboxItem {
            id: Uuid::nil(),
            channel: Channel::Mail,
            account_id: None,
            recipient: Some("somebody@example.test".to_owned()),
            recipient_digest: None,
            asked_for: true,
            reference: None,
            payload: b"sealed".to_vec(),
            created_at: now,
            attempts,
            expires_at: now + ttl,
        };
        (item, now)
    }

    #[test]
    fn pauses_double_up_to_half_an_hour() {
        let table = [(1, 30), (2, 60), (3, 120), (6, 960), (7, 1_800), (8, 1_800), (u32::MAX, 1_800)];
        for (attempts, seconds) in table {
            let (item, now) = item(attempts, TimeDelta::days(2));
            assert_eq!(item.next_attempt_at(now), Some(now + TimeDelta::seconds(seconds)), "try {attempts}");
        }
    }

    #[test]
    fn what_would_come_too_late_is_given_up() {
        let (item, now) = item(6, TimeDelta::minutes(16));
        assert_eq!(item.next_attempt_at(now), None);
        assert!(item.next_attempt_at(now - TimeDelta::seconds(1)).is_some());
    }

    #[test]
    fn debug_output_tells_nothing_of_the_recipient() {
        let (item, _) = item(1, TimeDelta::hours(1));
        let text = format!("{item:?}");
        assert!(!text.contains("somebody") && !text.contains("payload"), "{text}");
    }
}
