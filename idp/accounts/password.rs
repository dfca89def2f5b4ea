//! Passwords: the rule that a new one must meet [NIST SP 800-63B §3.1.1].
//! Compared and counted in NFC and never in NFKC, which would turn `½` into
//! three characters and shrink the space of passwords [RFC 8265 §4.2].

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::policy::Policy;

mod block_list;
mod personal;

/// The longest password in bytes of UTF-8, in NFC. Anything longer is refused
/// before it can cost a hash.
pub const MAX_BYTES: usize = 1024;

/// A stored password hash in PHC string format.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

/// Which rule new passwords must meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// At least 6 characters out of four classes, as the old systems had it.
    Seed,
    /// At least 12 characters, no classes.
    #[default]
    Strong,
}

/// A class of characters that a password may have to contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Anything but a letter or a decimal digit; a blank counts.
    Special,
    /// A decimal digit.
    Digit,
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
}

impl Class {
    /// All classes in the order in which the rule's text names them.
    pub const ALL: [Self; 4] = [Self::Special, Self::Digit, Self::Lower, Self::Upper];

    /// A regular expression for one character of the class, for ECMAScript
    /// with the `u` flag: what the page's live check uses.
    pub fn pattern(self) -> &'static str {
        match self {
            Self::Special => r"[^\p{L}\p{Nd}]",
            Self::Digit => r"\p{Nd}",
            Self::Lower => r"\p{Ll}",
            Self::Upper => r"\p{Lu}",
        }
    }

    /// Whether `c` is in the class, exactly as [`Class::pattern`] says it.
    pub fn contains(self, c: char) -> bool {
        let category = c.general_category();
        match self {
            Self::Special => {
                category != GeneralCategory::DecimalNumber && c.general_category_group() != GeneralCategoryGroup::Letter
            }
            Self::Digit => category == GeneralCategory::DecimalNumber,
            Self::Lower => category == GeneralCategory::LowercaseLetter,
            Self::Upper => category == GeneralCategory::UppercaseLetter,
        }
    }
}

/// The rule that a new password must meet: what pages print and what is
/// checked come from the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    min_length: usize,
    classes: &'static [Class],
}

/// What is wrong with a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Nothing was typed.
    Required,
    /// It has fewer characters than `min`.
    TooShort {
        /// The least number of characters.
        min: usize,
    },
    /// It has more than `max` bytes.
    TooLong {
        /// The greatest number of bytes.
        max: usize,
    },
    /// It lacks these classes, in the order of [`Class::ALL`].
    MissingClasses(Vec<Class>),
    /// Guessers would try it early.
    Common,
    /// It contains the person's name, username, or the service's name.
    Personal,
}

impl Rules {
    /// The rule that the deployment has chosen.
    pub fn of(policy: &Policy) -> Self {
        let (min_length, classes): (usize, &'static [Class]) = match policy.password_profile {
            Profile::Seed => (6, &Class::ALL),
            Profile::Strong => (12, &[]),
        };
        Self { min_length: policy.password_min_length.unwrap_or(min_length), classes }
    }

    /// The least number of characters (code points in NFC).
    pub fn min_length(&self) -> usize {
        self.min_length
    }

    /// The classes that a password must contain; none in the strong profile.
    pub fn classes(&self) -> &'static [Class] {
        self.classes
    }

    /// Everything that is wrong with a new password, in the order in which a
    /// page should tell it; empty when it may be used.
    ///
    /// `context` holds what others know of the person: names, the username,
    /// the e-mail address, the name of the service.
    pub fn check(&self, password: &str, context: &[&str]) -> Vec<PasswordProblem> {
        if password.is_empty() {
            return vec![PasswordProblem::Required];
        }
        let too_long = vec![PasswordProblem::TooLong { max: MAX_BYTES }];
        // Composing can shorten a text, by less than this.
        if password.len() > 4 * MAX_BYTES {
            return too_long;
        }
        let password = normalise(password);
        if password.len() > MAX_BYTES {
            return too_long;
        }
        let mut problems = Vec::new();
        if password.chars().count() < self.min_length {
            problems.push(PasswordProblem::TooShort { min: self.min_length });
        }
        let is_missing = |class: &Class| !password.chars().any(|c| class.contains(c));
        let missing: Vec<Class> = self.classes.iter().copied().filter(is_missing).collect();
        if !missing.is_empty() {
            problems.push(PasswordProblem::MissingClasses(missing));
        }
        if block_list::refuses(&password) {
            problems.push(PasswordProblem::Common);
        }
        if personal::appears_in(&password, context) {
            problems.push(PasswordProblem::Personal);
        }
        problems
    }
}

/// The form of a password that is hashed and verified: NFC, otherwise exactly
/// what was typed [RFC 8265 §4.2].
pub fn normalise(password: &str) -> String {
    password.nfc().collect()
}

#[cfg(test)]
mod tests;
