//! The mails about logins: a new browser, a login that was taken over, and the
//! links for all who share an address.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Letter, Link, Writer};
use crate::locales::moment;

/// One of several people who get their mail at one address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recoverable {
    /// The name that the person signs in with.
    pub username: String,
    /// The link behind which their new password is set.
    pub url: String,
}

/// One person's part of a mail for several.
pub(super) struct Part<'a> {
    pub(super) username: String,
    pub(super) link: Link<'a>,
}

impl Writer<'_> {
    pub(super) fn new_login<'m>(
        &self,
        username: &str,
        given_name: &str,
        at: DateTime<Utc>,
        user_agent: &str,
    ) -> Letter<'m> {
        let at = moment::date_time(self.locale, at);
        let body = [("service_name", self.service_name()), ("at", at.into())];
        let body = self.text("mail_new_login_body", &body);
        let mut letter = self.letter_of("mail_new_login_subject", body, username, given_name);
        let device = accounts::device::name(user_agent);
        let device = device.unwrap_or_else(|| self.text("sessions_unknown_device", &[]));
        letter.notes = vec![self.text("mail_new_login_device", &[("device", device.into())])];
        letter.advice = vec![self.text("mail_not_you", &[("support_contact", self.support_contact())])];
        letter
    }

    pub(super) fn remembered_login_misused<'m>(
        &self,
        username: &str,
        given_name: &str,
        at: DateTime<Utc>,
    ) -> Letter<'m> {
        let at = moment::date_time(self.locale, at);
        let body = [("service_name", self.service_name()), ("at", at.into())];
        let body = self.text("mail_login_misused_body", &body);
        let mut letter = self.letter_of("mail_login_misused_subject", body, username, given_name);
        letter.notes = vec![self.text("mail_login_misused_step", &[])];
        letter
    }

    pub(super) fn shared_recovery<'m>(&self, people: &'m [Recoverable], expires_at: DateTime<Utc>) -> Letter<'m> {
        let letter = self.letter("mail_reset_subject", "mail_shared_body", "", "");
        let mut letter = self.with_validity(letter, expires_at);
        letter.username = String::new();
        letter.people = people
            .iter()
            .map(|person| Part {
                username: self.text("mail_username_line", &[("username", person.username.as_str().into())]),
                link: Link { label: self.text("mail_reset_link", &[]), url: &person.url },
            })
            .collect();
        letter
    }
}

#[cfg(test)]
mod tests {
    use accounts::Locale;
    use oidc::names::Localized;

    use super::super::{Message, Rendered, Sent};
    use super::*;
    use crate::locales::{Organisation, Texts};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn render(message: &Message, locale: Locale) -> Rendered {
        let organisation = Organisation {
            service_name: Localized::Same("Kaskenranta-tunnus".to_owned()),
            support_phone: "02 555 0100".to_owned(),
            ..Organisation::default()
        };
        message.render(locale, &Texts::default(), &organisation, Sent { at: NOW, reference: None })
    }

    fn notices() -> [Message; 2] {
        let (username, given_name) = ("erkki@example.com".to_owned(), "Erkki".to_owned());
        let user_agent = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned();
        [
            Message::NewLogin { username: username.clone(), given_name: given_name.clone(), at: NOW, user_agent },
            Message::RememberedLoginMisused { username, given_name, at: NOW },
        ]
    }

    #[test]
    fn a_notice_says_when_and_what_to_do_and_holds_no_link() {
        for locale in Locale::ALL {
            for message in notices() {
                let mail = render(&message, locale);
                for part in [&mail.text, &mail.html] {
                    assert!(part.contains("erkki@example.com") && part.contains("02 555 0100"), "{locale:?}: {part}");
                    assert!(part.contains("1970") && !part.contains('⟦'), "{locale:?}: {part}");
                }
                assert!(!mail.text.contains("http"), "{}", mail.text);
            }
            let [new_login, _] = notices();
            assert!(render(&new_login, locale).text.contains("Firefox, Windows"));
        }
    }

    #[test]
    fn those_who_share_an_address_find_each_name_before_its_own_link() {
        let person = |name: &str| Recoverable { username: name.to_owned(), url: format!("https://id.example/{name}") };
        let expires_at = NOW + chrono::TimeDelta::minutes(30);
        let message = Message::SharedRecoveryLinks { people: vec![person("aino"), person("eino")], expires_at };
        for locale in Locale::ALL {
            let mail = render(&message, locale);
            let lines: Vec<&str> =
                mail.text.lines().filter(|line| line.contains("aino") || line.contains("eino")).collect();
            assert_eq!(lines.len(), 4, "{}", mail.text);
            for (index, name) in [(0, "aino"), (2, "eino")] {
                assert!(lines.get(index).is_some_and(|line| line.ends_with(name)), "{lines:?}");
                assert_eq!(lines.get(index + 1), Some(&person(name).url.as_str()));
                assert_eq!(mail.html.matches(&format!("href=\"{}\"", person(name).url)).count(), 2);
            }
            assert!(!mail.text.contains('⟦') && mail.text.contains("30"), "{}", mail.text);
        }
    }
}
