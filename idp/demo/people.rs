//! The sample people: rows of an old login system, and the ids by which the
//! other services knew some of them.

use serde::{Deserialize, Serialize};

/// The old system that the sample people come from; the e-service knows them
/// by its ids.
pub const SOURCE: &str = "lupa";

/// The sample people of the old system, as a file that `idp import` reads.
pub const LEGACY_USERS: &str = include_str!("people.csv");

/// The ids by which the tenant portal and Kodinportaali knew some of them, as a
/// file that `idp import ids` reads.
pub const OTHER_IDS: &str = include_str!("other-ids.csv");

/// One of the sample people, as `idp dev` shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampleUser {
    /// What the person types to sign in: a username or an e-mail address.
    pub sign_in: String,
    /// Given and family name.
    pub name: String,
    /// What is special about the person, for whoever tries the service out.
    pub kind: String,
}

/// The people of [`LEGACY_USERS`] that can sign in.
pub fn sample_users() -> Vec<SampleUser> {
    let rows = reader(LEGACY_USERS).into_deserialize::<SampleRow>().filter_map(Result::ok);
    rows.filter(|row| row.enabled == "true")
        .map(|row| SampleUser {
            sign_in: if row.username.is_empty() { row.email } else { row.username },
            name: format!("{} {}", row.given_name, row.family_name),
            kind: row.user_type,
        })
        .collect()
}

/// A row of [`OTHER_IDS`].
#[cfg(test)]
#[derive(Clone, Debug, Deserialize)]
pub(super) struct OtherId {
    pub(super) known_external_id: String,
    pub(super) source_system: String,
    pub(super) external_id: String,
}

/// The rows of [`OTHER_IDS`].
#[cfg(test)]
pub(super) fn other_ids() -> Vec<OtherId> {
    reader(OTHER_IDS).into_deserialize().filter_map(Result::ok).collect()
}

fn reader(rows: &'static str) -> csv::Reader<&'static [u8]> {
    csv::ReaderBuilder::new().delimiter(b';').from_reader(rows.as_bytes())
}

#[derive(Deserialize)]
struct SampleRow {
    username: String,
    email: String,
    given_name: String,
    family_name: String,
    user_type: String,
    enabled: String,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn rows() -> Vec<BTreeMap<String, String>> {
        reader(LEGACY_USERS).into_deserialize().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn the_sample_people_cover_the_kinds_that_a_migration_meets() {
        let rows = rows();
        let count = |column: &str, value: &str| rows.iter().filter(|row| row.get(column).unwrap() == value).count();
        assert_eq!(rows.len(), 8);
        assert_eq!(count("source_system", SOURCE), 8);
        for (column, value) in [
            ("user_type", "official"),
            ("user_type", "tenant"),
            ("username", "minna"),
            ("locale", "sv"),
            ("locale", "en"),
            ("enabled", "false"),
        ] {
            assert_eq!(count(column, value), 1, "{column} {value}");
        }
    }

    #[test]
    fn every_other_id_belongs_to_one_sample_person() {
        let people: BTreeSet<_> = rows().iter().map(|row| row.get("external_id").unwrap().clone()).collect();
        let ids = other_ids();
        assert_eq!(ids.len(), OTHER_IDS.lines().count() - 1);
        assert!(ids.iter().all(|id| people.contains(&id.known_external_id)), "{ids:?}");
        let distinct: BTreeSet<_> = ids.iter().map(|id| (&id.source_system, &id.external_id)).collect();
        assert_eq!(distinct.len(), ids.len());
    }
}
