//! What mails say: one variant per mail, written in the recipient's language.
//!
//! A mail has a text and an HTML part made from the same sentences. It names
//! the username, holds at most one link, on a line of its own, says until when
//! the link works, and loads nothing from anywhere.

mod account_news;
mod logins;

use std::fmt;

use accounts::Locale;
use askama::Template;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::locales::{Organisation, Texts, Value, moment};
use crate::reference::Reference;
pub use logins::Recoverable;

pub use account_news::{AccountNews, News};

/// A mail that waits to be sent. It may hold a secret link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub enum Message {
    /// The link for the first password of a migrated account.
    FirstPasswordLink {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// The link.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// The link for a new password in place of a forgotten one.
    RecoveryLink {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// The link.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// The link that activates a registered account. It names nobody: whoever
    /// registered may have typed another's address.
    ActivationLink {
        /// The name that the person will sign in with.
        username: String,
        /// The link.
        url: String,
        /// When the link stops working.
        expires_at: DateTime<Utc>,
    },
    /// Somebody registered the address of an account that is in use. Nobody
    /// asked for this mail, so it holds no link for a password.
    AlreadyRegistered {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// Where a new password can be asked for.
        url: String,
    },
    /// The password was changed.
    PasswordChanged {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// When it was changed.
        at: DateTime<Utc>,
    },
    /// Several wrong passwords have locked the username.
    Locked {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// When the lock ends by itself.
        until: DateTime<Utc>,
        /// Where a new password, which ends the lock, can be had.
        url: String,
    },
    /// Somebody has signed in from a browser that was not seen before.
    NewLogin {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// When that was.
        at: DateTime<Utc>,
        /// The browser's description of itself.
        user_agent: String,
    },
    /// A login that was to be remembered was ended, because two browsers hold
    /// its token.
    RememberedLoginMisused {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// When it was ended.
        at: DateTime<Utc>,
    },
    /// The links for new passwords of all who share an address.
    SharedRecoveryLinks {
        /// Them, each with an own link.
        people: Vec<Recoverable>,
        /// When the links stop working.
        expires_at: DateTime<Utc>,
    },
    /// The person has not logged in since the change of systems. Nobody asked
    /// for this mail, so it holds no link for a password.
    Reminder {
        /// The name that the person signs in with.
        username: String,
        /// May be empty.
        given_name: String,
        /// Where the login begins.
        url: String,
    },
    /// The account itself changed, or is about to.
    Account(AccountNews),
}

/// What is told of the sending of a mail.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// When it was decided on.
    pub at: DateTime<Utc>,
    /// The reference of the request that it follows from.
    pub reference: Option<&'a Reference>,
}

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The subject: one line, without anything that a person has typed.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", self.name())
    }
}

impl Message {
    /// The mail's stable name for logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::FirstPasswordLink { .. } => "first_password_link",
            Self::RecoveryLink { .. } => "recovery_link",
            Self::ActivationLink { .. } => "activation_link",
            Self::AlreadyRegistered { .. } => "already_registered",
            Self::PasswordChanged { .. } => "password_changed",
            Self::Locked { .. } => "locked",
            Self::NewLogin { .. } => "new_login",
            Self::RememberedLoginMisused { .. } => "remembered_login_misused",
            Self::SharedRecoveryLinks { .. } => "shared_recovery_links",
            Self::Reminder { .. } => "reminder",
            Self::Account(news) => news.name(),
        }
    }

    /// Whether somebody asks for this mail by typing an address or username.
    /// All others follow from what was done with an account.
    pub fn is_asked_for(&self) -> bool {
        matches!(
            self,
            Self::FirstPasswordLink { .. }
                | Self::RecoveryLink { .. }
                | Self::SharedRecoveryLinks { .. }
                | Self::ActivationLink { .. }
                | Self::Account(AccountNews { news: News::ConfirmAddress { .. } | News::AddressTaken { .. }, .. })
        )
    }

    /// The mail in `locale`, as it is true when it is `sent`.
    pub fn render(&self, locale: Locale, texts: &Texts, organisation: &Organisation, sent: Sent<'_>) -> Rendered {
        let letter = Writer { locale, texts, organisation, sent }.write(self);
        let html = Template::render(&letter).unwrap_or_else(|fault| {
            tracing::error!(%fault, mail = self.name(), "a mail could not be written as HTML");
            String::new()
        });
        Rendered { text: letter.text(), subject: letter.subject, html }
    }
}

/// A mail in the order in which it is read.
#[derive(Template)]
#[template(path = "letter.html")]
struct Letter<'a> {
    language: &'static str,
    subject: String,
    greeting: String,
    body: String,
    username: String,
    link: Option<Link<'a>>,
    /// In a mail for several people, each with an own link.
    people: Vec<logins::Part<'a>>,
    /// About the link or the event.
    notes: Vec<String>,
    /// What to do when it was somebody else, or when help is needed.
    advice: Vec<String>,
    /// When customer service answers, and what it finds the mail by.
    help: Vec<String>,
    signature: String,
    footer: String,
}

struct Link<'a> {
    label: String,
    url: &'a str,
}

impl Letter<'_> {
    fn text(&self) -> String {
        let opening = [self.greeting.as_str(), &self.body, &self.username];
        let link = self.link.as_ref().map(|link| link.url);
        let people = self.people.iter().flat_map(|part| [part.username.as_str(), part.link.url]);
        let rest = self.notes.iter().chain(&self.advice).chain(&self.help).chain([&self.signature, &self.footer]);
        let paragraphs = opening.into_iter().chain(link).chain(people).chain(rest.map(String::as_str));
        let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
        paragraphs.collect::<Vec<_>>().join("\n\n") + "\n"
    }
}

struct Writer<'a> {
    locale: Locale,
    texts: &'a Texts,
    organisation: &'a Organisation,
    sent: Sent<'a>,
}

impl Writer<'_> {
    fn write<'m>(&self, message: &'m Message) -> Letter<'m> {
        match message {
            Message::FirstPasswordLink { username, given_name, url, expires_at } => {
                let [subject, body] = ["mail_set_password_subject", "mail_set_password_body"];
                let letter = self.letter(subject, body, username, given_name);
                self.with_secret_link(letter, "mail_set_password_link", url, *expires_at)
            }
            Message::RecoveryLink { username, given_name, url, expires_at } => {
                let letter = self.letter("mail_reset_subject", "mail_reset_body", username, given_name);
                self.with_secret_link(letter, "mail_reset_link", url, *expires_at)
            }
            Message::ActivationLink { username, url, expires_at } => {
                let letter = self.letter("mail_activation_subject", "mail_activation_body", username, "");
                self.with_secret_link(letter, "mail_activation_link", url, *expires_at)
            }
            Message::AlreadyRegistered { username, given_name, url } => {
                let [subject, body] = ["mail_already_registered_subject", "mail_already_registered_body"];
                let mut letter = self.letter(subject, body, username, given_name);
                letter.link = Some(Link { label: self.text("mail_reset_link", &[]), url });
                letter.advice.insert(0, self.text("mail_not_requested", &[]));
                letter
            }
            Message::PasswordChanged { username, given_name, at } => {
                let [subject, body] = ["mail_password_changed_subject", "mail_password_changed_body"];
                let at = moment::date_time(self.locale, *at);
                let body = self.text(body, &[("service_name", self.service_name()), ("at", at.into())]);
                let mut letter = self.letter_of(subject, body, username, given_name);
                letter.advice = vec![self.text("mail_not_you", &[("support_contact", self.support_contact())])];
                letter
            }
            Message::Locked { username, given_name, until, url } => {
                let mut letter = self.letter("mail_locked_subject", "mail_locked_body", username, given_name);
                let until = moment::date_time(self.locale, moment::full_minute(*until));
                letter.link = Some(Link { label: self.text("mail_reset_link", &[]), url });
                letter.notes = vec![self.text("mail_locked_until", &[("until", until.into())])];
                letter.advice.insert(0, self.text("mail_locked_not_you", &[]));
                letter
            }
            Message::NewLogin { username, given_name, at, user_agent } => {
                self.new_login(username, given_name, *at, user_agent)
            }
            Message::RememberedLoginMisused { username, given_name, at } => {
                self.remembered_login_misused(username, given_name, *at)
            }
            Message::SharedRecoveryLinks { people, expires_at } => self.shared_recovery(people, *expires_at),
            Message::Account(news) => news.write(self),
            Message::Reminder { username, given_name, url } => {
                let mut letter = self.letter("mail_reminder_subject", "mail_reminder_body", username, given_name);
                letter.link = Some(Link { label: self.text("mail_reminder_link", &[]), url });
                letter.notes = ["mail_reminder_password", "mail_reminder_done"].map(|key| self.text(key, &[])).into();
                letter
            }
        }
    }

    fn letter<'m>(&self, subject: &str, body: &str, username: &str, given_name: &str) -> Letter<'m> {
        let body = self.text(body, &[("service_name", self.service_name())]);
        self.letter_of(subject, body, username, given_name)
    }

    fn letter_of<'m>(&self, subject: &str, body: String, username: &str, given_name: &str) -> Letter<'m> {
        Letter {
            language: self.locale.tag(),
            subject: self.text(subject, &[]),
            greeting: self.greeting(given_name),
            body,
            username: self.text("mail_username_line", &[("username", username.into())]),
            link: None,
            people: Vec::new(),
            notes: Vec::new(),
            advice: vec![self.text("mail_trouble_contact", &[("support_contact", self.support_contact())])],
            help: self.help(),
            signature: self.text("mail_signature", &[("service_name", self.service_name())]),
            footer: self.text("mail_auto_footer", &[]),
        }
    }

    fn with_secret_link<'m>(
        &self,
        mut letter: Letter<'m>,
        label: &str,
        url: &'m str,
        expires_at: DateTime<Utc>,
    ) -> Letter<'m> {
        letter.link = Some(Link { label: self.text(label, &[]), url });
        self.with_validity(letter, expires_at)
    }

    fn with_validity<'m>(&self, mut letter: Letter<'m>, expires_at: DateTime<Utc>) -> Letter<'m> {
        let minutes = moment::minutes_until(expires_at, self.sent.at);
        let until = moment::date_time(self.locale, expires_at);
        letter.notes = vec![
            self.text("mail_link_validity", &[("minutes", minutes.into()), ("until", until.into())]),
            self.text("mail_link_fallback", &[]),
        ];
        letter.advice.insert(0, self.text("mail_not_requested", &[]));
        letter
    }

    fn help(&self) -> Vec<String> {
        let hours = self.organisation.support_hours.get(self.locale.tag());
        let hours = hours.map(|hours| self.text("mail_support_hours", &[("hours", hours.into())]));
        let reference = self.sent.reference.map(Reference::as_str);
        let reference = reference.map(|reference| self.text("mail_reference", &[("reference", reference.into())]));
        hours.into_iter().chain(reference).collect()
    }

    fn greeting(&self, given_name: &str) -> String {
        // A line break in a name must not make a paragraph of its own.
        let name = given_name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            self.text("mail_greeting_plain", &[])
        } else {
            self.text("mail_greeting", &[("first_name", name.into())])
        }
    }

    fn text(&self, key: &str, args: &[(&'static str, Value<'_>)]) -> String {
        self.texts.get(self.locale, key, args)
    }

    fn service_name(&self) -> Value<'_> {
        self.organisation.service_name(self.locale).into()
    }

    fn support_contact(&self) -> Value<'static> {
        self.organisation.support_contact().into()
    }
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
