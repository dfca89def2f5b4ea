use chrono::TimeDelta;

use super::*;
use crate::{lockout, policy::Privacy};

fn rules(password_profile: Profile, password_min_length: Option<usize>) -> Rules {
    Rules::of(&Policy {
        privacy: Privacy::Neutral,
        lockout: lockout::Policy { attempts: 5, duration: TimeDelta::hours(24) },
        password_profile,
        password_min_length,
        editions: crate::terms::Editions::default(),
        activation_ttl: TimeDelta::minutes(30),
        unactivated_kept: TimeDelta::days(7),
        recovery_ttl: TimeDelta::minutes(30),
        resend_after: TimeDelta::minutes(2),
        mails_per_day: 5,
        migration_window: crate::migration::Window::default(),
        towns: crate::towns::Towns::default(),
        session_idle: TimeDelta::hours(1),
        session_absolute: TimeDelta::hours(12),
        official_idle: TimeDelta::minutes(30),
        official_absolute: TimeDelta::hours(8),
        session_remembered: TimeDelta::days(30),
    })
}

fn seed() -> Rules {
    rules(Profile::Seed, None)
}

fn strong() -> Rules {
    rules(Profile::Strong, None)
}

#[test]
fn the_profiles_and_an_override_give_the_length_and_classes() {
    assert_eq!((seed().min_length(), seed().classes()), (6, Class::ALL.as_slice()));
    assert_eq!((strong().min_length(), strong().classes()), (12, [].as_slice()));
    assert_eq!(rules(Profile::Seed, Some(8)).min_length(), 8);
}

#[test]
fn good_passwords_meet_the_seed_rule() {
    for password in [
        "Kx7!vuorela-Tammi",
        " Aa1! b c ",
        "Öl3!öä",
        "Vk½7rt",
        "Rt٣ mv",
        "Puro-12 Äes",
        "Aa1!xyz\0tail",
        "Password-12345!",
    ] {
        assert_eq!(seed().check(password, &[]), [], "{password:?}");
    }
    for extra in [60, 124, 252] {
        assert_eq!(seed().check(&format!("Aa1!{}", "x".repeat(extra)), &[]), []);
    }
}

#[test]
fn every_sign_that_the_old_rule_lists_is_special() {
    for sign in ";,.,_-'*~^`+?=)][](!£#\"!@½§ \u{302}²€".chars() {
        assert!(Class::Special.contains(sign), "{sign:?}");
    }
    for c in "aAäÄåÅöÖßʰªあ7٣".chars() {
        assert!(!Class::Special.contains(c), "{c:?}");
    }
}

#[test]
fn letters_with_diacritics_belong_to_the_class_of_their_case() {
    for (class, members, others) in [
        (Class::Upper, "AÅÄÖŠ", "aåäö1!ǅⅠ"),
        (Class::Lower, "aåäöšß", "AÅÄÖ1!ªⅰ"),
        (Class::Digit, "0123456789٣", "½²aA!Ⅷ"),
    ] {
        assert!(members.chars().all(|c| class.contains(c)), "{class:?}");
        assert!(!others.chars().any(|c| class.contains(c)), "{class:?}");
    }
}

#[test]
fn each_missing_class_is_named() {
    use Class::{Digit, Lower, Special, Upper};
    for (password, missing) in [
        ("vuorel1!", vec![Upper]),
        ("VUOREL1!", vec![Lower]),
        ("Vuorelm!", vec![Digit]),
        ("Vuorelm1", vec![Special]),
        ("vuorela", vec![Special, Digit, Upper]),
        ("kivääri½", vec![Digit, Upper]),
        ("Ⅰxr$mvt", vec![Digit, Upper]),
    ] {
        assert_eq!(seed().check(password, &[]), [PasswordProblem::MissingClasses(missing)], "{password}");
    }
}

#[test]
fn length_is_counted_in_characters_after_composing() {
    assert_eq!(seed().check("", &[]), [PasswordProblem::Required]);
    assert_eq!(seed().check("Kx7!v", &[]), [PasswordProblem::TooShort { min: 6 }]);
    assert_eq!(seed().check("Öä7!v", &[]), [PasswordProblem::TooShort { min: 6 }]);
    assert_eq!(seed().check("O\u{308}a\u{308}7!v", &[]), [PasswordProblem::TooShort { min: 6 }]);
    assert_eq!(strong().check("vuorela-tam", &[]), [PasswordProblem::TooShort { min: 12 }]);
    assert_eq!(strong().check("vuorela-tamm", &[]), []);
}

#[test]
fn the_greatest_length_is_counted_in_bytes() {
    let too_long = [PasswordProblem::TooLong { max: 1024 }];
    let with = |n: usize| format!("vuorela{}", "xy".repeat(n));
    assert_eq!(strong().check(&with(508), &[]), []);
    assert_eq!(strong().check(&with(509), &[]), too_long);
    assert_eq!(strong().check(&"a\u{308}o\u{308}".repeat(256), &[]), [PasswordProblem::Common]);
    assert_eq!(strong().check(&format!("x{}", "a\u{308}".repeat(512)), &[]), too_long);
    assert_eq!(strong().check(&"Aa1!".repeat(1 << 18), &[]), too_long);
}

#[test]
fn passwords_that_guessers_try_first_are_refused() {
    for password in [
        "Password1!",
        "Salasana1!",
        "Qwerty123!",
        "P@ssw0rd1",
        "Kesa2026!",
        "Kesä2026!",
        "KESÄ-2026",
        "Sommar2026!",
        "Lösenord1!",
        "L0senord1!",
        "Salas4na!",
        "S@lasana123",
        "123Salasana!",
        "!Welcome1",
        "We1come1!",
        "Suomi100v!".trim_end_matches("v!"),
        "Passw0rd!!",
        "Perkele666!",
        "Hemligt1!",
        "1q2w3e4R!",
        "Abcd1234!",
        "Tervetuloa1!",
        "Talvi-2025!",
        "Pass word 1!",
        "Sala-Sana1!",
    ] {
        assert!(seed().check(password, &[]).contains(&PasswordProblem::Common), "{password}");
    }
    for password in [
        "aaaaaaaaaaaa",
        "abcdefghijklm",
        "123456789012",
        "987654321098",
        "121212121212",
        "Aa1!Aa1!Aa1!",
        "salasanasalasana",
        "qwertyuiop123",
        "kirjautuminen",
        "correct horse battery staple",
        "Correct-Horse-Battery-Staple",
        "rakastan sinua",
        "1234567890123456",
    ] {
        assert_eq!(strong().check(password, &[]), [PasswordProblem::Common], "{password}");
    }
}

#[test]
fn a_listed_word_within_a_phrase_does_no_harm() {
    for password in ["kesä tuli ja meni", "salasana on aina huono", "vihreä kissa lentää", "qwerty ei ole hepreaa"]
    {
        assert_eq!(strong().check(password, &[]), [], "{password}");
    }
}

#[test]
fn what_others_know_of_the_person_is_refused() {
    let context = ["Anna-Liisa", "Mäkinen", "erkki.esimerkki+lupa@vuorela.example", "Kaskenranta-tunnus"];
    for password in [
        "Mäkinen-77 on",
        "xxMAKINENxx77!",
        "liisa tuli kotiin",
        "Erkki-4711-tuo",
        "oma kaskenranta",
        "1!erkki.esimerkki",
    ] {
        assert_eq!(strong().check(&format!("{password} zq"), &context), [PasswordProblem::Personal], "{password}");
    }
    for password in ["vuorela-tammi-7", "Kiinteä laituri", "lup on kolme osaa"] {
        assert_eq!(strong().check(password, &context), [], "{password}");
    }
    assert_eq!(strong().check("vuorela-tammi-7", &["", "  ", "a", "@"]), []);
}

#[test]
fn all_problems_are_told_at_once() {
    assert_eq!(
        seed().check("erkki", &["Erkki"]),
        [
            PasswordProblem::TooShort { min: 6 },
            PasswordProblem::MissingClasses(vec![Class::Special, Class::Digit, Class::Upper]),
            PasswordProblem::Common,
            PasswordProblem::Personal,
        ]
    );
}

#[test]
fn composed_and_decomposed_forms_are_one_password_and_nothing_else_is() {
    assert_eq!(normalise("Kesa\u{308}A\u{30a}land2018o\u{308}!"), "KesäÅland2018ö!");
    for exact in [" a b ", "½", "ﬁ", "Ａ", "a\0b", "x²"] {
        assert_eq!(normalise(exact), exact);
    }
}

#[test]
fn the_pages_get_patterns_that_browsers_understand() {
    assert_eq!(Class::ALL.map(Class::pattern), [r"[^\p{L}\p{Nd}]", r"\p{Nd}", r"\p{Ll}", r"\p{Lu}"]);
}

#[test]
fn a_hash_never_reaches_a_log_by_debug() {
    assert_eq!(format!("{:?}", PasswordHash("$argon2id$v=19$secret".to_owned())), "PasswordHash(..)");
}
