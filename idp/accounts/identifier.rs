//! What a person types to say who they are: an e-mail address or a username.

use unicode_normalization::UnicodeNormalization as _;

use crate::email::{self, Email};
use crate::username;

/// What a person typed to say who they are.
#[derive(Clone, PartialEq, Eq)]
pub enum Identifier {
    /// It has the form of an e-mail address. It may be an official's username
    /// all the same: see [`Identifier::lookup_keys`].
    Email(Email),
    /// It has no `@`: a username, outer blanks removed, in NFC.
    Username(String),
}

/// Why a text identifies nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierProblem {
    /// There is nothing but blanks.
    #[error("nothing was typed")]
    Empty,
    /// It has an `@` and is not an e-mail address.
    #[error("the e-mail address does not have the form name@example.com")]
    MalformedEmail,
    /// No address or username is that long.
    #[error("the text is too long")]
    TooLong,
}

/// The keys to look an account up by.
#[derive(Clone, PartialEq, Eq)]
pub struct LookupKeys {
    /// To be tried first, because an official's username may look like an
    /// e-mail address.
    pub username: String,
    /// To be tried when no username matches; `None` for what is no address.
    pub email: Option<String>,
}

impl Identifier {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// What the person should correct.
    pub fn parse(text: &str) -> Result<Self, IdentifierProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(IdentifierProblem::Empty);
        }
        if text.len() > 4 * email::MAX_BYTES {
            return Err(IdentifierProblem::TooLong);
        }
        if text.contains('@') {
            return Email::parse(text).map(Self::Email).map_err(|problem| match problem {
                email::EmailProblem::TooLong => IdentifierProblem::TooLong,
                _ => IdentifierProblem::MalformedEmail,
            });
        }
        let username: String = text.nfc().collect();
        if username.chars().count() > username::MAX_CHARS {
            return Err(IdentifierProblem::TooLong);
        }
        Ok(Self::Username(username))
    }

    /// What was typed, outer blanks removed, in NFC.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Username(username) => username,
        }
    }

    /// The keys to look the account up by: username first, then e-mail.
    pub fn lookup_keys(&self) -> LookupKeys {
        match self {
            Self::Email(email) => {
                LookupKeys { username: username::key(email.as_str()), email: Some(email.key().to_owned()) }
            }
            Self::Username(username) => LookupKeys { username: username::key(username), email: None },
        }
    }

    /// The key that tries are counted by, the same for every spelling and made
    /// without knowing whether such an account exists.
    pub fn throttle_key(&self) -> String {
        match self {
            Self::Email(email) => email.key().to_owned(),
            Self::Username(username) => username::key(username),
        }
    }
}

impl std::fmt::Debug for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Email(_) => "Email(..)",
            Self::Username(_) => "Username(..)",
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn an_at_sign_makes_an_address() {
        let typed = Identifier::parse(" Erkki@Example.com ").unwrap();
        assert_eq!(typed.as_str(), "Erkki@Example.com");
        assert_eq!(typed.throttle_key(), "erkki@example.com");
        let keys = typed.lookup_keys();
        assert_eq!(keys.username, "erkki@example.com");
        assert_eq!(keys.email.as_deref(), Some("erkki@example.com"));
    }

    #[test]
    fn anything_else_is_a_username() {
        let typed = Identifier::parse("\u{a0}Minna").unwrap();
        assert_eq!(typed, Identifier::Username("Minna".to_owned()));
        assert_eq!(typed.throttle_key(), "minna");
        let keys = typed.lookup_keys();
        assert_eq!(keys.username, "minna");
        assert_eq!(keys.email, None);
    }

    #[test]
    fn what_identifies_nobody_is_refused() {
        for (text, problem) in [
            ("", IdentifierProblem::Empty),
            (" \u{a0}\t", IdentifierProblem::Empty),
            ("erkki@", IdentifierProblem::MalformedEmail),
            ("erkki@example", IdentifierProblem::MalformedEmail),
            (&"m".repeat(129), IdentifierProblem::TooLong),
            (&format!("{}@example.fi", "m".repeat(65)), IdentifierProblem::TooLong),
            (&"@".repeat(5_000), IdentifierProblem::TooLong),
        ] {
            assert_eq!(Identifier::parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn spellings_of_one_identifier_are_counted_together() {
        for (one, other) in [
            ("erkki@example.fi", "ERKKI@EXAMPLE.FI "),
            ("a@älykäs.fi", "A@xn--lyks-koad.fi"),
            ("Va\u{308}ino\u{308}", "väinö"),
        ] {
            let key = |text| Identifier::parse(text).unwrap().throttle_key();
            assert_eq!(key(one), key(other));
        }
    }

    #[test]
    fn what_was_typed_never_reaches_a_log_by_debug() {
        assert_eq!(format!("{:?}", Identifier::parse("minna").unwrap()), "Username(..)");
    }
}
