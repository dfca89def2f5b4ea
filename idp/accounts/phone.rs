//! Telephone numbers: what people and old systems write, as E.164.

/// A telephone number as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is a number, here in E.164.
    Sound(String),
    /// It is a number once damage by a spreadsheet is undone.
    Repaired(String),
    /// It is none that could be recognised.
    Unclear,
}

/// Reads a telephone number. One without a country is Finnish.
pub fn read(text: &str) -> Reading {
    let unwrapped = text.trim_start_matches('=').trim_matches('"');
    let number: String = unwrapped.chars().filter(|c| !c.is_whitespace() && !"-()./".contains(*c)).collect();
    let (reading, number): (fn(String) -> Reading, String) = if let Some(rest) = number.strip_prefix("00") {
        (Reading::Sound, format!("+{rest}"))
    } else if let Some(rest) = number.strip_prefix('0') {
        (Reading::Sound, format!("+358{rest}"))
    } else if number.starts_with("358") {
        (Reading::Repaired, format!("+{number}"))
    } else if number.starts_with(['4', '5']) {
        (Reading::Repaired, format!("+358{number}"))
    } else {
        (Reading::Sound, number)
    };
    if !is_e164(&number) {
        return Reading::Unclear;
    }
    if unwrapped == text { reading(number) } else { Reading::Repaired(number) }
}

/// What a person types as telephone number, in E.164; `None` when it is no
/// number.
pub fn to_e164(text: &str) -> Option<String> {
    match read(text.trim()) {
        Reading::Sound(number) | Reading::Repaired(number) => Some(number),
        Reading::Unclear => None,
    }
}

/// `+`, then 7 to 15 digits that do not begin with zero [ITU-T E.164 §6.2].
fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_recognised_and_repaired() {
        let sound = |text: &str| Reading::Sound(text.to_owned());
        let repaired = |text: &str| Reading::Repaired(text.to_owned());
        for (text, reading) in [
            ("040 123 4567", sound("+358401234567")),
            ("+358 (40) 123-4567", sound("+358401234567")),
            ("00358401234567", sound("+358401234567")),
            ("+46701234567", sound("+46701234567")),
            ("=+358401234567", repaired("+358401234567")),
            ("=\"0401234567\"", repaired("+358401234567")),
            ("358401234567", repaired("+358401234567")),
            ("401234567", repaired("+358401234567")),
            ("3,58401E+11", Reading::Unclear),
            ("ei ole", Reading::Unclear),
            ("040", Reading::Unclear),
        ] {
            assert_eq!(read(text), reading, "{text}");
        }
    }

    #[test]
    fn a_typed_number_may_stand_between_blanks() {
        assert_eq!(to_e164(" 040-123 4567 ").as_deref(), Some("+358401234567"));
        assert_eq!(to_e164("+1 (202) 555-0143").as_deref(), Some("+12025550143"));
        assert_eq!(to_e164("soita minulle"), None);
    }
}
