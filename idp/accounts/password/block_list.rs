//! The block list: passwords that guessers try first, and what people make of
//! them to satisfy a rule. `Password1!`, `P@ssw0rd` and `Kesa2026!` are there.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::fold;

/// How many digits or marks at one end are taken for trimmings, such as a year
/// and an exclamation mark. More of them begin to be a password of their own.
const MAX_TRIMMINGS: usize = 6;

/// Longer than anything on the list with its trimmings.
const MAX_CHARS: usize = 64;

/// A repeated unit of at most this many characters is no more than the unit.
const MAX_UNIT: usize = 4;

static ENTRIES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    include_str!("common.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .flat_map(|line| {
            let entry = fold::case_and_marks(line);
            [entry.split(' ').collect(), entry]
        })
        .collect()
});

/// Whether guessers would try `password`, or a plain variation of it, early.
pub(super) fn refuses(password: &str) -> bool {
    let folded: Vec<char> = fold::case_and_marks(password).chars().collect();
    is_run(&folded) || is_repetition(&folded) || (folded.len() <= MAX_CHARS && is_listed(&folded))
}

/// Whether the list holds the word, under any trimmings at both ends.
fn is_listed(word: &[char]) -> bool {
    let head = trimmings(word.iter());
    let tail = trimmings(word.iter().rev());
    (0..=head).any(|from| {
        (0..=tail).any(|cut| {
            let to = word.len().saturating_sub(cut);
            word.get(from..to)
                .is_some_and(|core| !core.is_empty() && readings(core).any(|text| ENTRIES.contains(&text)))
        })
    })
}

fn trimmings<'a>(from_one_end: impl Iterator<Item = &'a char>) -> usize {
    from_one_end.take(MAX_TRIMMINGS).take_while(|c| !c.is_alphabetic()).count()
}

/// The words that `core` can be read as: as it is, with the separators within
/// left out, and with look-alike signs read as letters (`1` as i or l).
fn readings(core: &[char]) -> impl Iterator<Item = String> {
    let plain: String = core.iter().collect();
    let ends_in_words = [core.first(), core.last()].iter().flatten().all(|c| c.is_alphanumeric());
    let joined = ends_in_words.then(|| core.iter().filter(|c| c.is_alphanumeric()).collect());
    let with_i: String = core.iter().map(|c| letter_for(*c, 'i')).collect();
    let with_l: String = core.iter().map(|c| letter_for(*c, 'l')).collect();
    [Some(plain), joined, Some(with_i), Some(with_l)].into_iter().flatten()
}

fn letter_for(sign: char, one: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        letter => letter,
    }
}

/// Whether every character is the same step from the one before: `aaaaaa`,
/// `abcdefgh`, `87654321`, `567890123`.
fn is_run(word: &[char]) -> bool {
    let digits: Option<Vec<u32>> = word.iter().map(|c| c.to_digit(10)).collect();
    match digits {
        Some(digits) => all_steps_equal(&digits, |from, to| (10 + to - from) % 10, &[0, 1, 9]),
        None => {
            let points: Vec<u32> = word.iter().map(|c| u32::from(*c)).collect();
            all_steps_equal(&points, u32::abs_diff, &[0, 1])
        }
    }
}

fn all_steps_equal(values: &[u32], step: impl Fn(u32, u32) -> u32, plain: &[u32]) -> bool {
    let steps: HashSet<u32> = values.iter().zip(values.iter().skip(1)).map(|(from, to)| step(*from, *to)).collect();
    steps.len() == 1 && steps.iter().all(|step| plain.contains(step))
}

/// Whether the password is a short unit or a listed word, again and again.
fn is_repetition(word: &[char]) -> bool {
    (1..=word.len() / 2).filter(|length| word.len().is_multiple_of(*length)).any(|length| {
        let mut units = word.chunks(length);
        let Some(unit) = units.next() else {
            return false;
        };
        units.all(|other| other == unit) && (length <= MAX_UNIT || (length <= MAX_CHARS && is_listed(unit)))
    })
}
