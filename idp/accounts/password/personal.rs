//! Whether a password gives away what others know of its owner.

use crate::fold;

/// Shorter words appear in good passwords by chance.
const MIN_WORD_CHARS: usize = 4;

/// Whether `password` contains a word of `context`: part of a name, of the
/// username, or of what stands before the `@` of an address.
pub(super) fn appears_in(password: &str, context: &[&str]) -> bool {
    let password = fold::case_and_marks(password);
    context.iter().any(|text| {
        let known = text.trim();
        let known = known.rsplit_once('@').map_or(known, |(local, _)| local);
        let known = fold::case_and_marks(known);
        std::iter::once(known.as_str())
            .chain(known.split(|c: char| !c.is_alphanumeric()))
            .any(|word| word.chars().count() >= MIN_WORD_CHARS && password.contains(word))
    })
}
