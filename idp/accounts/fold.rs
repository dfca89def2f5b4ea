//! When two spellings are one: case folding and the characters that a reader
//! cannot tell apart or cannot see [Unicode §3.13, UAX #15].

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// `text` without differences of letter case, in NFC.
///
/// Stricter than the spec: the dotless ı counts as i, so that nobody can hold
/// a name that differs from another's by that alone.
pub(crate) fn case(text: &str) -> String {
    text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// `text` without differences of letter case and without diacritics:
/// `Mäkelä` and `makela` are the same.
pub(crate) fn case_and_marks(text: &str) -> String {
    case(text).nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Whether compatibility mapping would turn `text` into something else:
/// full-width letters, ligatures, superscripts.
pub(crate) fn has_lookalike(text: &str) -> bool {
    !text.chars().eq(text.nfkc())
}

/// Whether a character leaves no trace on a screen although Unicode counts it
/// among letters or marks: fillers, joiners, variation selectors.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{034F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_differ_in_case_alone_fold_together() {
        for (one, other) in [
            ("Erkki", "eRKKI"),
            ("ÅÄÖ", "åäö"),
            ("A\u{308}iti", "äiti"),
            ("STRASSE", "straße"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ", "οδοσ"),
            ("ırma", "IRMA"),
        ] {
            assert_eq!(case(one), case(other), "{one} {other}");
        }
        assert_ne!(case("väinö"), case("vaino"));
    }

    #[test]
    fn diacritics_fold_away_where_asked() {
        assert_eq!(case_and_marks("Mäkelä-Åström"), "makela-astrom");
    }

    #[test]
    fn lookalikes_are_seen() {
        for text in ["ｅrkki", "ﬁlip", "x²", "a\u{a0}b"] {
            assert!(has_lookalike(text), "{text}");
        }
        for text in ["erkki", "Äiti", "Håkan", "ß"] {
            assert!(!has_lookalike(text), "{text}");
        }
    }
}
