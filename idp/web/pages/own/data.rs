//! What is stored about a person, to be taken away.

use accounts::{Account, Locale};
use askama::Template;
use chrono::{DateTime, Utc};

use super::super::frame::{Frame, name_key};
use crate::locales::moment;

/// `/account/data`.
#[derive(Template)]
#[template(path = "own_data.html")]
pub struct DataPage {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
}

/// A name, or an instant, and what is stored under it.
pub type Row = (String, String);

/// What a part of the readable file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionName {
    /// Where the person lives.
    Homes,
    /// The ids that older systems know the person by.
    LegacyIds,
    /// The logins.
    Sessions,
    /// The services that hold a grant.
    Services,
    /// What the person agreed to.
    Acceptances,
    /// The audit trail.
    Events,
    /// The newest of it, where it is too long for a file.
    NewestEvents,
}

impl SectionName {
    fn key(self) -> &'static str {
        match self {
            Self::Homes => "data_homes",
            Self::LegacyIds => "data_legacy_ids",
            Self::Sessions => "data_sessions",
            Self::Services => "data_services",
            Self::Acceptances => "data_acceptances",
            Self::Events => "data_events",
            Self::NewestEvents => "data_newest_events",
        }
    }
}

/// One list of the readable file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub name: SectionName,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// The readable file: one document without anything from elsewhere.
#[derive(Template)]
#[template(path = "data_file.html")]
pub struct DataFile {
    /// What all pages share; only its language and texts are used.
    pub frame: Frame,
    /// When the data were read.
    pub made_at: DateTime<Utc>,
    /// The account.
    pub account: Account,
    /// How many wrong passwords are remembered.
    pub wrong_passwords: u32,
    /// The lists after it.
    pub sections: Vec<Section>,
}

impl DataFile {
    fn made(&self) -> String {
        self.frame.with("data_file_made", "at", moment::date_time(self.frame.locale(), self.made_at))
    }

    fn facts(&self) -> Vec<Row> {
        let Account { sub, username, email, given_name, family_name, phone, address, .. } = &self.account;
        let town = format!("{} {}", address.postal_code, address.city);
        let email = email.as_ref().map(|email| email.as_str().to_owned());
        let migration = self.account.migration.as_ref().map(|migration| migration.batch.clone());
        let rows = [
            ("data_subject", sub.clone()),
            ("data_username", username.clone().unwrap_or_default()),
            ("account_email_label", email.unwrap_or_default()),
            ("data_email_verified", self.yes_or_no(self.account.email_verified)),
            ("account_first_name_label", given_name.clone()),
            ("account_last_name_label", family_name.clone()),
            ("account_mobile_label", phone.clone()),
            ("account_street_label", address.street.clone()),
            ("account_address_label", town.trim().to_owned()),
            ("account_language_label", self.account.locale.map(|locale| self.language(locale)).unwrap_or_default()),
            ("data_kind", self.account.kind.name().to_owned()),
            ("account_password_label", self.instant(self.account.password_set_at)),
            ("data_migration", migration.unwrap_or_default()),
            ("data_wrong_passwords", self.wrong_passwords.to_string()),
            ("data_created", self.instant(Some(self.account.created_at))),
            ("data_updated", self.instant(Some(self.account.updated_at))),
        ];
        rows.into_iter().map(|(key, value)| (self.frame.t(key), value)).collect()
    }

    fn language(&self, locale: Locale) -> String {
        self.frame.t(name_key(locale))
    }

    fn yes_or_no(&self, value: bool) -> String {
        self.frame.t(if value { "data_yes" } else { "data_no" })
    }

    fn instant(&self, at: Option<DateTime<Utc>>) -> String {
        at.map(|at| moment::date_time(self.frame.locale(), at)).unwrap_or_default()
    }
}
