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
    /// The username of the older system, by which a person whose username is
    /// now the e-mail address is still found for a while.
    pub former_username: Option<String>,
    /// Where mail goes to a person without an address of their own: in the
    /// older system they shared one that is now another person's login.
    pub contact_email: Option<Email>,
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
    /// Since when the account waits for its owner to open the mailed link that
    /// activates it; `None` once it is active, and for accounts that were
    /// brought in.
    pub unactivated_since: Option<DateTime<Utc>>,
    /// When the account is deleted, as its owner wished.
    pub deletion_due_at: Option<DateTime<Utc>>,
    /// When mail to the person was last returned as undeliverable.
    pub mail_failed_at: Option<DateTime<Utc>>,
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

    /// Where mail goes to the person.
    pub fn mailbox(&self) -> Option<&Email> {
        self.email.as_ref().or(self.contact_email.as_ref())
    }

    /// Whether `address` is where mail goes to the person only because they have
    /// no address of their own.
    pub fn is_contact(&self, address: &Email) -> bool {
        self.contact_email.as_ref().is_some_and(|contact| contact.key() == address.key())
    }

    /// Whether the person should be asked for an address: there is none that is
    /// theirs alone. Officials may share theirs.
    pub fn lacks_own_address(&self) -> bool {
        self.email.is_none() && self.kind != Kind::Official
    }

    /// Given and family name together; empty when neither is known.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// Whether the account may be used.
    pub fn is_open(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Whether the account may still be used and has the password that was
    /// proven for `proven`, an older reading of it: hashing takes its time.
    pub fn is_as_proven(&self, proven: &Self) -> bool {
        self.is_open() && self.password == proven.password
    }

    /// Whether the account was registered and not activated yet: nobody has
    /// shown that its address is theirs, so it has no session.
    pub fn awaits_activation(&self) -> bool {
        self.unactivated_since.is_some()
    }

    /// Whether the next login must begin with a mailed link: a migrated
    /// account that has no password, neither one set here nor one that was kept.
    pub fn needs_first_password(&self) -> bool {
        self.password.is_none() && self.migration.as_ref().is_some_and(|migration| !migration.is_complete())
    }

    /// The account without anything that tells of the person, closed. What
    /// stays keeps the subject, and by its key the ids of older systems, from
    /// ever being given to somebody else.
    #[must_use]
    pub fn archived(self, now: DateTime<Utc>) -> Self {
        // Every field is named, so that a new one is not kept by oversight.
        Self {
            id: self.id,
            sub: self.sub,
            username: None,
            email: None,
            former_username: None,
            contact_email: None,
            email_verified: false,
            given_name: String::new(),
            family_name: String::new(),
            phone: String::new(),
            address: PostalAddress::default(),
            locale: None,
            kind: self.kind,
            password: None,
            password_set_at: None,
            migration: self.migration.map(|migration| migration.archived(now)),
            unactivated_since: None,
            deletion_due_at: None,
            mail_failed_at: None,
            disabled_at: self.disabled_at.or(Some(now)),
            created_at: self.created_at,
            updated_at: now,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use chrono::TimeDelta;

    use super::*;
    use crate::migration::Stage;

    const IMPORTED: DateTime<Utc> = DateTime::UNIX_EPOCH;

    pub(crate) fn account() -> Account {
        Account {
            id: Uuid::from_u128(1),
            sub: "kept".to_owned(),
            username: Some("gone-name".to_owned()),
            email: Some(Email::parse("gone@example.fi").unwrap()),
            former_username: Some("gone-before".to_owned()),
            contact_email: Some(Email::parse("gone.family@example.fi").unwrap()),
            email_verified: true,
            given_name: "Gone".to_owned(),
            family_name: "Gone".to_owned(),
            phone: "+358401234567".to_owned(),
            address: PostalAddress { street: "Gone 1".to_owned(), ..PostalAddress::default() },
            locale: Some(Locale::Sv),
            kind: Kind::Tenant,
            password: Some(PasswordHash("gone".to_owned())),
            password_set_at: Some(IMPORTED),
            migration: Some(Migration::imported("batch", IMPORTED)),
            unactivated_since: None,
            deletion_due_at: Some(IMPORTED),
            mail_failed_at: Some(IMPORTED),
            disabled_at: None,
            created_at: IMPORTED,
            updated_at: IMPORTED,
        }
    }

    #[test]
    fn an_archived_account_keeps_its_subject_and_tells_nothing_of_the_person() {
        let now = IMPORTED + TimeDelta::days(400);
        let archived = account().archived(now);
        assert_eq!((archived.id, archived.sub.as_str()), (account().id, "kept"));
        assert_eq!(archived.migration.as_ref().map(|migration| migration.stage), Some(Stage::Archived));
        assert_eq!(archived.disabled_at, Some(now));
        assert!(!archived.is_open() && archived.sign_in_name().is_empty() && archived.full_name().is_empty());
        let told = format!("{archived:?}").to_lowercase();
        assert!(!told.contains("gone") && !told.contains("+358"), "{told}");
    }

    #[test]
    fn whoever_has_only_a_shared_address_or_none_lacks_one() {
        let own = Account { email: Email::parse("own@example.fi").ok(), ..account() };
        assert!(!own.lacks_own_address());
        for contact_email in [None, Email::parse("family@example.fi").ok()] {
            let without = Account { email: None, contact_email, ..account() };
            assert!(without.lacks_own_address());
            assert!(!Account { kind: Kind::Official, ..without }.lacks_own_address());
        }
    }

    #[test]
    fn an_account_that_was_closed_before_stays_closed_since_then() {
        let closed = Account { disabled_at: Some(IMPORTED), ..account() };
        assert_eq!(closed.archived(IMPORTED + TimeDelta::days(1)).disabled_at, Some(IMPORTED));
    }
}
