//! A received mail, decoded.

use mailparse::{MailHeaderMap as _, ParsedMail};

/// A mail as its reader sees it.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The envelope's recipient.
    pub to: String,
    pub subject: String,
    pub message_id: String,
    pub text: String,
    pub html: String,
    /// Every header with its value.
    pub headers: Vec<(String, String)>,
}

impl Mail {
    /// The mail that `raw` is, sent to `to`.
    pub fn read(to: &str, raw: &[u8]) -> Self {
        let parsed = mailparse::parse_mail(raw).expect("a well-formed mail");
        let header = |name| parsed.headers.get_first_value(name).unwrap_or_default();
        Self {
            to: to.to_owned(),
            subject: header("Subject"),
            message_id: header("Message-ID"),
            text: part(&parsed, "text/plain").unwrap_or_default(),
            html: part(&parsed, "text/html").unwrap_or_default(),
            headers: parsed.headers.iter().map(|header| (header.get_key(), header.get_value())).collect(),
        }
    }

    /// The only link for a password in the text part.
    #[track_caller]
    pub fn link(&self) -> String {
        self.link_to("/password/set")
    }

    /// The only link to a page at `path` of the service in the text part.
    #[track_caller]
    pub fn link_to(&self, path: &str) -> String {
        let mut links = self.text.split_whitespace().filter(|word| word.starts_with("http") && word.contains(path));
        let link = links.next().unwrap_or_else(|| panic!("no link in {}", self.text));
        assert_eq!(links.next(), None, "more than one link in {}", self.text);
        link.to_owned()
    }

    /// The value of the header `name`.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

fn part(mail: &ParsedMail<'_>, mime: &str) -> Option<String> {
    if mail.ctype.mimetype == mime {
        return mail.get_body().ok();
    }
    mail.subparts.iter().find_map(|sub| part(sub, mime))
}
