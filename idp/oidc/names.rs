//! Small values that several parts of the protocol share.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A text in one or more languages; the key is a BCP 47 language subtag.
///
/// In the configuration it is either one string, which serves every language,
/// or a table such as `{ fi = "…", sv = "…", en = "…" }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Localized {
    /// Not given.
    #[default]
    Absent,
    /// The same text in every language.
    Same(String),
    /// A text for each language subtag.
    Each(BTreeMap<String, String>),
}

impl Localized {
    /// The text in `language`, else in Finnish, else in any language; `None`
    /// when nothing was given.
    pub fn get(&self, language: &str) -> Option<&str> {
        match self {
            Self::Absent => None,
            Self::Same(text) => Some(text),
            Self::Each(texts) => {
                texts.get(language).or_else(|| texts.get("fi")).or_else(|| texts.values().next()).map(String::as_str)
            }
        }
    }
}

/// SHA-256 of a random secret: what is stored in place of the secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The SHA-256 of `secret`.
    pub fn of(secret: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(secret.as_ref()).into())
    }

    /// Whether `secret` has this digest, compared in constant time.
    pub fn matches(&self, secret: impl AsRef<[u8]>) -> bool {
        bool::from(Self::of(secret).0.ct_eq(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(..)")
    }
}

/// The signing algorithms offered for tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SigningAlgorithm {
    /// ECDSA on P-256 with SHA-256.
    #[default]
    #[serde(rename = "ES256")]
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    #[serde(rename = "RS256")]
    Rs256,
}

impl SigningAlgorithm {
    /// The JOSE name of the algorithm [RFC 7518 §3.1].
    pub fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}
