//! The names of the places in the ephemeral store: one function for each use,
//! so that no two uses can ever read each other's entries.
//!
//! Arguments that a person or client chose are put last or hashed, so that
//! none can spell another's name.

use std::fmt;

use oidc::names::Digest;
use uuid::Uuid;

/// A place in the ephemeral store.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Slot(String);

impl Slot {
    /// The name as it stands in the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names the use only: the rest may tell who was here.
impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let purpose = self.0.split(':').next().unwrap_or_default();
        write!(f, "Slot({purpose}:..)")
    }
}

/// The live authorization code with this digest, issued to this client: in
/// another client's hands it is not there at all.
pub fn code(client_id: &str, digest: &Digest) -> Slot {
    Slot(format!("code:{}:{client_id}", hex(&digest.0)))
}

/// Tries that cost a password hash, from one network.
pub fn tries_from_network(network: &str) -> Slot {
    Slot(format!("tries-network:{network}"))
}

/// Wrong passwords from one network.
pub fn wrong_from_network(network: &str) -> Slot {
    Slot(format!("wrong-network:{network}"))
}

/// That too many wrong passwords came from one network.
pub fn watched_network(network: &str) -> Slot {
    Slot(format!("watched-network:{network}"))
}

/// Tries on one identifier (by its HMAC) from one network.
pub fn tries_on_identifier(identifier: &[u8; 32], network: &str) -> Slot {
    Slot(format!("tries-identifier:{}:{network}", hex(identifier)))
}

/// Forms that came once more after a mailed link was used, by the digest of the
/// link's secret.
pub fn pressed_again(link: &[u8; 32]) -> Slot {
    Slot(format!("pressed-again:{}", hex(link)))
}

/// Steps that may cost a mail, from one network.
pub fn mails_from_network(network: &str) -> Slot {
    Slot(format!("mails-network:{network}"))
}

/// That the owner of an account was lately told that somebody registered its
/// address.
pub fn notice_pause(account_id: Uuid) -> Slot {
    Slot(format!("notice-pause:{account_id}"))
}

/// The `number`th of a day's such notices to one account's owner.
pub fn notice_of_the_day(account_id: Uuid, number: u32) -> Slot {
    Slot(format!("notice-day:{account_id}:{number}"))
}

/// That the owner of an account was lately asked for an address.
pub fn asked_for_address(account_id: Uuid) -> Slot {
    Slot(format!("asked-address:{account_id}"))
}

/// Copies that the owner of an account took of what is stored.
pub fn copies_of_data(account_id: Uuid) -> Slot {
    Slot(format!("copies:{account_id}"))
}

/// That the page behind the mailed link of this digest was opened.
pub fn opened_link(link: &[u8; 32]) -> Slot {
    Slot(format!("opened-link:{}", hex(link)))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_uses_share_a_place() {
        let digest = Digest::of("x");
        let all = [
            code("a", &digest),
            code("a:b", &digest),
            code("a", &Digest::of("y")),
            tries_from_network("a"),
            wrong_from_network("a"),
            watched_network("a"),
            tries_on_identifier(&digest.0, "a"),
            tries_on_identifier(&digest.0, "a:b"),
            pressed_again(&digest.0),
            mails_from_network("a"),
            notice_pause(Uuid::nil()),
            asked_for_address(Uuid::nil()),
            copies_of_data(Uuid::nil()),
            opened_link(&digest.0),
            notice_of_the_day(Uuid::nil(), 0),
            notice_of_the_day(Uuid::nil(), 1),
        ];
        let distinct: std::collections::HashSet<_> = all.iter().map(Slot::as_str).collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn debug_output_tells_the_use_only() {
        assert_eq!(format!("{:?}", tries_from_network("192.0.2.7")), "Slot(tries-network:..)");
    }
}
