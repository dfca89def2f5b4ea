//! A configured text that must not be shown.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// Words that stand in examples, never in a secret that somebody made.
const PLACEHOLDERS: [&str; 5] = ["changeme", "change-me", "change_me", "example", "placeholder"];

/// A secret of the configuration: it cannot be displayed or serialised, `Debug`
/// redacts it, and its memory is wiped when it is dropped.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over `text`.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was configured.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it looks random: no placeholder, and many different characters.
    pub fn looks_random(&self) -> bool {
        let lower = Zeroizing::new(self.0.to_lowercase());
        let mut different: Vec<char> = self.0.chars().collect();
        different.sort_unstable();
        different.dedup();
        different.len() >= 10 && !PLACEHOLDERS.iter().any(|word| lower.contains(word))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read as any value first: serde's own message for a wrong type would
        // quote the value.
        match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => Ok(Self::new(text)),
            _ => Err(D::Error::custom("expected a text in quotes")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::new("hunter2-hunter2".to_owned());
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert_eq!(secret.expose(), "hunter2-hunter2");
    }

    #[test]
    fn random_looking_secrets_are_told_from_placeholders() {
        let table = [
            ("3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9aHcE4uFgXyBtNo=", true),
            ("0123456789abcdef0123456789abcdef", true),
            ("change-me-change-me-change-me-12345", false),
            ("an-EXAMPLE-of-a-secret-0123456789", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
            ("abcabcabcabcabcabcabcabcabcabcabcabc", false),
            ("", false),
        ];
        for (text, expected) in table {
            assert_eq!(Secret::new(text.to_owned()).looks_random(), expected, "{text}");
        }
    }
}
