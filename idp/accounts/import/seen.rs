//! What several rows have in common: one id, one address, one username.

use std::collections::{HashMap, HashSet};

use sha2::{Digest as _, Sha256};

use super::assessment::Assessment;
use super::column::Column;
use super::new_account::NewAccount;
use super::problem::Code;
use crate::email::Email;
use crate::username;

/// Half a SHA-256: rows take the same little memory whatever they hold, and
/// two of them do not meet by chance.
type Fingerprint = [u8; 16];

/// The rows that were accepted so far, as fingerprints: some hundred bytes a
/// row.
#[derive(Default)]
pub struct Seen {
    ids: HashSet<Fingerprint>,
    usernames: HashSet<Fingerprint>,
    /// Usernames that have the form of an e-mail address, by address.
    addresslike_usernames: HashSet<Fingerprint>,
    /// Addresses, each with its spelling.
    emails: HashMap<Fingerprint, Fingerprint>,
}

impl Seen {
    /// Judges a row by the rows before it and remembers it if it is accepted.
    /// An address that several rows share stays with the first of them.
    pub fn judge(&mut self, mut assessment: Assessment) -> Assessment {
        if let Some(account) = &assessment.account {
            if let Some((column, code)) = self.conflict(account) {
                assessment.reject(column, code);
            } else if let Some(code) = account.email.as_ref().and_then(|email| self.email_conflict(email)) {
                assessment.lose_email(code);
            }
        }
        if let Some(account) = &assessment.account {
            self.remember(account);
        }
        assessment
    }

    /// A conflict that no row survives.
    fn conflict(&self, account: &NewAccount) -> Option<(Column, Code)> {
        if self.ids.contains(&id(account)) {
            return Some((Column::ExternalId, Code::DuplicateRow));
        }
        let username = account.username.as_deref()?;
        if self.usernames.contains(&fingerprint(&username::key(username))) {
            return Some((Column::Username, Code::DuplicateUsername));
        }
        // Usernames are looked up first: this one would stand before the other
        // person's login.
        let address = Email::parse(username).ok()?;
        let is_taken = self.emails.contains_key(&fingerprint(address.key()));
        is_taken.then_some((Column::Username, Code::UsernameIsAnEmailOfAnother))
    }

    /// A conflict that takes the address away.
    fn email_conflict(&self, email: &Email) -> Option<Code> {
        let key = fingerprint(email.key());
        if self.addresslike_usernames.contains(&key) {
            return Some(Code::UsernameIsAnEmailOfAnother);
        }
        let spelling = self.emails.get(&key)?;
        let is_same_spelling = *spelling == fingerprint(email.as_str());
        Some(if is_same_spelling { Code::SharedFamilyEmail } else { Code::DuplicateEmailCase })
    }

    fn remember(&mut self, account: &NewAccount) {
        self.ids.insert(id(account));
        if let Some(email) = &account.email {
            self.emails.insert(fingerprint(email.key()), fingerprint(email.as_str()));
        }
        if let Some(username) = &account.username {
            self.usernames.insert(fingerprint(&username::key(username)));
            if let Ok(address) = Email::parse(username) {
                self.addresslike_usernames.insert(fingerprint(address.key()));
            }
        }
    }
}

fn id(account: &NewAccount) -> Fingerprint {
    // NUL cannot be in either: control characters are errors.
    fingerprint(&format!("{}\0{}", account.source_system, account.external_id))
}

fn fingerprint(text: &str) -> Fingerprint {
    let digest: [u8; 32] = Sha256::digest(text).into();
    std::array::from_fn(|place| digest.get(place).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests;
