//! E-mail addresses: one grammar, one constructor. An ASCII dot-atom
//! [RFC 5321 §4.1.2] or letters of any script [RFC 6531] before one `@`, a
//! domain name with a dot [RFC 5890] behind it.
//! Stricter than the spec: no quotes, comments or IP literals, and nothing
//! that NFKC or IDNA would map to something else, letter case excepted.

use std::fmt;

use idna::AsciiDenyList;
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::fold;

mod typo;

pub use typo::suggestion;

/// The longest address in bytes, its domain in ASCII [RFC 5321 §4.5.3.1.3].
pub const MAX_BYTES: usize = 254;

/// The longest local part in bytes [RFC 5321 §4.5.3.1.1].
const MAX_LOCAL_BYTES: usize = 64;

/// An e-mail address that mail can be sent to.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    address: String,
    key: String,
}

/// Why a text is not an e-mail address that this provider accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// There is nothing but blanks.
    #[error("the address is empty")]
    Empty,
    /// It does not have the form `name@example.com`.
    #[error("the address does not have the form name@example.com")]
    Malformed,
    /// It holds characters that look like others or are not visible.
    #[error("the address holds characters that look like others")]
    Lookalike,
    /// The whole address or the part before the `@` is too long.
    #[error("the address is too long")]
    TooLong,
}

impl Email {
    /// Reads an address as a person types it; outer blanks do not matter.
    ///
    /// # Errors
    /// The first reason why the text is not acceptable.
    pub fn parse(text: &str) -> Result<Self, EmailProblem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailProblem::Empty);
        }
        // Four bytes to one is more than NFC or Punycode can save.
        if text.len() > 4 * MAX_BYTES {
            return Err(EmailProblem::TooLong);
        }
        let address: String = text.nfc().collect();
        if fold::has_lookalike(&address) || address.chars().any(fold::is_invisible) {
            return Err(EmailProblem::Lookalike);
        }
        let (local, domain) = address.split_once('@').ok_or(EmailProblem::Malformed)?;
        check_local_part(local)?;
        let ascii_domain = domain_to_ascii(domain)?;
        if local.len() + 1 + ascii_domain.len() > MAX_BYTES {
            return Err(EmailProblem::TooLong);
        }
        let key = format!("{}@{ascii_domain}", fold::case(local));
        Ok(Self { address, key })
    }

    /// An address that [`Email::parse`] accepted earlier, with its key, as the
    /// database keeps them.
    pub fn stored(address: String, key: String) -> Self {
        Self { address, key }
    }

    /// The address as its owner writes it (NFC, outer blanks removed).
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The form that two spellings of one address share: local part case
    /// folded, domain as lower-case A-label. Unique among accounts.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The part before the `@`, as its owner writes it.
    pub fn local_part(&self) -> &str {
        self.address.split_once('@').map_or(self.address.as_str(), |(local, _)| local)
    }

    /// The address for the mail server: the local part as its owner writes it
    /// (servers may mind its case), the domain in ASCII [RFC 5891 §4.4].
    pub fn for_delivery(&self) -> String {
        let domain = self.key.rsplit_once('@').map_or("", |(_, domain)| domain);
        format!("{}@{domain}", self.local_part())
    }

    /// A form that its owner recognises and others cannot complete:
    /// `e•••i@example.com`.
    pub fn masked(&self) -> String {
        let domain = self.address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let mut letters = self.local_part().chars();
        let first = letters.next().map(String::from).unwrap_or_default();
        // With one or two letters, showing the last one would show it all.
        let last = letters.next_back().filter(|_| letters.next().is_some()).map(String::from).unwrap_or_default();
        format!("{first}•••{last}@{domain}")
    }
}

fn check_local_part(local: &str) -> Result<(), EmailProblem> {
    if local.len() > MAX_LOCAL_BYTES {
        return Err(EmailProblem::TooLong);
    }
    let sound = local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character));
    if sound { Ok(()) } else { Err(EmailProblem::Malformed) }
}

/// `atext` [RFC 5322 §3.2.3] and, beyond ASCII, letters, marks and digits.
fn is_atom_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    }
    c.general_category() == GeneralCategory::DecimalNumber
        || matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark)
}

/// The domain as lower-case A-labels.
fn domain_to_ascii(domain: &str) -> Result<String, EmailProblem> {
    let uts46 = idna::uts46::Uts46::new();
    let ascii = uts46
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            idna::uts46::Hyphens::CheckFirstLast,
            idna::uts46::DnsLength::Verify,
        )
        .map_err(|_| EmailProblem::Malformed)?;
    let last_label = ascii.rsplit_once('.').map(|(_, label)| label).ok_or(EmailProblem::Malformed)?;
    // The rule that keeps IPv4 addresses out [RFC 3696 §2].
    if last_label.len() < 2 || last_label.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EmailProblem::Malformed);
    }
    if domain.split('.').all(is_settled_label) { Ok(ascii.into_owned()) } else { Err(EmailProblem::Lookalike) }
}

/// Whether IDNA changes nothing but letter case in a label.
fn is_settled_label(label: &str) -> bool {
    let lower: String = label.chars().flat_map(char::to_lowercase).collect();
    let unicode = idna::domain_to_unicode(label).0;
    unicode == lower || idna::domain_to_ascii(label).is_ok_and(|ascii| ascii == lower)
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(..)")
    }
}

#[cfg(test)]
mod tests;
