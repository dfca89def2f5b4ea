#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::one_time_token::tests::policy;

fn rules() -> Rules {
    Rules::of(&policy(5))
}

fn good() -> Typed<'static> {
    Typed {
        email: " Ulla.Uusi@Example.FI ",
        email_confirm: "ulla.uusi@example.fi",
        email_doubted: "",
        password: "yksi kaunis kesäpäivä",
        password_confirm: "yksi kaunis kesäpäivä",
        first_name: " Ulla  Maria ",
        last_name: "Uusi",
        phone: "040 123 4567",
        street: "Rantatie 3 B 12",
        postcode: "28100",
        city: "Pori",
        accepts_terms: true,
    }
}

fn problems(typed: Typed<'_>) -> Vec<Problem> {
    typed.check(&rules(), &["Kaskenranta-tunnus"]).err().unwrap_or_default()
}

#[test]
fn what_was_typed_becomes_a_person() {
    let person = good().check(&rules(), &[]).ok().unwrap();
    assert_eq!(person.email.as_str(), "Ulla.Uusi@Example.FI");
    assert_eq!((person.given_name.as_str(), person.family_name.as_str()), ("Ulla Maria", "Uusi"));
    assert_eq!(person.phone, "+358401234567");
    assert_eq!(person.address.postal_code, "28100");
}

#[test]
fn contact_details_may_be_left_out() {
    let typed = Typed { phone: " ", street: "", postcode: "", city: "", ..good() };
    let person = typed.check(&rules(), &[]).ok().unwrap();
    assert_eq!((person.phone.as_str(), person.address), ("", PostalAddress::default()));
}

#[test]
fn everything_that_is_missing_is_told_at_once_and_in_order() {
    assert_eq!(
        problems(Typed::default()),
        [
            Problem::EmailRequired,
            Problem::EmailConfirmRequired,
            Problem::Password(PasswordProblem::Required),
            Problem::PasswordConfirmRequired,
            Problem::FirstName,
            Problem::LastName,
            Problem::Terms,
        ]
    );
}

#[test]
fn each_field_has_its_own_problem() {
    let long = "x".repeat(details::MAX_CHARS + 1);
    for (typed, problem) in [
        (Typed { email: "ulla@", ..good() }, Problem::EmailMalformed),
        (Typed { email_confirm: "ulla.uusi@example.com", ..good() }, Problem::EmailMismatch),
        (Typed { email_confirm: "", ..good() }, Problem::EmailMismatch),
        (Typed { password_confirm: "", ..good() }, Problem::PasswordConfirmRequired),
        (Typed { password_confirm: "toinen", ..good() }, Problem::PasswordMismatch),
        (Typed { first_name: "123", ..good() }, Problem::FirstName),
        (Typed { first_name: "<b>Ulla</b>", ..good() }, Problem::FirstName),
        (Typed { last_name: &long, ..good() }, Problem::LastName),
        (Typed { phone: "ei ole", ..good() }, Problem::Phone),
        (Typed { street: &long, ..good() }, Problem::Street),
        (Typed { city: "Pori\u{7}", ..good() }, Problem::City),
        (Typed { accepts_terms: false, ..good() }, Problem::Terms),
    ] {
        assert_eq!(problems(typed), [problem]);
    }
}

#[test]
fn an_own_name_is_no_password() {
    let typed = Typed { password: "Ulla.Uusi@Example.FI", password_confirm: "Ulla.Uusi@Example.FI", ..good() };
    assert_eq!(problems(typed), [Problem::Password(PasswordProblem::Personal)]);
}

#[test]
fn a_misspelt_domain_is_asked_about_once() {
    let typed = Typed { email: "ulla@gmial.com", email_confirm: "ulla@gmial.com", ..good() };
    assert_eq!(problems(typed), [Problem::EmailDoubtful { meant: "ulla@gmail.com".to_owned() }]);
    assert_eq!(problems(Typed { email_doubted: "ulla@gmial.com", ..typed }), []);
    assert_eq!(problems(Typed { email_doubted: "other@gmial.com", ..typed }).len(), 1);
}

#[test]
fn a_registered_account_waits_for_its_activation() {
    let person = good().check(&rules(), &[]).ok().unwrap();
    let now = DateTime::UNIX_EPOCH;
    let hash = PasswordHash("hash".to_owned());
    let account = person.into_account(Uuid::nil(), "sub".to_owned(), hash, Locale::Fi, now);
    assert!(account.awaits_activation() && !account.email_verified);
    assert!(account.migration.is_none() && !account.needs_first_password());
}
