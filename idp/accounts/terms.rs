//! The documents that a person agrees to before using the service: terms of
//! use and privacy notice, in editions that come into force one after another.

use chrono::{DateTime, Utc};

use crate::locale::Locale;

/// A document that a person agrees to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The terms of use.
    Terms,
    /// The privacy notice.
    Privacy,
}

impl Document {
    /// All documents.
    pub const ALL: [Self; 2] = [Self::Terms, Self::Privacy];

    /// The document's stable name in the database and the configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::Privacy => "privacy",
        }
    }

    /// The document with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.name() == name)
    }
}

/// One edition of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Which document it is an edition of.
    pub document: Document,
    /// What the organisation calls it, such as `2026-11`.
    pub version: String,
    /// From when it holds, in place of the edition before.
    pub in_force_at: DateTime<Utc>,
}

impl Edition {
    /// The edition in one word, such as `terms:2026-11`.
    pub fn name(&self) -> String {
        name_of(self.document, &self.version)
    }
}

fn name_of(document: Document, version: &str) -> String {
    format!("{}:{version}", document.name())
}

/// That a person agreed to an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// The document.
    pub document: Document,
    /// The version of its edition.
    pub version: String,
    /// When the person agreed.
    pub accepted_at: DateTime<Utc>,
    /// The language of the page on which the person agreed.
    pub locale: Locale,
}

impl Acceptance {
    /// The [name](Edition::name) of the edition.
    pub fn edition_name(&self) -> String {
        name_of(self.document, &self.version)
    }
}

/// The editions of all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editions(pub Vec<Edition>);

impl Editions {
    /// The edition of each document that holds at `now`, the terms first.
    pub fn in_force(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Edition> {
        Document::ALL.into_iter().filter_map(move |document| {
            let begun = self.0.iter().filter(move |edition| edition.document == document && edition.in_force_at <= now);
            begun.max_by_key(|edition| edition.in_force_at)
        })
    }

    /// The editions in force at `now` that somebody who agreed to `accepted`
    /// has not agreed to.
    pub fn outstanding(&self, accepted: &[Acceptance], now: DateTime<Utc>) -> Vec<&Edition> {
        let agreed = |edition: &Edition| {
            accepted.iter().any(|done| (done.document, &done.version) == (edition.document, &edition.version))
        };
        self.in_force(now).filter(|edition| !agreed(edition)).collect()
    }

    /// The agreement to everything in force at `now`, on a page in `locale`.
    pub fn acceptance(&self, now: DateTime<Utc>, locale: Locale) -> Vec<Acceptance> {
        let accept = |edition: &Edition| Acceptance {
            document: edition.document,
            version: edition.version.clone(),
            accepted_at: now,
            locale,
        };
        self.in_force(now).map(accept).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn day(number: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(number)
    }

    fn edition(document: Document, version: &str, from: i64) -> Edition {
        Edition { document, version: version.to_owned(), in_force_at: day(from) }
    }

    fn editions() -> Editions {
        Editions(vec![
            edition(Document::Terms, "2", 20),
            edition(Document::Terms, "1", 0),
            edition(Document::Privacy, "1", 5),
        ])
    }

    fn versions(editions: Vec<&Edition>) -> Vec<(Document, &str)> {
        editions.into_iter().map(|edition| (edition.document, edition.version.as_str())).collect()
    }

    #[test]
    fn the_newest_edition_that_has_begun_is_in_force() {
        let editions = editions();
        for (now, expected) in [
            (-1, vec![]),
            (0, vec![(Document::Terms, "1")]),
            (5, vec![(Document::Terms, "1"), (Document::Privacy, "1")]),
            (20, vec![(Document::Terms, "2"), (Document::Privacy, "1")]),
        ] {
            assert_eq!(versions(editions.in_force(day(now)).collect()), expected, "day {now}");
        }
    }

    #[test]
    fn a_new_edition_is_asked_about_and_only_that() {
        let editions = editions();
        let accepted = editions.acceptance(day(6), Locale::Sv);
        assert!(editions.outstanding(&accepted, day(19)).is_empty());
        assert_eq!(versions(editions.outstanding(&accepted, day(20))), [(Document::Terms, "2")]);
        assert_eq!(accepted.first().map(|first| (first.accepted_at, first.locale)), Some((day(6), Locale::Sv)));
    }

    #[test]
    fn the_same_version_of_another_document_does_not_count() {
        let accepted = editions().acceptance(day(1), Locale::Fi);
        assert_eq!(versions(editions().outstanding(&accepted, day(6))), [(Document::Privacy, "1")]);
    }

    #[test]
    fn names_read_back() {
        for document in Document::ALL {
            assert_eq!(Document::from_name(document.name()), Some(document));
        }
        assert_eq!(Document::from_name("cookies"), None);
    }
}
