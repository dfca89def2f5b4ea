//! Every mail in every language.

#![expect(clippy::unwrap_used, reason = "tests")]

use oidc::names::Localized;

use super::*;

const URL: &str = "https://id.kaskenranta.example/password/link/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn organisation() -> Organisation {
    Organisation {
        name: Localized::Same("Kaskenrannan kaupunki".to_owned()),
        service_name: Localized::Same("Kaskenranta-tunnus".to_owned()),
        support_phone: "02 555 0100".to_owned(),
        support_hours: Localized::Same("9–15".to_owned()),
        support_email: "asiakaspalvelu@kaskenranta.example".to_owned(),
        ..Organisation::default()
    }
}

fn every_message(given_name: &str) -> [Message; 7] {
    let (username, given_name, url) = ("erkki@example.com".to_owned(), given_name.to_owned(), URL.to_owned());
    let expires_at = at("2026-11-23T12:37:00Z");
    [
        Message::FirstPasswordLink {
            username: username.clone(),
            given_name: given_name.clone(),
            url: url.clone(),
            expires_at,
        },
        Message::RecoveryLink {
            username: username.clone(),
            given_name: given_name.clone(),
            url: url.clone(),
            expires_at,
        },
        Message::ActivationLink { username: username.clone(), url: url.clone(), expires_at },
        Message::AlreadyRegistered { username: username.clone(), given_name: given_name.clone(), url: url.clone() },
        Message::PasswordChanged { username: username.clone(), given_name: given_name.clone(), at: expires_at },
        Message::Locked {
            username: username.clone(),
            given_name: given_name.clone(),
            until: at("2026-11-24T12:07:30Z"),
            url: url.clone(),
        },
        Message::Reminder { username, given_name, url },
    ]
}

fn render(message: &Message, locale: Locale) -> Rendered {
    let reference = Reference::new([19, 7, 23, 4, 2, 20, 29, 13]);
    let sent = Sent { at: at("2026-11-23T12:07:00Z"), reference: Some(&reference) };
    message.render(locale, &Texts::default(), &organisation(), sent)
}

#[test]
fn every_mail_is_whole_in_every_language() {
    for locale in Locale::ALL {
        for message in every_message("Erkki") {
            let mail = render(&message, locale);
            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(!part.is_empty() && !part.contains('⟦') && !part.contains("{$"), "{message:?} {locale:?}");
            }
            assert!(!mail.subject.contains(['\r', '\n']), "{message:?}");
            for part in [&mail.text, &mail.html] {
                let greeted = message.name() != "activation_link";
                assert_eq!(part.contains("Erkki"), greeted, "{message:?} {locale:?}");
                assert!(part.contains("erkki@example.com"), "{message:?} {locale:?}");
                assert!(part.contains("9–15") && part.contains("K7Q4-2MXD"), "{message:?} {locale:?}");
                assert!(part.contains("02 555 0100") && part.contains("Kaskenranta-tunnus"), "{message:?} {locale:?}");
            }
            assert!(mail.html.contains(&format!("<html lang=\"{}\">", locale.tag())));
        }
    }
}

#[test]
fn the_link_stands_alone_on_one_line_of_the_text() {
    for locale in Locale::ALL {
        for message in every_message("Erkki") {
            let mail = render(&message, locale);
            let lines = mail.text.lines().filter(|line| line.contains("http")).collect::<Vec<_>>();
            let expected: &[&str] = if message.name() == "password_changed" { &[] } else { &[URL] };
            assert_eq!(lines, expected, "{message:?} {locale:?}");
            assert_eq!(mail.html.matches(&format!("href=\"{URL}\"")).count(), expected.len() * 2);
        }
    }
}

#[test]
fn a_link_says_until_when_it_works_in_finnish_time() {
    for (locale, expected) in [
        (Locale::Fi, "Linkki on voimassa 30 minuuttia, 23.11.2026 klo 14.37 asti."),
        (Locale::Sv, "Länken gäller i 30 minuter, till 23.11.2026 kl. 14.37."),
        (Locale::En, "The link is valid for 30 minutes, until 23 November 2026 at 14:37."),
    ] {
        for message in every_message("Erkki").iter().take(2) {
            assert!(render(message, locale).text.contains(expected), "{message:?} {locale:?}");
        }
    }
}

#[test]
fn every_moment_is_written_as_the_mails_language_writes_it() {
    let [.., changed, locked, _] = every_message("Erkki");
    for (locale, changed_at, locked_until) in [
        (Locale::Fi, "23.11.2026 klo 14.37", "24.11.2026 klo 14.08"),
        (Locale::Sv, "23.11.2026 kl. 14.37", "24.11.2026 kl. 14.08"),
        (Locale::En, "23 November 2026 at 14:37", "24 November 2026 at 14:08"),
    ] {
        assert!(render(&changed, locale).text.contains(changed_at), "{locale:?}");
        assert!(render(&locked, locale).text.contains(locked_until), "{locale:?}");
    }
}

#[test]
fn the_gallery_of_mails_is_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery/mails");
    std::fs::create_dir_all(&folder).unwrap();
    for locale in Locale::ALL {
        for message in every_message("Erkki") {
            let mail = render(&message, locale);
            let name = format!("{}-{}", message.name(), locale.tag());
            std::fs::write(folder.join(format!("{name}.html")), mail.html).unwrap();
            std::fs::write(folder.join(format!("{name}.txt")), format!("{}\n\n{}", mail.subject, mail.text)).unwrap();
        }
    }
}

#[test]
fn a_reminder_says_that_it_holds_no_link_for_a_password() {
    let [.., reminder] = every_message("Erkki");
    for (locale, expected) in [
        (Locale::Fi, "ei ole linkkiä salasanan asettamiseen"),
        (Locale::Sv, "ingen länk för att ange ett lösenord"),
        (Locale::En, "no link for setting a password"),
    ] {
        assert!(render(&reminder, locale).text.contains(expected), "{locale:?}");
    }
}

#[test]
fn a_mail_that_waited_tells_the_time_that_is_left() {
    let [message, ..] = every_message("Erkki");
    let mail = message.render(
        Locale::Fi,
        &Texts::default(),
        &organisation(),
        Sent { at: at("2026-11-23T12:36:10Z"), reference: None },
    );
    assert!(mail.text.contains("Linkki on voimassa 1 minuutin, 23.11.2026 klo 14.37 asti."), "{}", mail.text);
}

#[test]
fn a_mail_loads_nothing_and_holds_no_foreign_markup() {
    for message in every_message("<img src=x>\n\nhttp") {
        let html = render(&message, Locale::Fi).html;
        for forbidden in ["<img", "<script", "<link", "@import", "url("] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        let greeted = message.name() != "activation_link";
        assert_eq!(html.contains("&#60;img src=x&#62; http"), greeted, "{html}");
    }
}

#[test]
fn a_mail_without_a_given_name_greets_all_the_same() {
    let [message, ..] = every_message("  ");
    assert!(render(&message, Locale::Fi).text.starts_with("Hei,\n\n"));
    assert!(render(&message, Locale::Sv).text.starts_with("Hej!\n\n"));
}

#[test]
fn the_link_is_not_shown_in_debug_output() {
    for message in every_message("Erkki") {
        assert_eq!(format!("{message:?}"), format!("Message({})", message.name()));
    }
}

#[test]
fn a_message_survives_its_way_through_the_outbox() {
    for message in every_message("Erkki") {
        let stored = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
    }
}
