//! Usernames of those who have one besides, or in place of, an e-mail address.

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::email::Email;
use crate::fold;

/// The longest username in characters.
pub const MAX_CHARS: usize = 128;

/// Why a username cannot be given to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsernameProblem {
    /// There is nothing but blanks.
    #[error("the username is empty")]
    Empty,
    /// It holds control, invisible or look-alike characters.
    #[error("the username holds characters that cannot be told apart from others")]
    Unclear,
    /// It is longer than [`MAX_CHARS`].
    #[error("the username is too long")]
    TooLong,
}

/// The username as it is kept and shown: NFC, outer blanks removed.
///
/// # Errors
/// The first reason why no account should carry it.
pub fn parse(text: &str) -> Result<String, UsernameProblem> {
    let username: String = text.trim().nfc().collect();
    if username.is_empty() {
        return Err(UsernameProblem::Empty);
    }
    if username.chars().count() > MAX_CHARS {
        return Err(UsernameProblem::TooLong);
    }
    let hidden = |c: char| fold::is_invisible(c) || c.general_category_group() == GeneralCategoryGroup::Other;
    if fold::has_lookalike(&username) || username.chars().any(hidden) {
        return Err(UsernameProblem::Unclear);
    }
    Ok(username)
}

/// The form that two spellings of one username share: NFC, outer blanks
/// removed, case folded. Unique among accounts. A username that looks like an
/// e-mail address has the key of that address, so that it meets every spelling
/// of it.
pub fn key(text: &str) -> String {
    if let Ok(address) = Email::parse(text) {
        return address.key().to_owned();
    }
    let composed: String = text.trim().nfc().collect();
    fold::case(&composed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_username_share_a_key() {
        for (one, other) in [("minna", " Minna "), ("VÄINÖ", "Va\u{308}ino\u{308}"), ("p00123\u{a0}", "P00123")] {
            assert_eq!(key(one), key(other));
        }
        assert_ne!(key("minna"), key("minna2"));
        assert_eq!(key("Veera@Meikäläinen.fi"), key("veera@xn--meiklinen-y2ab.fi"));
    }

    #[test]
    fn a_username_is_kept_as_written() {
        for (typed, kept) in [
            (" Minna ", "Minna"),
            ("A\u{308}ly", "Äly"),
            ("virkailija 7", "virkailija 7"),
            ("pori\\mmeik", "pori\\mmeik"),
        ] {
            assert_eq!(parse(typed).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn unclear_usernames_are_refused() {
        for (typed, problem) in [
            (" ", UsernameProblem::Empty),
            ("min\u{0}na", UsernameProblem::Unclear),
            ("min\u{200b}na", UsernameProblem::Unclear),
            ("ｍinna", UsernameProblem::Unclear),
            (&"m".repeat(129), UsernameProblem::TooLong),
        ] {
            assert_eq!(parse(typed), Err(problem), "{typed:?}");
        }
    }
}
