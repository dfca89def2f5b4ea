//! The history of a site, kept since before the provider existed: each record
//! belongs to a person's old id, which the provider hands over as `legacy_id`.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One thing that a person had to do with a site; `S` says where it stands.
#[derive(Clone, Debug, Deserialize)]
pub struct Record<S> {
    owner: String,
    /// Its number, part of the address of its page.
    pub number: String,
    /// What it is about, in the person's language.
    pub title: String,
    /// Its date.
    pub dated_on: NaiveDate,
    /// Where it stands.
    pub state: S,
}

/// All records of a site.
#[derive(Clone)]
pub struct Records<S>(Arc<Mutex<Vec<Record<S>>>>);

impl<S: Clone + DeserializeOwned> Records<S> {
    /// The records of a CSV file.
    ///
    /// # Errors
    /// When the file breaks its format.
    pub fn read(csv: &str) -> Result<Self, csv::Error> {
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_bytes());
        let records = reader.deserialize().collect::<Result<_, _>>()?;
        Ok(Self(Arc::new(Mutex::new(records))))
    }

    /// The records of the person with this old id, newest first.
    pub fn of(&self, legacy_id: &str) -> Vec<Record<S>> {
        let mut own: Vec<_> = self.lock().iter().filter(|record| record.owner == legacy_id).cloned().collect();
        own.sort_by_key(|record| Reverse(record.dated_on));
        own
    }

    /// The record with this number, if it belongs to the person with this old
    /// id.
    pub fn find(&self, legacy_id: &str, number: &str) -> Option<Record<S>> {
        self.lock().iter().find(|record| record.belongs_to(legacy_id, number)).cloned()
    }

    /// Gives the record with this number a new state, if it belongs to the
    /// person with this old id.
    pub fn update(&self, legacy_id: &str, number: &str, state: S) {
        if let Some(record) = self.lock().iter_mut().find(|record| record.belongs_to(legacy_id, number)) {
            record.state = state;
        }
    }

    /// The old ids that records belong to.
    #[cfg(test)]
    pub fn owners(&self) -> Vec<String> {
        self.lock().iter().map(|record| record.owner.clone()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Record<S>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Record<S> {
    fn belongs_to(&self, legacy_id: &str, number: &str) -> bool {
        self.owner == legacy_id && self.number == number
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn records() -> Records<String> {
        let rows = "owner;number;title;dated_on;state\n7;A-1;Old;2011-04-11;open\n7;A-3;New;2017-11-20;open\n8;A-2;Other;2015-06-02;open\n";
        Records::read(rows).unwrap()
    }

    #[test]
    fn a_person_sees_own_records_newest_first() {
        let numbers: Vec<_> = records().of("7").into_iter().map(|record| record.number).collect();
        assert_eq!(numbers, ["A-3", "A-1"]);
    }

    #[test]
    fn an_unknown_old_id_has_no_records() {
        assert!(records().of("9").is_empty());
        assert!(records().of("").is_empty());
    }

    #[test]
    fn a_record_is_shown_to_and_changed_by_its_owner_only() {
        let records = records();
        assert!(records.find("8", "A-1").is_none());
        records.update("8", "A-1", "closed".to_owned());
        assert_eq!(records.find("7", "A-1").unwrap().state, "open");
        records.update("7", "A-1", "closed".to_owned());
        assert_eq!(records.find("7", "A-1").unwrap().state, "closed");
    }
}
