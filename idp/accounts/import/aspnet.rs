//! Records of ASP.NET's account tables as rows: `aspnet_Users` with
//! `aspnet_Membership`, `UserProfile` with `webpages_Membership`, and
//! `AspNetUsers`.

use std::collections::BTreeMap;
use std::fmt;

use super::code::Code;
use super::column::Column;
use super::problem::{Line, Problem, Severity};
use super::row::LegacyRow;
use crate::email::Email;
use crate::legacy_password::Membership;

/// The tables' names for what a column holds; whichever has content first.
const NAMES: [(Column, &[&str]); 17] = [
    (Column::ExternalId, &["userid", "id"]),
    (Column::Username, &["username"]),
    (Column::Email, &["email"]),
    (Column::EmailVerified, &["emailconfirmed"]),
    (Column::GivenName, &["firstname", "givenname", "etunimi"]),
    (Column::FamilyName, &["lastname", "familyname", "surname", "sukunimi"]),
    (Column::Phone, &["phonenumber", "phone", "mobilephone", "mobile", "puhelin"]),
    (Column::Street, &["street", "streetaddress", "address", "katuosoite"]),
    (Column::PostalCode, &["postalcode", "postcode", "zipcode", "zip", "postinumero"]),
    (Column::City, &["city", "postoffice", "postitoimipaikka"]),
    (Column::Locale, &["locale", "language", "culture", "kieli"]),
    (Column::UserType, &["usertype"]),
    (Column::Enabled, &["isapproved"]),
    (Column::Activated, &["isconfirmed"]),
    (Column::Hetu, &["hetu", "henkilotunnus", "ssn"]),
    (Column::CreatedAt, &["createdate", "createdat"]),
    (Column::LastLoginAt, &["lastlogindate", "lastactivitydate"]),
];

/// A record of a table: its cells by name, in which letter case and
/// underscores do not matter.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record(BTreeMap<String, String>);

/// What a table holds, judged by the names of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// People, with their passwords or without.
    People,
    /// Passwords of people who are in another table.
    Passwords,
    /// Logins at other services, or roles: not taken over.
    Unused,
}

impl Table {
    /// The table that has these columns; `None` if it is no table of ASP.NET's.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let names: Vec<String> = names.into_iter().map(normalise).collect();
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        if has("loginprovider") || has("roleid") {
            Some(Self::Unused)
        } else if has("username") && (has("userid") || has("id")) {
            Some(Self::People)
        } else if has("userid") && has("password") {
            Some(Self::Passwords)
        } else {
            None
        }
    }
}

impl<N: AsRef<str>> FromIterator<(N, String)> for Record {
    fn from_iter<I: IntoIterator<Item = (N, String)>>(cells: I) -> Self {
        let named = cells.into_iter().map(|(name, cell)| (normalise(name.as_ref()), cell));
        Self(named.filter(|(_, cell)| !cell.trim().is_empty() && cell != "NULL").collect())
    }
}

impl Record {
    /// The user that the record is of; empty when it does not say.
    pub fn user_id(&self) -> &str {
        self.first(&["userid", "id"]).unwrap_or_default()
    }

    /// Takes what it lacks itself from another table's record of the same user.
    #[must_use]
    pub fn joined(mut self, other: Self) -> Self {
        for (name, cell) in other.0 {
            self.0.entry(name).or_insert(cell);
        }
        self
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.0.get(*name)).map(String::as_str)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Record(..)")
    }
}

/// The row of a user of the system `source`. `membership` is the hash of its
/// `hashAlgorithmType`, where somebody knows it; the tables do not say.
///
/// # Errors
/// When it is no person but an anonymous visitor.
pub fn row(line: Line, record: &Record, source: &str, membership: Option<Membership>) -> Result<LegacyRow, Problem> {
    if matches!(record.first(&["isanonymous"]), Some("1" | "True" | "true")) {
        return Err(Problem::of_row(line, Code::NotAPerson, Severity::Warning));
    }
    let mut cells = vec![(Column::SourceSystem, source.to_owned())];
    for (column, names) in NAMES {
        let cell = record.first(names).map(|cell| match column {
            Column::CreatedAt | Column::LastLoginAt => utc(cell),
            _ => cell.to_owned(),
        });
        cells.extend(cell.map(|cell| (column, cell)));
    }
    // Where the address was the name, it often was the name only.
    let username = record.first(&["username"]).filter(|name| Email::parse(name).is_ok());
    if let (None, Some(address)) = (record.first(&["email"]), username) {
        cells.push((Column::Email, address.to_owned()));
    }
    let locked = record.first(&["islockedout"]).map(str::to_owned);
    let locked = locked.or_else(|| record.first(&["lockoutend", "lockoutenddateutc"]).map(utc));
    cells.extend(locked.map(|locked| (Column::Locked, locked)));
    cells.extend(password(record, membership));
    Ok(LegacyRow::new(line, cells.iter().map(|(column, cell)| (*column, cell.as_str()))))
}

fn password(record: &Record, membership: Option<Membership>) -> Vec<(Column, String)> {
    let Some(hash) = record.first(&["passwordhash", "password"]) else { return Vec::new() };
    let format = record.first(&["passwordformat"]);
    let algorithm = match (format, membership) {
        (Some("0"), _) => "membership_clear",
        (Some("2"), _) => "membership_encrypted",
        (Some("1"), None) => "membership",
        (Some("1"), Some(hash)) => name(hash),
        (Some(_), _) => "unknown",
        (None, Some(kind)) if hash.contains('|') => name(kind),
        (None, _) => "",
    };
    let salt = record.first(&["passwordsalt"]).unwrap_or_default();
    vec![
        (Column::PasswordAlgorithm, algorithm.to_owned()),
        (Column::PasswordHash, hash.to_owned()),
        (Column::PasswordSalt, salt.to_owned()),
    ]
}

fn name(hash: Membership) -> &'static str {
    match hash {
        Membership::Sha1 => "membership_sha1",
        Membership::Sha256 => "membership_sha256",
        Membership::HmacSha256 => "membership_hmacsha256",
    }
}

/// The tables' times are in UTC and mostly do not say so. SQL Server sets an
/// offset apart with a blank.
fn utc(time: &str) -> String {
    let Some((seconds, rest)) = time.split_at_checked(19) else { return time.to_owned() };
    let offset = if rest.contains(['Z', '+', '-']) { "" } else { "Z" };
    format!("{}{}{offset}", seconds.replacen(' ', "T", 1), rest.replace(' ', ""))
}

fn normalise(name: &str) -> String {
    let name = name.trim_start_matches('\u{feff}').trim();
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
