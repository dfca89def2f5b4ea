//! The organisation that runs this deployment, as pages and mails name it.

use accounts::Locale;
use oidc::names::Localized;

use super::documents::{Document, Documents};

/// Who runs this deployment and where its users find help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// The organisation's name, such as "Kaskenrannan kaupunki".
    pub name: Localized,
    /// What people call this service, such as "Kaskenranta-tunnus".
    pub service_name: Localized,
    /// The telephone number of customer service, as people write it.
    pub support_phone: String,
    /// When customer service answers.
    pub support_hours: Localized,
    /// The e-mail address of customer service.
    pub support_email: String,
    /// Instructions for logging in.
    pub help_link: Localized,
    /// The brand colour as `#rrggbb`.
    pub brand_color: String,
    /// The logo as an SVG document; `None` shows the plain mark.
    pub logo: Option<String>,
    /// Where the accessibility statement is.
    pub accessibility: Localized,
    /// Where the privacy notice is.
    pub privacy: Localized,
    /// Where the terms of use are.
    pub terms: Localized,
    /// Where the list of cookies is.
    pub cookies: Localized,
    /// The documents among these that the service shows itself.
    pub documents: Documents,
}

impl Organisation {
    /// The organisation's name in `locale`.
    pub fn name(&self, locale: Locale) -> &str {
        self.name.get(locale.tag()).unwrap_or_default()
    }

    /// The service's name in `locale`.
    pub fn service_name(&self, locale: Locale) -> &str {
        self.service_name.get(locale.tag()).unwrap_or_default()
    }

    /// Where `document` is: a path of this service, or a link elsewhere.
    pub fn place(&self, document: Document, locale: Locale) -> Option<&str> {
        let places = match document {
            Document::Accessibility => &self.accessibility,
            Document::Privacy => &self.privacy,
            Document::Terms => &self.terms,
            Document::Cookies => &self.cookies,
        };
        places.get(locale.tag())
    }

    /// Every name of the organisation and its service, in every language.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let each = |locale| [self.name(locale), self.service_name(locale)];
        Locale::ALL.into_iter().flat_map(each).filter(|name| !name.is_empty())
    }

    /// How customer service is reached, in one line for use inside a sentence.
    pub fn support_contact(&self) -> String {
        let ways = [self.support_phone.as_str(), self.support_email.as_str()];
        ways.into_iter().filter(|way| !way.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The telephone number as a `tel:` address [RFC 3966 §3].
    pub fn support_phone_uri(&self) -> String {
        let dialled = self.support_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+');
        std::iter::once("tel:").flat_map(str::chars).chain(dialled).collect()
    }
}
