#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::import::tests::{KEEP, told};
use crate::import::{Assessment, assess};
use crate::legacy_password::LegacyPassword;

const LINE: Line = Line { file: 0, number: 7 };
const SALT: &str = "AAECAwQFBgcICQoLDA0ODw==";

fn record(cells: &[(&str, &str)]) -> Record {
    cells.iter().map(|(name, cell)| (*name, (*cell).to_owned())).collect()
}

fn judged(cells: &[(&str, &str)], membership: Option<Membership>) -> Assessment {
    assess(&row(LINE, &record(cells), "lupa", membership).unwrap(), &KEEP)
}

/// Whether the account took `typed` in the old system.
fn takes(assessment: Assessment, typed: &str) -> bool {
    match assessment.account.unwrap().password {
        Some(LegacyPassword::Digest { recipe, digest }) => *recipe.digest(typed) == digest,
        _ => false,
    }
}

#[test]
fn a_membership_user_is_two_records() {
    let user = record(&[
        ("ApplicationId", "A"),
        ("UserId", "7F1C"),
        ("UserName", "aino"),
        ("LoweredUserName", "aino"),
        ("IsAnonymous", "0"),
        ("LastActivityDate", "2026-01-01 10:00:00.000"),
    ]);
    let membership = record(&[
        ("UserId", "7F1C"),
        ("Password", "jOHpCh2McqCLaKlLiMFo7W8Bxls="),
        ("PasswordFormat", "1"),
        ("PasswordSalt", SALT),
        ("Email", "aino@example.fi"),
        ("IsApproved", "1"),
        ("IsLockedOut", "0"),
        ("CreateDate", "2018-03-01 12:00:00.000"),
        ("LastLoginDate", "2026-01-01 09:00:00.000"),
        ("Comment", "NULL"),
    ]);
    let assessment = assess(&row(LINE, &user.joined(membership), "lupa", None).unwrap(), &KEEP);
    assert_eq!(told(&assessment.problems), [""; 0]);
    let account = assessment.account.clone().unwrap();
    assert_eq!((account.external_id.as_str(), account.former_username.as_deref()), ("7F1C", Some("aino")));
    assert_eq!(account.legacy_created_at, "2018-03-01T12:00:00Z".parse().ok());
    assert_eq!(account.last_login_at, "2026-01-01T09:00:00Z".parse().ok());
    assert!(takes(assessment, "Salasana1!"));
}

#[test]
fn a_name_that_is_an_address_is_the_address() {
    let v2 = "AAABAgMEBQYHCAkKCwwNDg8seSzcG8+QhqUdD33UXsh5TYj9B61gOty8ilhECrQHaw==";
    let cells = [("UserId", "4"), ("UserName", "aino@example.fi"), ("IsConfirmed", "True"), ("Password", v2)];
    let assessment = judged(&[&cells[..], &[("PasswordSalt", "")]].concat(), None);
    assert_eq!(told(&assessment.problems), [""; 0]);
    let account = assessment.account.clone().unwrap();
    assert_eq!((account.email.unwrap().as_str(), account.username), ("aino@example.fi", None));
    assert!(takes(assessment, "Salasana1!"));
}

#[test]
fn an_identity_user_is_one_record() {
    let v3 = "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg94JxmDo+c5k/ZzP1aguJ8ggEexgaDsfXndFLag9f3xhQ==";
    let assessment = judged(
        &[
            ("Id", "b2"),
            ("UserName", "aino@example.fi"),
            ("Email", "aino@example.fi"),
            ("EmailConfirmed", "1"),
            ("PasswordHash", v3),
            ("PhoneNumber", "0401234567"),
            ("LockoutEnd", "2030-01-01 00:00:00 +00:00"),
        ],
        None,
    );
    assert_eq!(told(&assessment.problems), ["7 warning locked locked"]);
    assert!(assessment.account.as_ref().unwrap().email_verified);
    assert!(takes(assessment, "Salasana1!"));
}

#[test]
fn the_hash_of_a_membership_provider_may_have_to_be_told() {
    let hash = "MW61DjVAP5nGtfJM/baFWBE/mLcqOWDAd4G5BkaZ0Rc=";
    let packed = format!("{hash}|1|{SALT}");
    let tables: [&[(&str, &str)]; 2] =
        [&[("Password", hash), ("PasswordFormat", "1"), ("PasswordSalt", SALT)], &[("PasswordHash", &packed)]];
    for stored in tables {
        let cells = [&[("UserId", "1"), ("UserName", "aino"), ("Email", "a@example.fi")], stored].concat();
        let codes: Vec<_> = judged(&cells, None).problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::UnknownHash]);
        assert!(takes(judged(&cells, Some(Membership::HmacSha256)), "Salasana1!"));
    }
}

#[test]
fn what_the_tables_say_of_a_user_is_told() {
    let person = [("UserId", "1"), ("UserName", "a@example.fi")];
    for (cell, problem) in [
        (("IsApproved", "0"), "7 warning enabled disabled"),
        (("IsConfirmed", "False"), "7 warning activated never_activated"),
        (("IsLockedOut", "1"), "7 warning locked locked"),
        (("LockoutEndDateUtc", "9999-12-31 23:59:59.997"), "7 warning locked locked"),
        (("LastLoginDate", "2019-05-05 08:00:00.000"), "7 warning last_login_at too_old"),
    ] {
        assert_eq!(told(&judged(&[&person[..], &[cell]].concat(), None).problems), [problem]);
    }
    for (format, code) in [("0", Code::EncryptedHash), ("2", Code::EncryptedHash), ("7", Code::UnknownHash)] {
        let cells = [&person[..], &[("Password", "kissa"), ("PasswordFormat", format)]].concat();
        let codes: Vec<_> = judged(&cells, None).problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [code]);
    }
    let anonymous = record(&[("UserId", "1"), ("UserName", "x"), ("IsAnonymous", "1")]);
    assert_eq!(row(LINE, &anonymous, "lupa", None).unwrap_err().code, Code::NotAPerson);
}

#[test]
fn tables_are_told_by_their_columns() {
    for (names, table) in [
        ("ApplicationId,UserId,UserName,LoweredUserName,IsAnonymous", Some(Table::People)),
        ("ApplicationId,UserId,Password,PasswordFormat,PasswordSalt,Email", Some(Table::Passwords)),
        ("UserId,UserName", Some(Table::People)),
        ("UserId,CreateDate,ConfirmationToken,IsConfirmed,Password,PasswordSalt", Some(Table::Passwords)),
        ("\u{feff}Id,UserName,PasswordHash", Some(Table::People)),
        ("LoginProvider,ProviderKey,UserId", Some(Table::Unused)),
        ("UserId,RoleId", Some(Table::Unused)),
        ("external_id,source_system,username,email", None),
        ("this,is,something,else", None),
    ] {
        assert_eq!(Table::of(names.split(',')), table, "{names}");
    }
}
