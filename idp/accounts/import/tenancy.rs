//! Rows that tell who lives where. A tenancy is known by tenant, building,
//! apartment and first day; a row that comes again changes its last day.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::NaiveDate;
use uuid::Uuid;

use super::cell;
use super::cells::Cells;
use super::code::Code;
use super::column::Column;
use super::fingerprint::{self, Fingerprint};
use super::known_person::{KnownPeople, KnownPerson};
use super::problem::Line;
use super::row::LegacyRow;
use super::verdict::{Objection, Verdict};
use crate::tenancy::Tenancy;

/// What a row says.
#[derive(Clone, PartialEq, Eq)]
pub struct TenancyRow {
    /// The tenant.
    pub person: KnownPerson,
    building: String,
    apartment: String,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

impl fmt::Debug for TenancyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TenancyRow(..)")
    }
}

/// Judges a row by itself.
pub fn read(row: &LegacyRow) -> Verdict<TenancyRow> {
    let mut cells = Cells::of(row);
    let person = cells.person(Column::SourceSystem, Column::ExternalId);
    let building = cells.required(Column::Building, Code::MissingCell);
    let apartment = cells.required(Column::Apartment, Code::MissingCell);
    let from = cells.required(Column::From, Code::MissingCell);
    let from = day(&mut cells, Column::From, &from);
    let until = cells.text(Column::Until);
    let until = day(&mut cells, Column::Until, &until);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        cells.refuse(Column::Until, Code::EndsBeforeItBegins);
    }
    // Without a first day the row is not sound, and nobody gets to see this one.
    let from = from.unwrap_or(NaiveDate::MAX);
    cells.verdict(TenancyRow { person, building, apartment, from, until })
}

fn day(cells: &mut Cells<'_>, column: Column, text: &str) -> Option<NaiveDate> {
    let day = cell::day(text);
    if day.is_none() && !text.is_empty() {
        cells.refuse(column, Code::InvalidDate);
    }
    day
}

/// What the store holds of the people that some rows name.
#[derive(Clone, Default)]
pub struct Here {
    /// The people.
    pub people: KnownPeople,
    /// The tenancies of their accounts.
    pub tenancies: HashMap<Uuid, Vec<Tenancy>>,
}

/// What is to be done about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The tenancy is here as the row has it.
    Known,
    /// The tenancy is new.
    Add(Tenancy),
    /// The tenancy is here and gets another last day.
    Change(Tenancy),
}

/// The tenancies of the rows that were accepted so far, less than a hundred
/// bytes a row: by tenant, building and apartment as a fingerprint, and first day.
#[derive(Default)]
pub struct SeenTenancies(BTreeMap<(Fingerprint, NaiveDate), (Option<NaiveDate>, Line)>);

impl SeenTenancies {
    /// Judges a row by the rows before it and by what is here, and remembers
    /// it if it is accepted.
    pub fn judge(&mut self, row: Verdict<TenancyRow>, here: &Here) -> Verdict<Decision> {
        let line = row.line;
        row.and_then(|row| self.decide(line, row, here))
    }

    fn decide(&mut self, line: Line, row: TenancyRow, here: &Here) -> Result<Decision, Objection> {
        let unknown = Objection(row.person.column(Column::ExternalId), Code::UnknownPerson, None);
        let account_id = here.people.account_of(&row.person).ok_or(unknown)?;
        let TenancyRow { building, apartment, from, until, .. } = row;
        let tenancy = Tenancy { account_id, building, apartment, from, until };
        // NUL cannot be in either: control characters are errors.
        let home = fingerprint::of(&format!("{account_id}\0{}\0{}", tenancy.building, tenancy.apartment));
        if let Some((_, earlier)) = self.0.get(&(home, from)) {
            return Err(Objection(Column::From, Code::DuplicateRow, Some(*earlier)));
        }
        let of_account = here.tenancies.get(&account_id).map_or(&[][..], Vec::as_slice);
        let stored: Vec<_> = of_account.iter().filter(|stored| stored.is_of_same_home(&tenancy)).collect();
        if let Some(earlier) = self.overlap(home, &tenancy, &stored) {
            return Err(Objection(Column::From, Code::OverlappingTenancy, earlier));
        }
        self.0.insert((home, from), (until, line));
        Ok(match stored.iter().find(|stored| stored.from == from) {
            Some(stored) if stored.until == until => Decision::Known,
            Some(_) => Decision::Change(tenancy),
            None => Decision::Add(tenancy),
        })
    }

    /// Whether another period of the home shares a day with this one; the
    /// earlier row that brought it, if one did. An earlier row counts in place
    /// of what is stored of the same period.
    fn overlap(&self, home: Fingerprint, tenancy: &Tenancy, stored: &[&Tenancy]) -> Option<Option<Line>> {
        let of_home = (home, NaiveDate::MIN)..=(home, NaiveDate::MAX);
        let seen = self.0.range(of_home).map(|((_, from), (until, line))| (*from, *until, Some(*line)));
        let unseen = stored.iter().filter(|stored| !self.0.contains_key(&(home, stored.from)));
        let mut others = seen.chain(unseen.map(|stored| (stored.from, stored.until, None)));
        let other = others.find(|(from, until, _)| *from != tenancy.from && tenancy.overlaps(*from, *until));
        other.map(|(.., line)| line)
    }
}

#[cfg(test)]
mod tests;
