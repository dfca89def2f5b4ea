//! The documents that every page leads to. The organisation keeps each as a
//! Markdown file for every language, or elsewhere under a link of its own.

use std::collections::BTreeMap;

use accounts::Locale;

/// A document that the footer of every page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// The accessibility statement.
    Accessibility,
    /// The privacy notice.
    Privacy,
    /// The terms of use.
    Terms,
    /// What is kept in browsers.
    Cookies,
}

impl Document {
    /// All documents, in the order of the footer.
    pub const ALL: [Self; 4] = [Self::Accessibility, Self::Privacy, Self::Terms, Self::Cookies];

    /// Where the service shows it.
    pub fn path(self) -> &'static str {
        match self {
            Self::Accessibility => "/accessibility",
            Self::Privacy => "/privacy",
            Self::Terms => "/terms",
            Self::Cookies => "/cookies",
        }
    }
}

/// The documents that the organisation has given as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents(BTreeMap<(Document, Locale), String>);

impl Documents {
    /// Adds the text of `document` in one language.
    pub fn insert(&mut self, document: Document, locale: Locale, markdown: String) {
        self.0.insert((document, locale), markdown);
    }

    /// The text of `document` in `locale`, else in Finnish, else in any
    /// language; and the language that it is in.
    pub fn get(&self, document: Document, locale: Locale) -> Option<(Locale, &str)> {
        let in_language = |locale| Some((locale, self.0.get(&(document, locale))?.as_str()));
        in_language(locale).or_else(|| Locale::ALL.into_iter().find_map(in_language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_shown_in_the_language_of_the_page_where_there_is_one() {
        let mut documents = Documents::default();
        documents.insert(Document::Terms, Locale::Sv, "Villkor".to_owned());
        assert_eq!(documents.get(Document::Terms, Locale::En), Some((Locale::Sv, "Villkor")));
        documents.insert(Document::Terms, Locale::Fi, "Ehdot".to_owned());
        assert_eq!(documents.get(Document::Terms, Locale::En), Some((Locale::Fi, "Ehdot")));
        assert_eq!(documents.get(Document::Terms, Locale::Sv), Some((Locale::Sv, "Villkor")));
        assert_eq!(documents.get(Document::Privacy, Locale::Fi), None);
    }
}
