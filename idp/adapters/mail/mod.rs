//! Mail: what is sent, and the two ways of sending it.

mod mailbox;
mod message;
mod returned;
mod smtp;

use std::fmt;

use accounts::Locale;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

pub use mailbox::{Mailbox, StoredMail};
pub use message::{AccountNews, Message, News, Recoverable, Rendered, Sent};
pub use returned::{LONGEST_REPORT, Report};
pub use smtp::Smtp;

/// Whom mails come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The name that mail programs show; empty for none.
    pub name: String,
    /// The address.
    pub address: String,
}

impl Sender {
    /// The sender of `Name <address>` or of a bare address; `None` when there
    /// is no address in it.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address.trim()),
            None => ("", text.trim()),
        };
        let parsed = address.parse::<lettre::Address>().is_ok();
        parsed.then(|| Self { name: name.to_owned(), address: address.to_owned() })
    }

    /// The part of the address after the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// One mail, ready to go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The outbox row that it comes from: the same id is the same mail, so the
    /// Message-ID is made from it.
    pub id: Uuid,
    /// Whom it comes from.
    pub from: Sender,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The language of both.
    pub locale: Locale,
}

impl Envelope {
    /// The Message-ID: the same for every try [RFC 5322 §3.6.4].
    pub fn message_id(&self) -> String {
        format!("<{}@{}>", self.id, self.from.domain())
    }
}

/// Without the recipient and the text, which holds a link.
impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope").field("id", &self.id).field("locale", &self.locale).finish_non_exhaustive()
    }
}

/// Why a mail was not accepted. The class is a short word or a status code and
/// never holds an address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MailFault {
    /// Not now: try the same mail again later.
    #[error("the mail was not accepted for now ({0})")]
    Retry(String),
    /// Never: the relay says that there is no such mailbox, or that it takes no
    /// mail.
    #[error("the mailbox takes no mail ({0})")]
    Returned(String),
    /// Never: the relay will not take this mail.
    #[error("the mail was refused ({0})")]
    Refused(String),
}

/// Hands mails on.
#[async_trait]
pub trait Mailer: Send + Sync + fmt::Debug {
    /// Hands one mail on. When it returns well, the next hop has it.
    ///
    /// # Errors
    /// Whether to try again.
    async fn send(&self, envelope: &Envelope) -> Result<(), MailFault>;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mail to test with.
    pub(super) fn envelope(number: u128) -> Envelope {
        Envelope {
            id: Uuid::from_u128(number),
            from: Sender { name: "Sähköinen asiointi".to_owned(), address: "no-reply@id.example.fi".to_owned() },
            reply_to: Some("help@example.fi".to_owned()),
            to: "aino@example.fi".to_owned(),
            subject: "Aseta salasana".to_owned(),
            text: "Hei Aino,\nhttps://id.example.fi/password/set?token=x\n".to_owned(),
            html: "<p>Hei Aino</p>".to_owned(),
            locale: Locale::Fi,
        }
    }

    #[test]
    fn a_sender_is_read_with_and_without_a_name() {
        let table = [
            ("no-reply@id.example.fi", Some(("", "no-reply@id.example.fi"))),
            ("Porin kaupunki <no-reply@id.example.fi>", Some(("Porin kaupunki", "no-reply@id.example.fi"))),
            ("\"Sähköinen asiointi\" <a@b.fi> ", Some(("Sähköinen asiointi", "a@b.fi"))),
            ("Porin kaupunki", None),
            ("<>", None),
        ];
        for (text, expected) in table {
            let sender = Sender::parse(text);
            let parts = sender.as_ref().map(|sender| (sender.name.as_str(), sender.address.as_str()));
            assert_eq!(parts, expected, "{text}");
        }
    }
}
