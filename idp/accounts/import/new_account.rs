//! The account that a row becomes.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::account::{Account, Kind, PostalAddress};
use crate::email::Email;
use crate::legacy_password::LegacyPassword;
use crate::locale::Locale;
use crate::migration::Migration;

/// An account that a row becomes.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// What the old system called the person.
    pub external_id: String,
    /// Which old system it was.
    pub source_system: String,
    /// The immutable username of those who have one.
    pub username: Option<String>,
    /// The e-mail address.
    pub email: Option<Email>,
    /// The username of somebody whose username is the e-mail address from now
    /// on.
    pub former_username: Option<String>,
    /// The e-mail address of somebody for whom it is no login, because it is
    /// another person's.
    pub contact_email: Option<Email>,
    /// Whether the old system saw that mail arrives there.
    pub email_verified: bool,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone number, in E.164 where it could be recognised.
    pub phone: String,
    /// Postal address.
    pub address: PostalAddress,
    /// The language that the person uses.
    pub locale: Option<Locale>,
    /// What sort of person it is.
    pub kind: Kind,
    /// Whether the account may be used.
    pub enabled: bool,
    /// The password of the old system, where it is kept.
    pub password: Option<LegacyPassword>,
    /// When the old account was made.
    pub legacy_created_at: Option<DateTime<Utc>>,
    /// When the person last logged in to the old system.
    pub last_login_at: Option<DateTime<Utc>>,
}

impl NewAccount {
    /// The account as it begins here, at the start of its migration and
    /// without a password: an old one must be hashed first. `id` and `sub` are
    /// fresh and random.
    pub fn into_account(self, id: Uuid, sub: String, batch: &str, now: DateTime<Utc>) -> Account {
        Account {
            id,
            sub,
            username: self.username,
            email: self.email,
            former_username: self.former_username,
            contact_email: self.contact_email,
            email_verified: self.email_verified,
            given_name: self.given_name,
            family_name: self.family_name,
            phone: self.phone,
            address: self.address,
            locale: self.locale,
            kind: self.kind,
            password: None,
            password_set_at: None,
            migration: Some(Migration::imported(batch, now)),
            unactivated_since: None,
            deletion_due_at: None,
            mail_failed_at: None,
            disabled_at: (!self.enabled).then_some(now),
            created_at: now,
            updated_at: now,
        }
    }
}

impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewAccount(..)")
    }
}
