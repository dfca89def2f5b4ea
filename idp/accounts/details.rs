//! The details that a person may change: name, telephone number and postal
//! address, as forms bring them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::account::PostalAddress;
use crate::fold;
use crate::phone::to_e164;

/// The longest name, street or town in characters.
pub const MAX_CHARS: usize = 100;

/// What makes links and markup elsewhere, and is in nobody's name or address.
const MARKUP: &str = "<>{}[]\\|@";

/// One field of a person's details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Given names.
    GivenName,
    /// Family name.
    FamilyName,
    /// Telephone number.
    Phone,
    /// Street and number.
    Street,
    /// Postal code.
    PostalCode,
    /// Town.
    City,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailFault {
    /// It must be filled.
    Missing,
    /// It does not have the form that such a thing has.
    Malformed,
    /// It has more than [`MAX_CHARS`] characters.
    TooLong,
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail:?} is refused: {fault:?}")]
pub struct DetailProblem {
    /// The field.
    pub detail: Detail,
    /// What is wrong with it.
    pub fault: DetailFault,
}

/// A person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Given names.
    pub given: String,
    /// Family name.
    pub family: String,
}

impl Name {
    /// Reads both parts of a name; blanks around and between do not matter.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the fields.
    pub fn parse(given: &str, family: &str) -> Result<Self, Vec<DetailProblem>> {
        let given = name_part(given).map_err(about(Detail::GivenName));
        let family = name_part(family).map_err(about(Detail::FamilyName));
        match (given, family) {
            (Ok(given), Ok(family)) => Ok(Self { given, family }),
            (given, family) => Err(given.err().into_iter().chain(family.err()).collect()),
        }
    }
}

/// Reads a telephone number in E.164; nothing typed means that there is none.
///
/// # Errors
/// When it is no number that can be called.
pub fn phone(text: &str) -> Result<String, DetailProblem> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    to_e164(text).ok_or(DetailFault::Malformed).map_err(about(Detail::Phone))
}

/// Reads a postal address, any part of which may be left empty.
///
/// # Errors
/// Everything that is wrong, in the order of the fields.
pub fn address(street: &str, postal_code: &str, city: &str) -> Result<PostalAddress, Vec<DetailProblem>> {
    let street = one_line(street).map_err(about(Detail::Street));
    let postal_code = self::postal_code(postal_code).map_err(about(Detail::PostalCode));
    let city = one_line(city).map_err(about(Detail::City));
    match (street, postal_code, city) {
        (Ok(street), Ok(postal_code), Ok(city)) => Ok(PostalAddress { street, postal_code, city }),
        (street, postal_code, city) => {
            Err(street.err().into_iter().chain(postal_code.err()).chain(city.err()).collect())
        }
    }
}

/// Reads a postal code, which may be left empty: five digits in Finland. What
/// has a letter is taken for a code from abroad, with its country before it or
/// not, such as `SE-111 22`.
pub(crate) fn postal_code(text: &str) -> Result<String, DetailFault> {
    let code = one_line(text)?.to_uppercase();
    let closed_up: String = code.chars().filter(|c| *c != ' ').collect();
    if closed_up.bytes().all(|byte| byte.is_ascii_digit()) {
        return matches!(closed_up.len(), 0 | 5).then_some(closed_up).ok_or(DetailFault::Malformed);
    }
    let is_foreign = (4..=12).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'-'))
        && code.bytes().any(|byte| byte.is_ascii_alphabetic())
        && code.bytes().any(|byte| byte.is_ascii_digit());
    is_foreign.then_some(code).ok_or(DetailFault::Malformed)
}

/// Reads a part of a name: one line with a letter in it.
pub(crate) fn name_part(text: &str) -> Result<String, DetailFault> {
    let name = one_line(text)?;
    match (name.is_empty(), name.chars().any(char::is_alphabetic)) {
        (true, _) => Err(DetailFault::Missing),
        (false, false) => Err(DetailFault::Malformed),
        (false, true) => Ok(name),
    }
}

/// The text in one line and in NFC, with single blanks.
pub(crate) fn one_line(text: &str) -> Result<String, DetailFault> {
    // The length is looked at first: what follows costs time for each character.
    if text.chars().nth(4 * MAX_CHARS).is_some() {
        return Err(DetailFault::TooLong);
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
    if text.chars().count() > MAX_CHARS {
        return Err(DetailFault::TooLong);
    }
    match text.chars().any(|c| is_hidden(c) || MARKUP.contains(c)) {
        true => Err(DetailFault::Malformed),
        false => Ok(text),
    }
}

fn about(detail: Detail) -> impl Fn(DetailFault) -> DetailProblem {
    move |fault| DetailProblem { detail, fault }
}

/// Control characters, and what turns the direction of the text around it.
/// Persian and Indic names are written with the two joiners.
fn is_hidden(c: char) -> bool {
    let is_joiner = matches!(c, '\u{200C}' | '\u{200D}');
    fold::is_invisible(c) || (c.general_category_group() == GeneralCategoryGroup::Other && !is_joiner)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn problem(detail: Detail, fault: DetailFault) -> DetailProblem {
        DetailProblem { detail, fault }
    }

    #[test]
    fn a_name_is_kept_as_its_owner_writes_it() {
        for (given, family, full) in [
            (" Anna  Maria ", "af Ursin", ("Anna Maria", "af Ursin")),
            ("Bjo\u{308}rn", "Öström-Åberg", ("Björn", "Öström-Åberg")),
            ("محمد", "الأحمد", ("محمد", "الأحمد")),
            ("می\u{200C}نا", "O’Brien", ("می\u{200C}نا", "O’Brien")),
            ("Matti 2.", "Robert'); DROP", ("Matti 2.", "Robert'); DROP")),
        ] {
            let name = Name::parse(given, family).unwrap();
            assert_eq!((name.given.as_str(), name.family.as_str()), full);
        }
    }

    #[test]
    fn a_name_that_cannot_be_shown_is_refused() {
        use Detail::{FamilyName, GivenName};
        use DetailFault::{Malformed, Missing, TooLong};
        let long = "a".repeat(101);
        for (given, family, problems) in [
            ("", " ", vec![problem(GivenName, Missing), problem(FamilyName, Missing)]),
            ("Aino\u{202E}", "Aalto", vec![problem(GivenName, Malformed)]),
            ("Aino", "Aal\u{7}to", vec![problem(FamilyName, Malformed)]),
            ("<b>Aino</b>", "123", vec![problem(GivenName, Malformed), problem(FamilyName, Malformed)]),
            (&long, "Aalto", vec![problem(GivenName, TooLong)]),
            (&"a".repeat(9_999), "", vec![problem(GivenName, TooLong), problem(FamilyName, Missing)]),
        ] {
            assert_eq!(Name::parse(given, family), Err(problems), "{given} {family}");
        }
    }

    #[test]
    fn a_telephone_number_can_be_taken_away_and_must_be_one() {
        assert_eq!(phone("  "), Ok(String::new()));
        assert_eq!(phone("040 123 4567"), Ok("+358401234567".to_owned()));
        assert_eq!(phone("12"), Err(problem(Detail::Phone, DetailFault::Malformed)));
    }

    #[test]
    fn a_postal_code_has_five_digits_or_comes_from_abroad() {
        for (typed, code) in [
            ("28100", Some("28100")),
            (" 28 100 ", Some("28100")),
            ("", Some("")),
            ("SE-111 22", Some("SE-111 22")),
            ("ec1a 1bb", Some("EC1A 1BB")),
            ("A-1010", Some("A-1010")),
            ("2810", None),
            ("281000", None),
            ("28100!", None),
            ("-----", None),
            ("Pori", None),
            ("SE-111 22 111 22", None),
            ("٢٨١٠٠", None),
        ] {
            assert_eq!(postal_code(typed).ok().as_deref(), code, "{typed}");
            assert_eq!(address("Rantatie 3", typed, "Pori").is_ok(), code.is_some(), "{typed}");
        }
    }
}
