//! The reference of one request: what a person reads out to customer service,
//! and what log, audit trail and mails of that request carry as well.

use std::fmt;

use serde::{Deserialize, Serialize};

/// No I, L, O or U: it can be read out on the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight characters such as `K7Q4-2MXD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// The reference that `random` makes.
    pub fn new(random: [u8; 8]) -> Self {
        let mut text: String = random
            .iter()
            .filter_map(|byte| ALPHABET.get(usize::from(byte % 32)))
            .map(|letter| char::from(*letter))
            .collect();
        text.insert(4, '-');
        Self(text)
    }

    /// The reference as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_two_groups_of_four() {
        assert_eq!(Reference::new([0, 1, 2, 3, 28, 29, 30, 31]).as_str(), "0123-WXYZ");
        assert_eq!(Reference::new([255; 8]).to_string(), "ZZZZ-ZZZZ");
    }
}
