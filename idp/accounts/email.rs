//! E-mail addresses: one grammar, one constructor.

use std::fmt;

/// An e-mail address that mail can be sent to.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    address: String,
    key: String,
}

impl Email {
    /// The address as its owner writes it (NFC, outer blanks removed).
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The form that two spellings of one address share: local part case
    /// folded, domain as lower-case A-label. Unique among accounts.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}
