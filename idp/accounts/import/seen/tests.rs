#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::assess;
use crate::import::tests::{row, told};

/// Judges rows in order; the problems of all, and for each its address.
fn judge(rows: &[&[(Column, &str)]]) -> (Vec<String>, Vec<Option<String>>) {
    let mut seen = Seen::default();
    let assessments: Vec<Assessment> =
        (2..).zip(rows).map(|(line, cells)| seen.judge(assess(&row(line, cells)))).collect();
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
        &[(ExternalId, "1"), (Email, "perhe@example.fi")],
        &[(ExternalId, "2"), (Email, "perhe@example.fi"), (Username, "minna"), (EmailVerified, "1")],
        &[(ExternalId, "3"), (Email, "perhe@example.fi")],
        &[(ExternalId, "4"), (Email, "Perhe@Example.fi"), (Username, "matti")],
        &[(ExternalId, "5"), (Email, "PERHE@example.fi")],
    ]);
    assert_eq!(
        problems,
        [
            "3 warning email shared_family_email",
            "4 error email shared_family_email",
            "5 warning email duplicate_email_case",
            "6 error email duplicate_email_case",
        ]
    );
    let kept = |text: &str| Some(text.to_owned());
    assert_eq!(addresses, [kept("perhe@example.fi"), kept("-"), None, kept("-"), None]);
}

#[test]
fn an_address_that_is_taken_away_is_no_longer_verified() {
    let mut assessment = assess(&row(2, &[(Column::Username, "minna"), (Column::EmailVerified, "yes")]));
    assessment.lose_email(Code::EmailTaken);
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
    assert_eq!(problems, ["3 error external_id duplicate_row"]);
}

#[test]
fn usernames_are_unique_and_nobodys_address() {
    use Column::*;
    let (problems, addresses) = judge(&[
        &[(ExternalId, "1"), (Username, "minna"), (Email, "a@example.fi")],
        &[(ExternalId, "2"), (Username, "MINNA"), (Email, "b@example.fi")],
        &[(ExternalId, "3"), (Username, "A@example.fi"), (Email, "c@example.fi")],
        &[(ExternalId, "4"), (Username, "pm@virasto.example"), (Email, "d@example.fi")],
        &[(ExternalId, "5"), (Email, "PM@virasto.example")],
        &[(ExternalId, "6"), (Email, "pm@virasto.example"), (Username, "petra")],
    ]);
    assert_eq!(
        problems,
        [
            "3 error username duplicate_username",
            "4 error username username_is_an_email_of_another",
            "6 error email username_is_an_email_of_another",
            "7 warning email username_is_an_email_of_another",
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
