//! The cases of the service, kept since before the provider existed: each
//! belongs to a person's old id, which the provider hands over as `legacy_id`.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Deserialize;

const DATA: &str = include_str!("../data/cases.csv");

/// Where a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Lodged, nobody has looked at it yet.
    Received,
    /// An official is working on it.
    InReview,
    /// The permit was granted.
    Granted,
    /// The permit was refused.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// The work was inspected and the case closed.
    Completed,
}

/// A permit application.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    owner: String,
    /// The case number, part of the address of its page.
    pub number: String,
    /// What it is about, in the applicant's language.
    pub title: String,
    /// When it was lodged.
    pub lodged_on: NaiveDate,
    /// Where it stands.
    pub state: CaseState,
}

/// All cases.
pub struct Cases(Vec<Case>);

impl Cases {
    /// The cases of the embedded data file.
    ///
    /// # Errors
    /// When the file breaks its format.
    pub fn load() -> Result<Self, csv::Error> {
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(DATA.as_bytes());
        reader.deserialize().collect::<Result<_, _>>().map(Self)
    }

    /// The cases of the person with this old id, newest first.
    pub fn of(&self, legacy_id: &str) -> Vec<Case> {
        let mut own: Vec<_> = self.0.iter().filter(|case| case.owner == legacy_id).cloned().collect();
        own.sort_by_key(|case| Reverse(case.lodged_on));
        own
    }

    /// The case with this number, if it belongs to the person with this old id.
    pub fn find(&self, legacy_id: &str, number: &str) -> Option<Case> {
        self.0.iter().find(|case| case.owner == legacy_id && case.number == number).cloned()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_person_sees_own_cases_newest_first() {
        let own = Cases::load().unwrap().of("10017");
        let numbers: Vec<_> = own.iter().map(|case| case.number.as_str()).collect();
        assert_eq!(numbers, ["2017-0931-T", "2015-0388-T", "2011-0214-R"]);
    }

    #[test]
    fn an_unknown_old_id_has_no_cases() {
        assert!(Cases::load().unwrap().of("99999").is_empty());
        assert!(Cases::load().unwrap().of("").is_empty());
    }

    #[test]
    fn a_case_is_shown_to_its_owner_only() {
        let cases = Cases::load().unwrap();
        assert_eq!(cases.find("10042", "2018-0042-T").unwrap().state, CaseState::Received);
        assert!(cases.find("10017", "2018-0042-T").is_none());
    }

    #[test]
    fn every_case_belongs_to_a_sample_person_and_numbers_are_unique() {
        let mut people = csv::ReaderBuilder::new().delimiter(b';').from_reader(crate::demo::LEGACY_USERS.as_bytes());
        let ids: BTreeSet<String> = people.records().map(|row| row.unwrap().get(0).unwrap().to_owned()).collect();
        let cases = Cases::load().unwrap().0;
        assert!(cases.iter().all(|case| ids.contains(&case.owner)));
        let numbers: BTreeSet<_> = cases.iter().map(|case| &case.number).collect();
        assert_eq!(numbers.len(), cases.len());
    }
}
