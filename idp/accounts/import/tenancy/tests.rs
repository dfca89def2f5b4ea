#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::tests::told;

const MINNA: Uuid = Uuid::from_u128(1);
const AINO: Uuid = Uuid::from_u128(2);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Minna has A 14 since 2026-01-01, Aino nothing.
fn here() -> Here {
    let id = |id: &str| ("koti".to_owned(), id.to_owned());
    let tenancy = Tenancy {
        account_id: MINNA,
        building: "T5".to_owned(),
        apartment: "A 14".to_owned(),
        from: day("2026-01-01"),
        until: None,
    };
    let people = KnownPeople { ids: [(id("m"), MINNA), (id("a"), AINO)].into(), ..KnownPeople::default() };
    Here { people, tenancies: [(MINNA, vec![tenancy])].into() }
}

/// A row of `person building apartment from until` between slashes.
fn row(line: u64, text: &str) -> Verdict<TenancyRow> {
    let cells: Vec<&str> = text.split('/').collect();
    let columns = [Column::ExternalId, Column::Building, Column::Apartment, Column::From, Column::Until];
    read(&LegacyRow::new(line, columns.into_iter().zip(cells).chain([(Column::SourceSystem, "koti")])))
}

/// What becomes of rows that come one after the other.
fn judge(rows: &[&str]) -> Vec<String> {
    let mut seen = SeenTenancies::default();
    let rows = (2..).zip(rows).map(|(line, text)| {
        let verdict = seen.judge(row(line, text), &here());
        match verdict.content {
            Some(Decision::Known) => "known".to_owned(),
            Some(Decision::Add(_)) => "add".to_owned(),
            Some(Decision::Change(tenancy)) => {
                format!("until {}", tenancy.until.map_or("open".to_owned(), |day| day.to_string()))
            }
            None => told(&verdict.problems).join(", "),
        }
    });
    rows.collect()
}

#[test]
fn a_row_that_comes_again_changes_the_last_day() {
    assert_eq!(judge(&["m/T5/A 14/2026-01-01/"]), ["known"]);
    assert_eq!(judge(&["m/T5/A 14/2026-01-01/2026-08-31"]), ["until 2026-08-31"]);
}

#[test]
fn flatmates_and_other_apartments_do_not_meet() {
    assert_eq!(
        judge(&["a/T5/A 14/2026-05-01/", "m/T5/A 15/2026-05-01/", "m/T6/A 14/2026-05-01/2026-05-01"]),
        ["add", "add", "add"]
    );
}

#[test]
fn one_person_has_an_apartment_once_at_a_time() {
    assert_eq!(judge(&["m/T5/A 14/2026-09-01/"]), ["2 error from overlapping_tenancy"]);
    assert_eq!(
        judge(&["m/T5/A 14/2026-01-01/2026-08-31", "m/T5/A 14/2026-09-01/", "m/T5/A 14/2027-01-01/"]),
        ["until 2026-08-31", "add", "4 error from overlapping_tenancy 3"]
    );
    assert_eq!(
        judge(&["a/T5/B 1/2026-09-01/", "a/T5/B 1/2026-09-01/2026-10-01"]),
        ["add", "3 error from duplicate_row 2"]
    );
}

#[test]
fn every_cell_is_looked_at() {
    for (text, problem) in [
        ("x/T5/A 14/2026-01-01/", "2 error external_id unknown_person"),
        ("/T5/A 14/2026-01-01/", "2 error external_id missing_person"),
        ("m//A 14/2026-01-01/", "2 error building missing_cell"),
        ("m/T5//2026-01-01/", "2 error apartment missing_cell"),
        ("m/T5/A 14//", "2 error from missing_cell"),
        ("m/T5/A 14/1.1.2026/", "2 error from invalid_date"),
        ("m/T5/A 14/2026-1-1/", "2 error from invalid_date"),
        ("m/T5/A 14/2026-02-29/", "2 error from invalid_date"),
        ("m/T5/A 14/2026-01-01/2026-13-01", "2 error until invalid_date"),
        ("m/T5/A 14/2026-01-02/2026-01-01", "2 error until ends_before_it_begins"),
        ("m/T5/=A14/2026-01-02/", "2 error apartment formula"),
    ] {
        assert_eq!(judge(&[text]), [problem], "{text}");
    }
}
