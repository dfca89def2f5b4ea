//! The languages of the pages.

/// A language that the pages exist in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Finnish.
    #[default]
    Fi,
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// All languages in the order of the language menu.
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fi => "Suomi",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }

    /// The one of three texts that is in this language.
    pub fn choose<T>(self, finnish: &'static T, swedish: &'static T, english: &'static T) -> &'static T {
        match self {
            Self::Fi => finnish,
            Self::Sv => swedish,
            Self::En => english,
        }
    }

    /// The first language of a space-separated list of BCP 47 tags, as in
    /// `ui_locales`, that the pages exist in.
    pub fn from_tags(tags: &str) -> Option<Self> {
        tags.split(' ').find_map(Self::from_tag)
    }

    /// The first language of an `Accept-Language` header that the pages exist
    /// in: browsers list the languages with the best one first.
    pub fn from_accept_language(list: &str) -> Option<Self> {
        list.split(',').find_map(|item| Self::from_tag(item.trim().split(';').next()?))
    }

    fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tag_that_pages_exist_in_wins() {
        for (tags, language) in [
            ("sv", Some(Language::Sv)),
            ("se sv-FI fi", Some(Language::Sv)),
            ("EN-gb", Some(Language::En)),
            ("de fr", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tags(tags), language, "{tags}");
        }
    }

    #[test]
    fn a_browser_that_lists_its_languages_gets_the_first_that_pages_exist_in() {
        for (list, language) in [
            ("sv-FI,sv;q=0.9,fi;q=0.8", Some(Language::Sv)),
            ("de-DE, de;q=0.9, en;q=0.8", Some(Language::En)),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(Language::from_accept_language(list), language, "{list}");
        }
    }
}
