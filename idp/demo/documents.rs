//! The documents of the imaginary city, as an organisation would write them.

use accounts::Locale;
use oidc::names::Localized;

use crate::locales::Organisation;
use crate::locales::documents::Document;

/// Each document in each language, as Markdown.
const ALL: [(Document, Locale, &str); 6] = [
    (Document::Terms, Locale::Fi, include_str!("documents/terms.fi.md")),
    (Document::Terms, Locale::Sv, include_str!("documents/terms.sv.md")),
    (Document::Terms, Locale::En, include_str!("documents/terms.en.md")),
    (Document::Privacy, Locale::Fi, include_str!("documents/privacy.fi.md")),
    (Document::Privacy, Locale::Sv, include_str!("documents/privacy.sv.md")),
    (Document::Privacy, Locale::En, include_str!("documents/privacy.en.md")),
];

/// Gives `organisation` terms of use and a privacy notice.
pub fn add_to(organisation: &mut Organisation) {
    let here = |document: Document| Localized::Same(document.path().to_owned());
    (organisation.terms, organisation.privacy) = (here(Document::Terms), here(Document::Privacy));
    for (document, locale, markdown) in ALL {
        organisation.documents.insert(document, locale, markdown.to_owned());
    }
}
