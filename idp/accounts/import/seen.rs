//! What several rows have in common: one id, one address, one username, one
//! identity code.

mod map;

use map::FirstSeen;

use super::assessment::Assessment;
use super::code::Code;
use super::column::Column;
use super::fingerprint::{self, Fingerprint};
use super::new_account::NewAccount;
use super::problem::Line;
use crate::email::Email;
use crate::{fold, username};

/// The rows that were accepted so far, as fingerprints: some fifty bytes a row
/// that has an id and an address.
#[derive(Default)]
pub struct Seen {
    ids: FirstSeen<Spot>,
    usernames: FirstSeen<Spot>,
    /// Usernames that have the form of an e-mail address, by address.
    addresslike_usernames: FirstSeen<Spot>,
    emails: FirstSeen<Holder>,
    hetus: FirstSeen<Spot>,
}

/// A [`Line`] in eight bytes, its file in the upper two of them. Halves, so that
/// what holds one needs no padding.
#[derive(Clone, Copy)]
struct Spot {
    upper: u32,
    lower: u32,
}

impl From<Line> for Spot {
    fn from(line: Line) -> Self {
        let spot = (u64::from(line.file) << 48) | (line.number & 0xffff_ffff_ffff);
        let half = |bits: u64| u32::try_from(bits & 0xffff_ffff).unwrap_or(u32::MAX);
        Self { upper: half(spot >> 32), lower: half(spot) }
    }
}

impl From<Spot> for Line {
    fn from(Spot { upper, lower }: Spot) -> Self {
        let spot = (u64::from(upper) << 32) | u64::from(lower);
        Self { file: u16::try_from(spot >> 48).unwrap_or(u16::MAX), number: spot & 0xffff_ffff_ffff }
    }
}

/// Who has an address.
struct Holder {
    spot: Spot,
    spelling: u32,
    person: Person,
}

/// By what two rows of one address may be known as one person; zero where it
/// is not known.
struct Person {
    name: u32,
    hetu: u32,
}

impl Person {
    /// Nobody is merged: this only says what is likely. Father and son may
    /// have one name, but not one identity code.
    fn is_probably(&self, other: &Self) -> bool {
        match (self.hetu, other.hetu) {
            (0, _) | (_, 0) => self.name != 0 && self.name == other.name,
            (one, another) => one == another,
        }
    }
}

impl Seen {
    /// Judges a row by the rows before it and remembers it if it is accepted.
    /// An address that several rows share stays with the first of them.
    pub fn judge(&mut self, mut assessment: Assessment) -> Assessment {
        if let Some(account) = &assessment.account {
            if let Some((column, code, earlier)) = self.conflict(account) {
                assessment.reject(column, code, Some(earlier));
            } else if let Some((code, earlier)) = self.email_conflict(account, assessment.hetu) {
                assessment.lose_email(code, Some(earlier));
            }
        }
        if assessment.account.is_some()
            && let Some(earlier) = assessment.hetu.and_then(|hetu| self.hetus.get(hetu))
        {
            assessment.warn(Column::Hetu, Code::DuplicateHetu, Line::from(*earlier));
        }
        self.remember(&assessment);
        assessment
    }

    /// A conflict that no row survives.
    fn conflict(&self, account: &NewAccount) -> Option<(Column, Code, Line)> {
        if let Some(earlier) = self.ids.get(id(account)) {
            return Some((Column::ExternalId, Code::DuplicateRow, Line::from(*earlier)));
        }
        let username = account.username.as_deref()?;
        if let Some(earlier) = self.usernames.get(fingerprint::of(&username::key(username))) {
            return Some((Column::Username, Code::DuplicateUsername, Line::from(*earlier)));
        }
        // Usernames are looked up first: this one would stand before the other
        // person's login.
        let address = Email::parse(username).ok()?;
        let holder = self.emails.get(fingerprint::of(address.key()))?;
        Some((Column::Username, Code::UsernameIsAnEmailOfAnother, holder.spot.into()))
    }

    /// A conflict that takes the address away.
    fn email_conflict(&self, account: &NewAccount, hetu: Option<Fingerprint>) -> Option<(Code, Line)> {
        let email = account.email.as_ref()?;
        let key = fingerprint::of(email.key());
        if let Some(earlier) = self.addresslike_usernames.get(key) {
            return Some((Code::UsernameIsAnEmailOfAnother, Line::from(*earlier)));
        }
        let holder = self.emails.get(key)?;
        let code = if person(account, hetu).is_probably(&holder.person) {
            Code::DuplicateEmailSamePerson
        } else if holder.spelling == fingerprint::short(fingerprint::of(email.as_str())) {
            Code::SharedFamilyEmail
        } else {
            Code::DuplicateEmailCase
        };
        Some((code, holder.spot.into()))
    }

    fn remember(&mut self, assessment: &Assessment) {
        let (Some(account), spot) = (&assessment.account, Spot::from(assessment.line)) else { return };
        self.ids.insert(id(account), spot);
        if let Some(hetu) = assessment.hetu {
            self.hetus.insert(hetu, spot);
        }
        if let Some(email) = &account.email {
            let spelling = fingerprint::short(fingerprint::of(email.as_str()));
            let person = person(account, assessment.hetu);
            self.emails.insert(fingerprint::of(email.key()), Holder { spot, spelling, person });
        }
        if let Some(username) = &account.username {
            self.usernames.insert(fingerprint::of(&username::key(username)), spot);
            if let Ok(address) = Email::parse(username) {
                self.addresslike_usernames.insert(fingerprint::of(address.key()), spot);
            }
        }
    }
}

fn person(account: &NewAccount, hetu: Option<Fingerprint>) -> Person {
    let name = format!("{} {}", account.given_name, account.family_name);
    let is_named = !account.given_name.is_empty() && !account.family_name.is_empty();
    let mark = |fingerprint: Option<Fingerprint>| fingerprint.map_or(0, fingerprint::short);
    Person { name: mark(is_named.then(|| fingerprint::of(&fold::case(&name)))), hetu: mark(hetu) }
}

fn id(account: &NewAccount) -> Fingerprint {
    // NUL cannot be in either: control characters are errors.
    fingerprint::of(&format!("{}\0{}", account.source_system, account.external_id))
}

#[cfg(test)]
mod tests;
