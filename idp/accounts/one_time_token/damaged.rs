//! What mail programs make of a link: they wrap it, quote it, take the full
//! stop after it along, encode it once more. As long as the secret's characters
//! are all there, it is found.

use super::{SECRET_CHARS, parse_secret};

/// How often a link can have been percent-encoded.
const MOST_ENCODINGS: usize = 3;

/// The digest to look a link's secret up by, from the secret as it arrived:
/// with blanks and line breaks in it, with punctuation around it, encoded once
/// more or twice, with the traces of quoted-printable [RFC 2045 §6.7].
pub fn find_secret(text: &str) -> Option<[u8; 32]> {
    let mut text = text.to_owned();
    for _ in 0..MOST_ENCODINGS {
        if let Some(found) = parse_secret(&text).or_else(|| parse_secret(&bare(&text)?)) {
            return Some(found);
        }
        text = decoded(&text);
    }
    None
}

/// The characters of a secret, without what was put between and around them.
fn bare(text: &str) -> Option<String> {
    let text = text.trim_start_matches(|c| !is_of_secret(c));
    let joined: String = text.chars().filter(|c| !c.is_whitespace() && !is_break(*c)).collect();
    // Words of the mail can follow, so a whole secret before a blank comes first.
    [text, &joined].into_iter().find_map(|text| {
        // `token=3D…`: an equals sign as quoted-printable writes it.
        let unquoted = text.strip_prefix("3D").and_then(whole);
        whole(text).or(unquoted).or_else(|| emphasised(text)).map(str::to_owned)
    })
}

/// The secret that `text` begins with, where no more of its characters follow.
fn whole(text: &str) -> Option<&str> {
    let run = text.find(|c| !is_of_secret(c)).unwrap_or(text.len());
    text.get(..run).filter(|run| run.len() == SECRET_CHARS)
}

/// The secret before marks of emphasis: `_https://…_` in chat programs.
fn emphasised(text: &str) -> Option<&str> {
    let (secret, rest) = text.split_at_checked(SECRET_CHARS)?;
    rest.chars().all(|c| c == '_' || c == '-').then_some(secret)
}

fn is_of_secret(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// A soft line break, or a mark that shows nothing.
fn is_break(c: char) -> bool {
    matches!(c, '=' | '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// `text` with its percent-encoding taken off once, where it is whole.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let value = digits.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = if value.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{digest, secret_to_text};
    use super::*;

    #[test]
    fn a_secret_is_found_whatever_a_mail_program_did_to_it() {
        let good = secret_to_text([0xfb; 32]);
        let (head, tail) = good.split_at(20);
        for text in [
            good.clone(),
            format!("{good}."),
            format!("{good},"),
            format!("{good})"),
            format!("{good}>"),
            format!("<{good}>"),
            format!("\"{good}\""),
            format!("{good}%3E"),
            format!("{good}%253E"),
            format!("{good}_"),
            format!("{good} tai kopioi"),
            format!("{good}__"),
            format!("{head}\r\n{tail}"),
            format!("{head}=\r\n{tail}"),
            format!("{head} {tail}"),
            format!("{head}%0D%0A{tail}"),
            format!("{head}\u{200b}{tail}"),
            format!("3D{good}"),
            format!("%3D{good}"),
            good.replace('-', "%2D").replace('_', "%5F"),
            good.replace('-', "%252D"),
        ] {
            assert_eq!(find_secret(&text), Some(digest(&[0xfb; 32])), "{text:?}");
        }
    }

    #[test]
    fn what_lacks_a_character_or_has_one_more_is_no_secret() {
        let good = secret_to_text([0xfb; 32]);
        for text in [
            String::new(),
            good.chars().skip(1).collect(),
            good.chars().take(42).collect(),
            format!("{good}t"),
            good.to_uppercase(),
            good.replace('-', "+"),
            "%".repeat(500),
            "ä".repeat(43),
        ] {
            assert_eq!(find_secret(&text), None, "{text:?}");
        }
    }
}
