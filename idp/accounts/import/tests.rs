#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;
use crate::account::Kind;
use crate::locale::Locale;
use crate::migration::Stage;

pub(super) const RESET: Rules =
    Rules { passwords: Passwords::Reset, now: DateTime::from_timestamp(1_795_392_000, 0).unwrap() };
pub(super) const KEEP: Rules = Rules { passwords: Passwords::Keep, ..RESET };

/// A sound row, with the given cells in place of its own.
pub(super) fn row(line: u64, cells: &[(Column, &str)]) -> LegacyRow {
    let own = [
        (Column::ExternalId, "4711"),
        (Column::SourceSystem, "lupa"),
        (Column::Email, "Erkki.Esimerkki@example.com"),
        (Column::GivenName, "Erkki"),
        (Column::FamilyName, "Esimerkki"),
    ];
    let others = own.iter().filter(|(column, _)| cells.iter().all(|(given, _)| given != column));
    LegacyRow::new(line, others.chain(cells).copied())
}

/// The problems as a report prints them.
pub(super) fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_full_row_becomes_an_account_at_the_start_of_its_migration() {
    let row = row(
        2,
        &[
            (Column::EmailVerified, "1"),
            (Column::FamilyName, "A\u{308}ijälä"),
            (Column::Phone, "040 123 4567"),
            (Column::Street, "Satamakatu 1"),
            (Column::PostalCode, "28100"),
            (Column::City, "Pori"),
            (Column::Locale, "sv-FI"),
            (Column::CreatedAt, "2018-03-01"),
            (Column::LastLoginAt, "NULL"),
            (Column::PasswordAlgorithm, "membership"),
            (Column::PasswordHash, "jOHpCh2McqCLaKlLiMFo7W8Bxls="),
        ],
    );
    let assessment = assess(&row, &RESET);
    assert_eq!(told(&assessment.problems), [""; 0]);
    let new = assessment.account.unwrap();
    assert_eq!((new.source_system.as_str(), new.external_id.as_str()), ("lupa", "4711"));
    assert_eq!(new.legacy_created_at, "2018-02-28T22:00:00Z".parse::<DateTime<Utc>>().ok());
    assert_eq!(new.last_login_at, None);
    let now = DateTime::UNIX_EPOCH;
    let account = new.into_account(Uuid::nil(), "sub".to_owned(), "lupa-2026", now);
    assert_eq!(account.sign_in_name(), "Erkki.Esimerkki@example.com");
    assert_eq!(account.full_name(), "Erkki Äijälä");
    assert_eq!((account.phone.as_str(), account.address.postal_code.as_str()), ("+358401234567", "28100"));
    assert_eq!((account.locale, account.kind), (Some(Locale::Sv), Kind::Citizen));
    assert_eq!(account.migration.as_ref().map(|migration| migration.stage), Some(Stage::Imported));
    assert!(
        account.email_verified && account.is_open() && account.needs_first_password() && account.password.is_none()
    );
}

#[test]
fn each_problem_of_a_row_has_its_code() {
    use Column::*;
    let long = "x".repeat(256);
    for (cells, problem, is_imported) in [
        (vec![(ExternalId, "")], "7 error external_id missing_external_id", false),
        (vec![(SourceSystem, " ")], "7 error source_system missing_source_system", false),
        (vec![(Email, "")], "7 error email no_email", false),
        (vec![(Email, ""), (Username, "minna")], "7 warning email no_email", true),
        (vec![(Email, "erkki")], "7 error email invalid_email", false),
        (vec![(Email, "erkki@example")], "7 error email invalid_email", false),
        (vec![(Email, "erkki@gmial.com")], "7 error email disposable_domain_typo", false),
        (vec![(Email, "erkki@example.con")], "7 error email disposable_domain_typo", false),
        (vec![(Email, "erkki(@)example.com")], "7 error email disposable_domain_typo", false),
        (vec![(Username, "min\u{200b}na")], "7 error username invalid_username", false),
        (vec![(UserType, "official")], "7 error username official_username", false),
        (vec![(UserType, "official"), (Username, "pm@virasto.example")], "7 warning username official_username", true),
        (vec![(UserType, "admin")], "7 error user_type unknown_user_type", false),
        (vec![(Locale, "de")], "7 warning locale unknown_locale", true),
        (vec![(CreatedAt, "1.3.2018")], "7 warning created_at invalid_timestamp", true),
        (vec![(LastLoginAt, "0001-01-01 00:00:00")], "7 warning last_login_at invalid_timestamp", true),
        (vec![(Enabled, "maybe")], "7 error enabled invalid_boolean", false),
        (vec![(EmailVerified, "x")], "7 error email_verified invalid_boolean", false),
        (vec![(Enabled, "0")], "7 warning enabled disabled", true),
        (vec![(Activated, "0")], "7 warning activated never_activated", true),
        (vec![(Locked, "yes")], "7 warning locked locked", true),
        (vec![(Locked, "2100-01-01T00:00:00Z")], "7 warning locked locked", true),
        (vec![(Locked, "9999-12-31T23:59:59Z")], "7 warning locked locked", true),
        (vec![(Locked, "?")], "7 error locked invalid_boolean", false),
        (vec![(LastLoginAt, "2020-01-01")], "7 warning last_login_at too_old", true),
        (vec![(Column::Hetu, "")], "7 warning hetu no_hetu", true),
        (vec![(Hetu, "010190-900P")], "7 warning hetu test_user", true),
        (vec![(Hetu, "010190-900Q")], "7 warning hetu invalid_hetu", true),
        (vec![(PasswordAlgorithm, "rot13")], "7 warning password_algorithm unknown_hash", true),
        (vec![(PasswordAlgorithm, "encrypted")], "7 warning password_algorithm encrypted_hash", true),
        (vec![(Phone, "=+358401234567")], "7 warning phone phone_damaged", true),
        (vec![(Phone, "3,58E+11")], "7 warning phone unknown_phone", true),
        (vec![(PostalCode, "1230")], "7 warning postal_code postal_code_damaged", true),
        (vec![(GivenName, "Erk\u{7}ki")], "7 error given_name control_character", false),
        (vec![(FamilyName, &long)], "7 error family_name too_long", false),
        (vec![(Street, "=HYPERLINK(1)")], "7 error street formula", false),
    ] {
        let assessment = assess(&row(7, &cells), &RESET);
        assert_eq!(told(&assessment.problems), [problem]);
        assert_eq!(assessment.account.is_some(), is_imported, "{problem}");
    }
}

#[test]
fn a_lock_that_is_over_is_none() {
    for until in ["0001-01-01 00:00:00", "2019-01-01T00:00:00Z", "no", ""] {
        assert_eq!(told(&assess(&row(2, &[(Column::Locked, until)]), &RESET).problems), [""; 0], "{until}");
    }
}

#[test]
fn all_problems_of_a_row_are_told_at_once() {
    let assessment = assess(
        &row(3, &[(Column::ExternalId, ""), (Column::Email, "x"), (Column::Locale, "de"), (Column::Enabled, "?")]),
        &RESET,
    );
    assert_eq!(
        told(&assessment.problems),
        [
            "3 error external_id missing_external_id",
            "3 error email invalid_email",
            "3 error enabled invalid_boolean",
            "3 warning locale unknown_locale",
        ]
    );
}

#[test]
fn a_username_that_repeats_the_own_address_is_no_username() {
    let account = assess(&row(2, &[(Column::Username, "erkki.esimerkki@EXAMPLE.com")]), &RESET).account.unwrap();
    assert_eq!(account.username, None);
    let account =
        assess(&row(2, &[(Column::Username, "minna"), (Column::UserType, "Tenant")]), &RESET).account.unwrap();
    assert_eq!((account.username.as_deref(), account.kind), (Some("minna"), Kind::Tenant));
}

#[test]
fn a_closed_account_arrives_closed() {
    let account = assess(&row(2, &[(Column::Enabled, "no")]), &RESET).account.unwrap();
    assert!(!account.into_account(Uuid::nil(), String::new(), "b", DateTime::UNIX_EPOCH).is_open());
}

#[test]
fn passwords_are_kept_only_when_asked_for_and_understood() {
    let stored = |algorithm, hash| {
        let salt = "AAECAwQFBgcICQoLDA0ODw==";
        vec![(Column::PasswordAlgorithm, algorithm), (Column::PasswordHash, hash), (Column::PasswordSalt, salt)]
    };
    let hash = "jOHpCh2McqCLaKlLiMFo7W8Bxls=";
    let kept = |cells: &[(Column, &str)], rules| {
        let assessment = assess(&row(2, cells), rules);
        (told(&assessment.problems), assessment.account.unwrap().password.is_some())
    };
    assert_eq!(kept(&stored("membership", hash), &KEEP), (vec![], true));
    assert_eq!(kept(&stored("membership", hash), &RESET), (vec![], false));
    let unknown = |column: &str| vec![format!("2 warning {column} unknown_hash")];
    assert_eq!(kept(&stored("", hash), &KEEP), (unknown("password_hash"), false));
    assert_eq!(kept(&stored("md5", hash), &KEEP), (unknown("password_algorithm"), false));
    let never_activated = [stored("membership", hash), vec![(Column::Activated, "0")]].concat();
    assert!(!kept(&never_activated, &KEEP).1, "whose address it is was never shown");
}

#[test]
fn no_report_holds_what_a_cell_held() {
    let row = row(2, &[(Column::Hetu, "010190-900P"), (Column::PasswordHash, "jOHpCh2M"), (Column::Notes, "salaista")]);
    let assessment = assess(&row, &RESET);
    for text in [
        format!("{row:?}"),
        format!("{assessment:?}"),
        format!("{:?}", row.get(Column::Hetu)),
        format!("{:?}", row.get(Column::PasswordHash)),
    ] {
        for content in ["010190", "jOHp", "Erkki", "erkki", "salaista"] {
            assert!(!text.contains(content), "{text}");
        }
    }
}

#[test]
fn names_of_codes_and_columns_are_unique() {
    let mut codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair.first() != pair.last()));
    assert!(Code::ALL.iter().all(|code| code.advice().ends_with('.')));
    for column in Column::ALL {
        assert_eq!(Column::from_name(column.name()), Some(*column));
    }
}
