//! New terms of use and a new privacy notice: the question, and the page for
//! who did not agree.

use accounts::terms::{self, Edition};
use askama::Template;

use super::form::Hidden;
use super::frame::Frame;
use crate::locales::documents::Document;
use crate::locales::moment;

/// `/login/terms`: documents that the person is asked to agree to.
#[derive(Template)]
#[template(path = "terms.html")]
pub struct Terms {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// What the service of the client is called, where one waits.
    pub client_name: Option<String>,
    /// What the person has yet to agree to; at least one.
    pub editions: Vec<Edition>,
    /// Whether the person has agreed to an earlier edition.
    pub agreed_before: bool,
    /// What the form that agrees sends.
    pub accept: Vec<Hidden>,
    /// What the form that declines sends.
    pub decline: Vec<Hidden>,
}

/// A document as the page leads to it.
struct ToRead {
    title: String,
    edition: String,
    href: String,
}

impl Terms {
    fn asks_about(&self, document: terms::Document) -> bool {
        self.editions.iter().any(|edition| edition.document == document)
    }

    fn heading(&self) -> String {
        self.frame.t(if self.asks_about(terms::Document::Terms) { "terms_title" } else { "terms_privacy_title" })
    }

    fn explanation(&self) -> String {
        self.frame.t(match (self.asks_about(terms::Document::Terms), self.agreed_before) {
            (true, true) => "terms_new_version",
            (true, false) => "terms_first",
            (false, true) => "terms_privacy_new_version",
            (false, false) => "terms_privacy_first",
        })
    }

    fn yes(&self) -> String {
        let asked = terms::Document::ALL.map(|document| self.asks_about(document));
        self.frame.t(match asked {
            [true, true] => "terms_accept_both",
            [true, false] => "terms_accept",
            [false, _] => "terms_accept_privacy",
        })
    }

    fn documents(&self) -> Vec<ToRead> {
        let to_read = |edition: &Edition| {
            let (document, title) = match edition.document {
                terms::Document::Terms => (Document::Terms, "terms_title"),
                terms::Document::Privacy => (Document::Privacy, "terms_privacy_title"),
            };
            let locale = self.frame.locale();
            let href = self.frame.organisation().place(document, locale).unwrap_or(document.path());
            let date = moment::date(locale, edition.in_force_at);
            let edition = self.frame.with("terms_edition", "date", date);
            ToRead { title: self.frame.t(title), edition, href: href.to_owned() }
        };
        self.editions.iter().map(to_read).collect()
    }
}

/// The person did not agree, and is signed out.
#[derive(Template)]
#[template(path = "terms_declined.html")]
pub struct TermsDeclined {
    /// What all pages share.
    pub frame: Frame,
    /// Where the login begins again.
    pub login_href: String,
    /// Where the person's data can be had.
    pub export_href: String,
    /// The service that the person came from, and the address that tells it.
    pub back: Option<(String, String)>,
}
