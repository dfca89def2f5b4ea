#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::tests::told;

const ERKKI: Uuid = Uuid::from_u128(1);
const MINNA: Uuid = Uuid::from_u128(2);

fn id(system: &str, id: &str) -> LegacyId {
    (system.to_owned(), id.to_owned())
}

/// Erkki is `lupa:1` and `asukas:A-1`, Minna `lupa:2`.
fn here() -> Here {
    let pair = |account: Uuid, system: &str| (account, system.to_owned());
    let ids = [(id("lupa", "1"), ERKKI), (id("asukas", "A-1"), ERKKI), (id("lupa", "2"), MINNA)].into();
    let subs = [("sub-1".to_owned(), ERKKI), ("sub-2".to_owned(), MINNA)].into();
    let systems = [pair(ERKKI, "lupa"), pair(ERKKI, "asukas"), pair(MINNA, "lupa")].into();
    Here { people: KnownPeople { ids, subs }, systems }
}

/// A row of `known_source_system:known_external_id` (or a subject) and
/// `source_system:external_id`.
fn row(line: u64, person: &str, new: &str) -> Verdict<OtherId> {
    let (source_system, external_id) = new.split_once(':').unwrap();
    let known = match person.split_once(':') {
        Some((system, id)) => [(Column::KnownSourceSystem, system), (Column::KnownExternalId, id)],
        None => [(Column::Sub, person), (Column::KnownExternalId, "")],
    };
    let new = [(Column::SourceSystem, source_system), (Column::ExternalId, external_id)];
    read(&LegacyRow::new(line, known.into_iter().chain(new)))
}

/// What becomes of rows that come one after the other.
fn judge(rows: &[(&str, &str)]) -> Vec<String> {
    let mut seen = SeenIds::default();
    let rows = (2..).zip(rows).map(|(line, (person, new))| {
        let verdict = seen.judge(row(line, person, new), &here());
        match verdict.content {
            Some(Decision::Known) => "known".to_owned(),
            Some(Decision::Add(_, account)) => format!("add to {}", account.as_u128()),
            None => told(&verdict.problems).join(", "),
        }
    });
    rows.collect()
}

#[test]
fn an_id_goes_to_the_person_that_the_row_names() {
    assert_eq!(judge(&[("lupa:2", "asukas:A-2"), ("sub-2", "koti:7")]), ["add to 2", "add to 2"]);
    assert_eq!(judge(&[("lupa:1", "asukas:A-1")]), ["known"]);
}

#[test]
fn a_person_that_nobody_knows_is_told_and_never_guessed() {
    assert_eq!(
        judge(&[("lupa:9", "asukas:A-9"), ("sub-9", "asukas:A-9"), ("Lupa:2", "asukas:A-9")]),
        [
            "2 error known_external_id unknown_person",
            "3 error sub unknown_person",
            "4 error known_external_id unknown_person"
        ]
    );
}

#[test]
fn an_id_has_one_person_and_a_person_one_id_of_a_system() {
    assert_eq!(judge(&[("lupa:2", "asukas:A-1")]), ["2 error external_id id_belongs_to_another"]);
    assert_eq!(judge(&[("lupa:1", "asukas:A-2")]), ["2 error external_id has_other_id_of_source"]);
    assert_eq!(
        judge(&[("lupa:2", "koti:7"), ("lupa:2", "koti:8"), ("lupa:1", "koti:7"), ("lupa:1", "koti:8")]),
        ["add to 2", "3 error external_id has_other_id_of_source 2", "4 error external_id duplicate_row 2", "add to 1"]
    );
}

#[test]
fn an_id_that_an_earlier_row_brought_names_its_person() {
    assert_eq!(judge(&[("lupa:2", "asukas:A-2"), ("asukas:A-2", "koti:7")]), ["add to 2", "add to 2"]);
}

#[test]
fn every_cell_is_looked_at() {
    let told_of = |cells: &[(Column, &str)]| told(&read(&LegacyRow::new(5, cells.iter().copied())).problems);
    let new = [(Column::SourceSystem, "asukas"), (Column::ExternalId, "A-1")];
    let with = |cells: &[(Column, &'static str)]| told_of(&[&new[..], cells].concat());
    assert_eq!(with(&[]), ["5 error known_source_system missing_person"]);
    assert_eq!(with(&[(Column::KnownSourceSystem, "lupa")]), ["5 error known_external_id missing_person"]);
    assert_eq!(with(&[(Column::Sub, "sub-1"), (Column::KnownExternalId, "1")]), ["5 error sub person_named_twice"]);
    assert_eq!(
        told_of(&[(Column::Sub, "sub-1"), (Column::ExternalId, "=1+1")]),
        ["5 error external_id formula", "5 error source_system missing_source_system"]
    );
}
