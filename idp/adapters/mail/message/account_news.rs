//! Mails about changes of the account itself: of its address, and its end.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Letter, Link, Writer};
use crate::locales::moment;

/// Something that happened to an account, for its owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountNews {
    /// The name that the person signs in with.
    pub username: String,
    /// May be empty.
    pub given_name: String,
    /// What happened.
    pub news: News,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum News {
    /// To a new address: whoever reads this can make it the account's.
    ConfirmAddress {
        /// The link.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// To an address that somebody wanted for another account, and that this
    /// account has.
    AddressTaken {
        /// Where the login begins.
        url: String,
    },
    /// To the old address: a change was asked for.
    AddressChanging {
        /// The link that takes it back.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// To the old address: it is not the account's any more.
    AddressChanged {
        /// The link that takes it back.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// The account is going to be deleted.
    DeletionPlanned {
        /// When.
        due_at: DateTime<Utc>,
        /// Where the login begins, which offers to keep it.
        url: String,
    },
    /// The account was deleted.
    Deleted {
        /// When.
        at: DateTime<Utc>,
    },
}

impl AccountNews {
    /// The mail's stable name for logs.
    pub fn name(&self) -> &'static str {
        match self.news {
            News::ConfirmAddress { .. } => "confirm_address",
            News::AddressTaken { .. } => "address_taken",
            News::AddressChanging { .. } => "address_changing",
            News::AddressChanged { .. } => "address_changed",
            News::DeletionPlanned { .. } => "deletion_planned",
            News::Deleted { .. } => "deleted",
        }
    }

    fn texts(&self) -> (&'static str, &'static str) {
        match self.news {
            News::ConfirmAddress { .. } => ("mail_email_change_subject", "mail_email_change_body"),
            News::AddressTaken { .. } => ("mail_email_taken_subject", "mail_email_taken_body"),
            News::AddressChanging { .. } => ("mail_email_change_notice_subject", "mail_email_change_notice_body"),
            News::AddressChanged { .. } => ("mail_email_changed_subject", "mail_email_changed_body"),
            News::DeletionPlanned { .. } => ("mail_deletion_planned_subject", "mail_deletion_planned_body"),
            News::Deleted { .. } => ("mail_deleted_subject", "mail_deleted_body"),
        }
    }

    fn happens_at(&self) -> DateTime<Utc> {
        match self.news {
            News::DeletionPlanned { due_at, .. } => due_at,
            News::Deleted { at } => at,
            _ => DateTime::UNIX_EPOCH,
        }
    }

    pub(super) fn write<'m>(&'m self, writer: &Writer<'_>) -> Letter<'m> {
        let (subject, body) = self.texts();
        let date = moment::date(writer.locale, self.happens_at());
        let body = writer.text(body, &[("service_name", writer.service_name()), ("date", date.into())]);
        let mut letter = writer.letter_of(subject, body, &self.username, &self.given_name);
        match &self.news {
            News::ConfirmAddress { url, expires_at } => {
                writer.with_secret_link(letter, "mail_email_change_link", url, *expires_at)
            }
            News::AddressChanging { url, expires_at } | News::AddressChanged { url, expires_at } => {
                letter.link = Some(Link { label: writer.text("mail_email_undo_link", &[]), url });
                letter.notes = vec![valid_until(writer, *expires_at), writer.text("mail_email_undo_effect", &[])];
                letter
            }
            News::AddressTaken { url } => {
                letter.link = Some(Link { label: writer.text("mail_reminder_link", &[]), url });
                letter.notes = vec![writer.text("mail_email_taken_nothing", &[])];
                letter
            }
            News::DeletionPlanned { url, .. } => {
                letter.link = Some(Link { label: writer.text("mail_reminder_link", &[]), url });
                letter.notes = vec![writer.text("mail_deletion_planned_cancel", &[])];
                letter
            }
            News::Deleted { .. } => letter,
        }
    }
}

fn valid_until(writer: &Writer<'_>, expires_at: DateTime<Utc>) -> String {
    let until = moment::date_time(writer.locale, expires_at);
    writer.text("mail_link_valid_until", &[("until", until.into())])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use accounts::Locale;

    use super::super::{Message, Rendered, Sent};
    use super::*;
    use crate::locales::{Organisation, Texts};

    const URL: &str = "https://id.example.fi/account/email/undo?token=0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn every_news() -> [News; 6] {
        let (url, expires_at) = (URL.to_owned(), at("2026-11-30T12:07:00Z"));
        [
            News::ConfirmAddress { url: url.clone(), expires_at: at("2026-11-23T12:37:00Z") },
            News::AddressTaken { url: url.clone() },
            News::AddressChanging { url: url.clone(), expires_at },
            News::AddressChanged { url: url.clone(), expires_at },
            News::DeletionPlanned { due_at: at("2026-12-07T12:07:00Z"), url },
            News::Deleted { at: at("2026-12-07T12:08:00Z") },
        ]
    }

    fn message(news: News) -> Message {
        let (username, given_name) = ("erkki@example.com".to_owned(), "Erkki".to_owned());
        Message::Account(AccountNews { username, given_name, news })
    }

    fn render(news: News, locale: Locale) -> Rendered {
        message(news).render(
            locale,
            &Texts::default(),
            &Organisation::default(),
            Sent { at: at("2026-11-23T12:07:00Z"), reference: None },
        )
    }

    #[test]
    fn every_mail_is_whole_in_every_language_with_its_link_on_a_line_of_its_own() {
        for locale in Locale::ALL {
            for news in every_news() {
                let is_farewell = matches!(news, News::Deleted { .. });
                let mail = render(news, locale);
                for part in [&mail.subject, &mail.text, &mail.html] {
                    assert!(!part.is_empty() && !part.contains('⟦') && !part.contains("{$"), "{part}");
                }
                assert!(mail.text.contains("Erkki") && mail.text.contains("erkki@example.com"), "{}", mail.text);
                let links: Vec<&str> = mail.text.lines().filter(|line| line.contains("http")).collect();
                assert_eq!(links, if is_farewell { vec![] } else { vec![URL] }, "{}", mail.text);
            }
        }
    }

    #[test]
    fn the_way_back_says_until_when_and_a_deletion_says_its_day() {
        for (locale, until, day) in [
            (Locale::Fi, "30.11.2026 klo 14.07", "7.12.2026"),
            (Locale::Sv, "30.11.2026 kl. 14.07", "7.12.2026"),
            (Locale::En, "30 November 2026 at 14:07", "7 December 2026"),
        ] {
            let [_, _, changing, changed, planned, deleted] = every_news();
            for news in [changing, changed] {
                assert!(render(news, locale).text.contains(until), "{locale:?}");
            }
            for news in [planned, deleted] {
                assert!(render(news, locale).text.contains(day), "{locale:?}");
            }
        }
    }

    #[test]
    fn a_mail_survives_its_way_through_the_outbox() {
        for news in every_news() {
            let message = message(news);
            let stored = serde_json::to_string(&message).unwrap();
            assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
            assert_eq!(format!("{message:?}"), format!("Message({})", message.name()));
        }
    }
}
