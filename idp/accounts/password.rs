//! Passwords: the rule that a new one must meet.

use std::fmt;

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
