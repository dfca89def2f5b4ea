//! Passwords as older systems stored them: ASP.NET's membership providers and
//! Identity, Keycloak, Django. Each form is recognised or refused, never guessed.
//!
//! No fast hash rests in the database: what an older system made of a password
//! (its digest) goes through Argon2id once more. The stored text is
//! `$legacy-RECIPE` followed by an ordinary Argon2id hash in PHC string format;
//! the recipe says how the digest is made of what somebody types.

use std::fmt;

use crate::password::PasswordHash;

mod form;
mod recipe;

pub use form::{Cells, check_algorithm, read};
pub use recipe::{Membership, Recipe};

const PREFIX: &str = "$legacy-";
const ARGON2ID: &str = "$argon2id$";

/// A password that an older system stored, in a form that can be verified here.
#[derive(Clone, PartialEq, Eq)]
pub enum LegacyPassword {
    /// What `recipe` makes of the right password; it must not be stored before
    /// it went through Argon2id.
    Digest {
        /// How the digest is made.
        recipe: Recipe,
        /// The digest.
        digest: Vec<u8>,
    },
    /// An Argon2id hash in PHC string format: strong enough as it is.
    Argon2id(PasswordHash),
}

impl fmt::Debug for LegacyPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LegacyPassword(..)")
    }
}

/// Why a stored password cannot be kept; its owner sets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unkept {
    /// The form is not known, damaged, or costlier than a login may be.
    #[error("the password is stored in a form that is not known here")]
    Unknown,
    /// It is encrypted or clear: whoever has the old system's key can read it.
    #[error("the password is stored so that it can be read")]
    Readable,
}

/// The text to store for a legacy password: `argon2id` is the Argon2id hash of
/// what `recipe` makes of it.
pub fn wrap(recipe: &Recipe, argon2id: &PasswordHash) -> PasswordHash {
    PasswordHash(format!("{PREFIX}{recipe}{}", argon2id.0))
}

/// The two halves of a text that [`wrap`] made; `None` for a hash that was made
/// here from the start, and for anything else.
pub fn unwrap(stored: &PasswordHash) -> Option<(Recipe, PasswordHash)> {
    let text = stored.0.strip_prefix(PREFIX)?;
    let (recipe, argon2id) = text.split_at_checked(text.find(ARGON2ID)?)?;
    Some((recipe.parse().ok()?, PasswordHash(argon2id.to_owned())))
}

#[cfg(test)]
mod tests;
