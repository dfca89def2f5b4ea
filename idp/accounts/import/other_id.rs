//! Rows that tell by which id another system knows somebody who is here.
//!
//! A client is told one `legacy_id` of a person, so a person has one id of a
//! system, and an id one person.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use uuid::Uuid;

use super::cells::Cells;
use super::code::Code;
use super::column::Column;
use super::fingerprint::{self, Fingerprint};
use super::known_person::{KnownPeople, KnownPerson, LegacyId};
use super::problem::Line;
use super::row::LegacyRow;
use super::verdict::{Objection, Verdict};

/// What a row says.
#[derive(Clone, PartialEq, Eq)]
pub struct OtherId {
    /// Whose id it is.
    pub person: KnownPerson,
    /// The system and its id of the person.
    pub legacy_id: LegacyId,
}

impl fmt::Debug for OtherId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OtherId(..)")
    }
}

/// Judges a row by itself.
pub fn read(row: &LegacyRow) -> Verdict<OtherId> {
    let mut cells = Cells::of(row);
    let person = cells.person(Column::KnownSourceSystem, Column::KnownExternalId);
    let external_id = cells.required(Column::ExternalId, Code::MissingExternalId);
    let source_system = cells.required(Column::SourceSystem, Code::MissingSourceSystem);
    cells.verdict(OtherId { person, legacy_id: (source_system, external_id) })
}

/// What the store holds of the people and ids that some rows name.
#[derive(Clone, Default)]
pub struct Here {
    /// The people, those included who have the ids.
    pub people: KnownPeople,
    /// Which systems know which of those accounts.
    pub systems: HashSet<(Uuid, String)>,
}

/// What is to be done about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The person is known by that id already.
    Known,
    /// The account gets the id.
    Add(LegacyId, Uuid),
}

/// The ids of the rows that were accepted so far, as fingerprints: about a
/// hundred bytes a row.
#[derive(Default)]
pub struct SeenIds {
    ids: BTreeMap<u128, (Line, Uuid)>,
    /// By account and system.
    people: BTreeMap<Fingerprint, Line>,
}

impl SeenIds {
    /// The account of a person, also of one who has the id by an earlier row.
    pub fn account_of(&self, person: &KnownPerson, here: &KnownPeople) -> Option<Uuid> {
        here.account_of(person).or_else(|| match person {
            KnownPerson::Sub(_) => None,
            KnownPerson::Id(id) => self.ids.get(&key(id)).map(|(_, account)| *account),
        })
    }

    /// Judges a row by the rows before it and by what is here, and remembers
    /// it if it is accepted.
    pub fn judge(&mut self, row: Verdict<OtherId>, here: &Here) -> Verdict<Decision> {
        let line = row.line;
        row.and_then(|row| self.decide(line, row, here))
    }

    fn decide(&mut self, line: Line, row: OtherId, here: &Here) -> Result<Decision, Objection> {
        let OtherId { person, legacy_id } = row;
        let key = key(&legacy_id);
        if let Some((earlier, _)) = self.ids.get(&key) {
            return Err(Objection(Column::ExternalId, Code::DuplicateRow, Some(*earlier)));
        }
        let unknown = Objection(person.column(Column::KnownExternalId), Code::UnknownPerson, None);
        let account = self.account_of(&person, &here.people).ok_or(unknown)?;
        let holder = here.people.ids.get(&legacy_id).copied();
        if holder.is_some_and(|holder| holder != account) {
            return Err(Objection(Column::ExternalId, Code::IdBelongsToAnother, None));
        }
        let of_person = fingerprint::of(&format!("{account}\0{}", legacy_id.0));
        if holder.is_none() {
            let earlier = self.people.get(&of_person).copied();
            if earlier.is_some() || here.systems.contains(&(account, legacy_id.0.clone())) {
                return Err(Objection(Column::ExternalId, Code::HasOtherIdOfSource, earlier));
            }
        }
        self.ids.insert(key, (line, account));
        self.people.insert(of_person, line);
        Ok(if holder.is_some() { Decision::Known } else { Decision::Add(legacy_id, account) })
    }
}

fn key((system, id): &LegacyId) -> u128 {
    // NUL cannot be in either: control characters are errors.
    fingerprint::wide(&format!("{system}\0{id}"))
}

#[cfg(test)]
mod tests;
