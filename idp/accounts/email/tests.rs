#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn addresses_of_the_usual_form_are_kept_as_typed() {
    for (typed, address, key) in [
        ("erkki@example.com", "erkki@example.com", "erkki@example.com"),
        (" \u{a0}Erkki.Esimerkki@Example.COM\t", "Erkki.Esimerkki@Example.COM", "erkki.esimerkki@example.com"),
        ("erkki+lupa@example.fi", "erkki+lupa@example.fi", "erkki+lupa@example.fi"),
        (
            "o'brien_{x}!#$%&*/=?^`|~-@a-b.example",
            "o'brien_{x}!#$%&*/=?^`|~-@a-b.example",
            "o'brien_{x}!#$%&*/=?^`|~-@a-b.example",
        ),
        ("Väinö@example.fi", "Väinö@example.fi", "väinö@example.fi"),
        ("Va\u{308}ino\u{308}@example.fi", "Väinö@example.fi", "väinö@example.fi"),
        ("a@Älykäs.fi", "a@Älykäs.fi", "a@xn--lyks-koad.fi"),
        ("a@XN--lyks-koad.fi", "a@XN--lyks-koad.fi", "a@xn--lyks-koad.fi"),
        ("a@straße.de", "a@straße.de", "a@xn--strae-oqa.de"),
        ("a@1.2.example", "a@1.2.example", "a@1.2.example"),
    ] {
        let email = Email::parse(typed).unwrap();
        assert_eq!(email.as_str(), address);
        assert_eq!(email.key(), key);
        assert_eq!(Email::parse(email.as_str()).unwrap(), email, "parsing again changes nothing");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for text in [
        "erkki",
        "@example.com",
        "erkki@",
        "erkki@@example.com",
        "a@b@example.com",
        "erkki@localhost",
        "erkki@example.",
        "erkki@.fi",
        "erkki@example..fi",
        "erkki@-example.fi",
        "erkki@example-.fi",
        "erkki@exa_mple.fi",
        "erkki@example.f",
        "erkki@127.0.0.1",
        "erkki@[127.0.0.1]",
        "erkki@[IPv6:::1]",
        "\"erkki\"@example.fi",
        "erkki(x)@example.fi",
        "Erkki <erkki@example.fi>",
        "a@example.fi,b@example.fi",
        "a@example.fi;b@example.fi",
        "a b@example.fi",
        ".a@example.fi",
        "a.@example.fi",
        "a..b@example.fi",
        "a\u{0}@example.fi",
        "a\r\nBcc:x@example.fi",
        "a\u{200b}b@example.fi",
        "a\u{202e}b@example.fi",
        "a@xn--zzzzzz.fi",
        "a→b@example.fi",
        "a@example.fi\u{ad}",
    ] {
        assert!(Email::parse(text).is_err(), "{text:?}");
    }
    assert_eq!(Email::parse(" \u{a0} "), Err(EmailProblem::Empty));
}

#[test]
fn lookalikes_that_mapping_would_change_are_refused() {
    for text in [
        "ｅrkki@example.fi",
        "erkki＠example.fi",
        "erkki@example｡fi",
        "erkki@example。fi",
        "ﬁlip@example.fi",
        "erkki@\u{24d4}xample.fi",
        "erkki@exa\u{ad}mple.fi",
        "erkki@exa\u{200d}mple.fi",
        "a\u{fe0f}@example.fi",
        "a\u{034f}b@example.fi",
    ] {
        assert!(Email::parse(text).is_err(), "{text:?}");
    }
    assert_eq!(Email::parse("ｅrkki@example.fi"), Err(EmailProblem::Lookalike));
}

#[test]
fn lengths_end_where_the_mail_system_ends() {
    let local = |n: usize| format!("{}@example.fi", "a".repeat(n));
    assert!(Email::parse(&local(64)).is_ok());
    assert_eq!(Email::parse(&local(65)), Err(EmailProblem::TooLong));
    assert!(Email::parse(&format!("{}@example.fi", "ä".repeat(32))).is_ok());
    assert_eq!(Email::parse(&format!("{}@example.fi", "ä".repeat(33))), Err(EmailProblem::TooLong));
    let domain = |n: usize| {
        let labels = format!("{}.{}.{}", "b".repeat(63), "c".repeat(63), "d".repeat(60));
        format!("{}@{labels}.fi", "a".repeat(n))
    };
    assert!(Email::parse(&domain(62)).is_ok());
    assert_eq!(domain(62).len(), 254);
    assert_eq!(Email::parse(&domain(63)), Err(EmailProblem::TooLong));
    assert!(Email::parse(&format!("a@{}.fi", "b".repeat(64))).is_err());
    assert_eq!(Email::parse(&"a".repeat(2_000)), Err(EmailProblem::TooLong));
}

#[test]
fn an_address_never_reaches_a_log_by_debug() {
    assert_eq!(format!("{:?}", Email::parse("erkki@example.com").unwrap()), "Email(..)");
}

#[test]
fn the_masked_form_hides_all_but_the_ends() {
    for (address, masked) in [
        ("esimerkki.erkki@example.com", "e•••i@example.com"),
        ("abc@example.com", "a•••c@example.com"),
        ("ab@example.com", "a•••@example.com"),
        ("a@example.com", "a•••@example.com"),
        ("Äijä@Älykäs.fi", "Ä•••ä@Älykäs.fi"),
    ] {
        assert_eq!(Email::parse(address).unwrap().masked(), masked);
    }
}

#[test]
fn mail_goes_to_an_ascii_domain_and_the_local_part_as_written() {
    assert_eq!(Email::parse("Erkki@Älykäs.fi").unwrap().for_delivery(), "Erkki@xn--lyks-koad.fi");
}

#[test]
fn slips_of_the_finger_get_a_suggestion() {
    for (typed, meant) in [
        ("erkki@gmial.com", "erkki@gmail.com"),
        ("erkki@HOTMIAL.com", "erkki@hotmail.com"),
        ("erkki@example.con", "erkki@example.com"),
        ("erkki@gmial.con", "erkki@gmail.com"),
        ("erkki@example.fi.", "erkki@example.fi"),
        ("erkki(@)example.fi", "erkki@example.fi"),
        ("erkki (at) example.fi", "erkki@example.fi"),
        ("erkki @example.fi", "erkki@example.fi"),
        ("erkki@gmail,com", "erkki@gmail.com"),
    ] {
        assert_eq!(suggestion(typed).as_deref(), Some(meant));
    }
    for typed in
        ["erkki@gmail.com", " erkki@example.fi ", "erkki@example.com", "Erkki@Example.FI", "erkki", "erkki@telecon.fi"]
    {
        assert_eq!(suggestion(typed), None, "{typed}");
    }
}
