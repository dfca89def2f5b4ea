//! An account: one person (or one official) known to this provider.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::email::Email;
use crate::locale::Locale;
use crate::migration::Migration;
use crate::password::PasswordHash;

/// What sort of person an account belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A resident; the e-mail address is the username.
    #[default]
    Citizen,
    /// Somebody at work; the username has a form of its own.
    Official,
    /// A tenant of the housing company; may have a fixed username besides.
    Tenant,
}

impl Kind {
    /// The name that imports and the database use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Official => "official",
            Self::Tenant => "tenant",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Citizen, Self::Official, Self::Tenant].into_iter().find(|kind| kind.name() == name)
    }
}

/// A postal address; empty strings are not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
}

/// One account. Empty strings are not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Key of the account's row. Never leaves the provider.
    pub id: Uuid,
    /// The subject identifier: opaque, never changes, never given out again.
    pub sub: String,
    /// The immutable username of those who have one.
    pub username: Option<String>,
    /// The e-mail address; the username of everybody else.
    pub email: Option<Email>,
    /// Whether the person has shown that mail to `email` reaches them.
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
    /// The password's hash; `None` until one was set.
    pub password: Option<PasswordHash>,
    /// When the password was last set.
    pub password_set_at: Option<DateTime<Utc>>,
    /// Where a migrated account stands; `None` for one that began here.
    pub migration: Option<Migration>,
    /// When an administrator closed the account.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When the account was made here.
    pub created_at: DateTime<Utc>,
    /// When its data last changed.
    pub updated_at: DateTime<Utc>,
}

impl Account {
    /// The name that the person signs in with: the immutable username where
    /// one exists, otherwise the e-mail address.
    pub fn sign_in_name(&self) -> &str {
        self.username.as_deref().or_else(|| self.email.as_ref().map(Email::as_str)).unwrap_or_default()
    }

    /// Given and family name together; empty when neither is known.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// Whether the account may be used.
    pub fn is_open(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Whether the next login must begin with a mailed link: a migrated
    /// account that has no password, neither one set here nor one that was kept.
    pub fn needs_first_password(&self) -> bool {
        self.password.is_none() && self.migration.as_ref().is_some_and(|migration| !migration.is_complete())
    }
}
