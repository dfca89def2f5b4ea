//! The mailbox of `idp dev`: every mail that would have been sent. In English,
//! because only developers see it.

use askama::Template;
use chrono::{DateTime, Utc};

use super::form::Hidden;
use super::frame::Frame;
use crate::locales::moment;

/// One line of the mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSummary {
    /// Where the message is shown.
    pub href: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
    /// The language subtag of the message.
    pub language: String,
}

impl MailSummary {
    fn sent(&self) -> String {
        moment::date_time(accounts::Locale::En, self.sent_at)
    }
}

/// `/dev/mail`: the newest message first.
#[derive(Template)]
#[template(path = "dev_mail_list.html")]
pub struct MailList {
    /// What all pages share; in English.
    pub frame: Frame,
    /// The messages.
    pub messages: Vec<MailSummary>,
    /// What the form that empties the mailbox sends besides.
    pub hidden: Vec<Hidden>,
}

/// One message of the mailbox.
#[derive(Template)]
#[template(path = "dev_mail_message.html")]
pub struct MailMessage {
    /// What all pages share; in English.
    pub frame: Frame,
    /// Recipient, subject, time and language.
    pub summary: MailSummary,
    /// The text part.
    pub text: String,
    /// Where the HTML part is served by itself, for the sandboxed frame.
    pub html_href: String,
    /// Every link in the message.
    pub links: Vec<String>,
}
