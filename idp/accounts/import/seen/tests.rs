#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::assess;
use crate::import::tests::{RESET, row, told};

/// Judges rows in order; the problems of all, and for each its address.
fn judge(rows: &[&[(Column, &str)]]) -> (Vec<String>, Vec<Option<String>>) {
    let mut seen = Seen::default();
    let assessments: Vec<Assessment> =
        (2..).zip(rows).map(|(line, cells)| seen.judge(assess(&row(line, cells), &RESET))).collect();
    let problems = assessments.iter().flat_map(|assessment| told(&assessment.problems)).collect();
    let addresses = assessments.iter().map(|assessment| {
        let account = assessment.account.as_ref()?;
        Some(account.email.as_ref().map_or("-", |email| email.as_str()).to_owned())
    });
    (problems, addresses.collect())
}

#[test]
fn a_shared_address_stays_with_the_first_row() {
    use Column::*;
    let (problems, addresses) = judge(&[
        &[(ExternalId, "1"), (GivenName, "Eero"), (Email, "perhe@example.fi")],
        &[
            (ExternalId, "2"),
            (GivenName, "Minna"),
            (Email, "perhe@example.fi"),
            (Username, "minna"),
            (EmailVerified, "1"),
        ],
        &[(ExternalId, "3"), (GivenName, "Oona"), (Email, "perhe@example.fi")],
        &[(ExternalId, "4"), (GivenName, "Matti"), (Email, "Perhe@Example.fi"), (Username, "matti")],
        &[(ExternalId, "5"), (GivenName, "Aino"), (Email, "PERHE@example.fi")],
    ]);
    assert_eq!(
        problems,
        [
            "3 warning email shared_family_email 2",
            "4 error email shared_family_email 2",
            "5 warning email duplicate_email_case 2",
            "6 error email duplicate_email_case 2",
        ]
    );
    let kept = |text: &str| Some(text.to_owned());
    assert_eq!(addresses, [kept("perhe@example.fi"), kept("-"), None, kept("-"), None]);
}

#[test]
fn one_person_twice_is_told_from_a_family() {
    use Column::*;
    const ONE: &str = "010190-900P";
    const ANOTHER: &str = "010190Y900P";
    let same = "4 error email duplicate_email_same_person 2";
    let family = "4 error email shared_family_email 2";
    let twice = "4 warning hetu duplicate_hetu 2";
    for (first, second, expected) in [
        (("Erkki", ""), ("ERKKI", ""), vec![same]),
        (("Erkki", ""), ("Eero", ""), vec![family]),
        (("Erkki", ONE), ("Eero", ONE), vec![same]),
        (("Erkki", ONE), ("Erkki", ANOTHER), vec![family]),
        (("Erkki", ONE), ("Erkki", ""), vec![same]),
        (("", ""), ("", ""), vec![family]),
    ] {
        let mut seen = Seen::default();
        let mut told_of = |line: u64, id, (name, hetu), email| {
            let cells = [(ExternalId, id), (GivenName, name), (Hetu, hetu), (Email, email)];
            let judged = seen.judge(assess(&row(line, &cells), &RESET));
            told(&judged.problems)
                .into_iter()
                .filter(|problem| problem.contains("duplicate") || problem.contains("shared"))
                .collect::<Vec<_>>()
        };
        assert!(told_of(2, "1", first, "erkki@example.fi").is_empty());
        assert_eq!(told_of(4, "2", second, "erkki@example.fi"), expected, "{first:?} {second:?}");
    }
    let (problems, addresses) = judge(&[
        &[(ExternalId, "1"), (Hetu, ONE), (Email, "a@example.fi")],
        &[(ExternalId, "2"), (Hetu, ANOTHER), (Email, "b@example.fi")],
        &[(ExternalId, "3"), (Hetu, ONE), (Email, "c@example.fi")],
    ]);
    assert_eq!(problems.last().map(String::as_str), Some(twice));
    assert!(addresses.iter().all(Option::is_some), "nobody is merged");
}

#[test]
fn an_address_that_is_taken_away_is_no_longer_verified() {
    let mut assessment = assess(&row(2, &[(Column::Username, "minna"), (Column::EmailVerified, "yes")]), &RESET);
    assessment.lose_email(Code::EmailTaken, None);
    let account = assessment.account.unwrap();
    assert_eq!((account.email, account.email_verified), (None, false));
}

#[test]
fn one_id_of_one_system_is_one_row() {
    use Column::*;
    let (problems, _) = judge(&[
        &[(Email, "a@example.fi")],
        &[(Email, "b@example.fi")],
        &[(Email, "c@example.fi"), (SourceSystem, "palaute")],
        &[(Email, "d@example.fi"), (SourceSystem, "lup"), (ExternalId, "a4711")],
    ]);
    assert_eq!(problems, ["3 error external_id duplicate_row 2"]);
}

#[test]
fn usernames_are_unique_and_nobodys_address() {
    use Column::*;
    let (problems, addresses) = judge(&[
        &[(ExternalId, "1"), (Username, "minna"), (Email, "a@example.fi"), (UserType, "tenant")],
        &[(ExternalId, "2"), (Username, "MINNA"), (Email, "b@example.fi"), (UserType, "tenant")],
        &[(ExternalId, "3"), (Username, "A@example.fi"), (Email, "c@example.fi"), (UserType, "tenant")],
        &[(ExternalId, "4"), (Username, "pm@virasto.example"), (Email, "d@example.fi"), (UserType, "tenant")],
        &[(ExternalId, "5"), (Email, "PM@virasto.example")],
        &[(ExternalId, "6"), (Email, "pm@virasto.example"), (Username, "petra"), (UserType, "tenant")],
    ]);
    assert_eq!(
        problems,
        [
            "3 error username duplicate_username 2",
            "4 error username username_is_an_email_of_another 2",
            "6 error email username_is_an_email_of_another 5",
            "7 warning email username_is_an_email_of_another 5",
        ]
    );
    let kept = |text: &str| Some(text.to_owned());
    assert_eq!(addresses, [kept("a@example.fi"), None, None, kept("d@example.fi"), None, kept("-")]);
}

#[test]
fn a_row_that_is_not_imported_takes_nothing_from_the_next() {
    use Column::*;
    let (problems, addresses) = judge(&[&[(UserType, "admin")], &[]]);
    assert_eq!(problems, ["2 error user_type unknown_user_type"]);
    assert_eq!(addresses, [None, Some("Erkki.Esimerkki@example.com".to_owned())]);
}
