//! One row, judged by itself.

use chrono::{DateTime, TimeDelta, Utc};

use super::assessment::Assessment;
use super::cell::{self, Reading};
use super::cells::Cells;
use super::code::Code;
use super::column::Column;
use super::fingerprint::Fingerprint;
use super::new_account::NewAccount;
use super::problem::Severity;
use super::row::{Hetu, LegacyRow};
use super::rules::{Passwords, Rules};
use crate::account::{Kind, PostalAddress};
use crate::email::{self, Email};
use crate::hetu::Number;
use crate::legacy_password::{self, LegacyPassword, Unkept};
use crate::locale::Locale;
use crate::username;

/// Who has not been seen for so long may not need the account: five years.
const TOO_OLD: TimeDelta = TimeDelta::days(5 * 365);

/// Judges a row by itself. What concerns several rows is for
/// [`Seen::judge`](super::Seen::judge).
pub fn assess(row: &LegacyRow, rules: &Rules) -> Assessment {
    let mut reader = Reader { row, rules, cells: Cells::of(row) };
    let account = reader.account();
    let hetu = reader.hetu();
    let account = reader.cells.is_sound().then_some(account);
    Assessment { line: row.line, account, problems: reader.cells.problems, hetu }
}

struct Reader<'a> {
    row: &'a LegacyRow,
    rules: &'a Rules,
    cells: Cells<'a>,
}

impl Reader<'_> {
    fn account(&mut self) -> NewAccount {
        let external_id = self.cells.required(Column::ExternalId, Code::MissingExternalId);
        let source_system = self.cells.required(Column::SourceSystem, Code::MissingSourceSystem);
        let kind = self.kind();
        let email = self.email();
        let username = self.username(kind, email.as_ref());
        if email.is_none() && self.row.get(Column::Email).is_empty() {
            let severity = if username.is_some() { Severity::Warning } else { Severity::Error };
            self.cells.note(Column::Email, Code::NoEmail, severity);
        }
        let email_verified = self.boolean(Column::EmailVerified, false) && email.is_some();
        let enabled = self.boolean(Column::Enabled, true);
        if !enabled {
            self.cells.warn(Column::Enabled, Code::Disabled);
        }
        let activated = self.activated();
        self.judge_lock();
        NewAccount {
            external_id,
            source_system,
            username,
            email,
            email_verified,
            given_name: self.cells.text(Column::GivenName),
            family_name: self.cells.text(Column::FamilyName),
            phone: self.phone(),
            address: self.address(),
            locale: self.locale(),
            kind,
            enabled,
            legacy_created_at: self.timestamp(Column::CreatedAt),
            last_login_at: self.last_login_at(),
            password: self.password().filter(|_| activated),
        }
    }

    fn kind(&mut self) -> Kind {
        let name = self.row.get(Column::UserType).to_lowercase();
        if name.is_empty() {
            return Kind::default();
        }
        Kind::from_name(&name).unwrap_or_else(|| {
            self.cells.refuse(Column::UserType, Code::UnknownUserType);
            Kind::default()
        })
    }

    fn email(&mut self) -> Option<Email> {
        let text = self.row.get(Column::Email);
        if text.is_empty() {
            return None;
        }
        if email::suggestion(text).is_some() {
            self.cells.refuse(Column::Email, Code::DisposableDomainTypo);
            return None;
        }
        let parsed = Email::parse(text);
        if parsed.is_err() {
            self.cells.refuse(Column::Email, Code::InvalidEmail);
        }
        parsed.ok()
    }

    fn username(&mut self, kind: Kind, email: Option<&Email>) -> Option<String> {
        let text = self.row.get(Column::Username);
        let is_official = kind == Kind::Official;
        // The old systems repeated the address in this column.
        let repeats_email = email.is_some_and(|own| Email::parse(text).is_ok_and(|same| same.key() == own.key()));
        if text.is_empty() || (repeats_email && !is_official) {
            if is_official {
                self.cells.refuse(Column::Username, Code::OfficialUsername);
            }
            return None;
        }
        if is_official && text.contains('@') {
            self.cells.warn(Column::Username, Code::OfficialUsername);
        }
        let parsed = username::parse(text);
        if parsed.is_err() {
            self.cells.refuse(Column::Username, Code::InvalidUsername);
        }
        parsed.ok()
    }

    fn boolean(&mut self, column: Column, when_empty: bool) -> bool {
        let text = self.row.get(column);
        if text.is_empty() {
            return when_empty;
        }
        cell::boolean(text).unwrap_or_else(|| {
            self.cells.refuse(column, Code::InvalidBoolean);
            when_empty
        })
    }

    fn timestamp(&mut self, column: Column) -> Option<DateTime<Utc>> {
        let text = self.row.get(column);
        let at = cell::timestamp(text);
        if at.is_none() && !text.is_empty() {
            self.cells.warn(column, Code::InvalidTimestamp);
        }
        at
    }

    fn locale(&mut self) -> Option<Locale> {
        let tag = self.row.get(Column::Locale);
        let locale = Locale::from_tag(tag);
        if locale.is_none() && !tag.is_empty() {
            self.cells.warn(Column::Locale, Code::UnknownLocale);
        }
        locale
    }

    fn phone(&mut self) -> String {
        let text = self.cells.text(Column::Phone);
        if text.is_empty() {
            return text;
        }
        match cell::phone(&text) {
            Reading::Sound(number) => number,
            Reading::Repaired(number) => {
                self.cells.warn(Column::Phone, Code::PhoneDamaged);
                number
            }
            Reading::Unclear(text) => {
                self.cells.warn(Column::Phone, Code::UnknownPhone);
                text
            }
        }
    }

    fn address(&mut self) -> PostalAddress {
        let postal_code = match cell::postal_code(&self.cells.text(Column::PostalCode)) {
            Reading::Repaired(code) => {
                self.cells.warn(Column::PostalCode, Code::PostalCodeDamaged);
                code
            }
            Reading::Sound(code) | Reading::Unclear(code) => code,
        };
        PostalAddress { street: self.cells.text(Column::Street), postal_code, city: self.cells.text(Column::City) }
    }

    /// Whoever never finished signing up has not shown that the address is
    /// theirs: a password from then must not open the account.
    fn activated(&mut self) -> bool {
        let activated = self.boolean(Column::Activated, true);
        if !activated {
            self.cells.warn(Column::Activated, Code::NeverActivated);
        }
        activated
    }

    fn judge_lock(&mut self) {
        let text = self.row.get(Column::Locked);
        let is_locked = match cell::timestamp(text) {
            Some(until) => until > self.rules.now,
            // Databases say "never" and "for ever" by years that no calendar needs.
            None if text.as_bytes().get(4) == Some(&b'-') => text > "2200-",
            None => self.boolean(Column::Locked, false),
        };
        if is_locked {
            self.cells.warn(Column::Locked, Code::Locked);
        }
    }

    fn last_login_at(&mut self) -> Option<DateTime<Utc>> {
        let at = self.timestamp(Column::LastLoginAt);
        if at.is_some_and(|at| self.rules.now - at > TOO_OLD) {
            self.cells.warn(Column::LastLoginAt, Code::TooOld);
        }
        at
    }

    fn password(&mut self) -> Option<LegacyPassword> {
        let stored = self.row.stored_password();
        let read = match self.rules.passwords {
            Passwords::Reset => legacy_password::check_algorithm(stored.algorithm).map(|()| None),
            Passwords::Keep => legacy_password::read(stored),
        };
        let column = match stored.algorithm {
            "" => Column::PasswordHash,
            _ => Column::PasswordAlgorithm,
        };
        read.unwrap_or_else(|why| {
            self.cells.warn(column, if why == Unkept::Readable { Code::EncryptedHash } else { Code::UnknownHash });
            None
        })
    }

    fn hetu(&mut self) -> Option<Fingerprint> {
        match self.row.hetu {
            Hetu::NoColumn => None,
            Hetu::Missing => {
                self.cells.warn(Column::Hetu, Code::NoHetu);
                None
            }
            Hetu::Judged(Err(_), _) => {
                self.cells.warn(Column::Hetu, Code::InvalidHetu);
                None
            }
            Hetu::Judged(Ok(Number::Artificial), fingerprint) => {
                self.cells.warn(Column::Hetu, Code::TestUser);
                Some(fingerprint)
            }
            Hetu::Judged(Ok(Number::Personal), fingerprint) => Some(fingerprint),
        }
    }
}
