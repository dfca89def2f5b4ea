//! Telephone numbers: one written form, E.164, for every way of typing them.

/// The number in E.164, as a person writes it: with or without blanks, hyphens
/// and brackets. Without a country it is Finnish. `None` when it is no number
/// that can be called.
pub fn to_e164(text: &str) -> Option<String> {
    let text = text.trim();
    // "+358 (0)40 …" tells the caller at home what to put in the country's place.
    let text = if text.starts_with(['+']) || text.starts_with("00") { text.replacen("(0)", "", 1) } else { text.into() };
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !"-()./".contains(*c)).collect();
    let number = if let Some(rest) = digits.strip_prefix("00") {
        format!("+{rest}")
    } else if let Some(rest) = digits.strip_prefix('0') {
        format!("+358{rest}")
    } else {
        digits
    };
    is_e164(&number).then_some(number)
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
    fn every_way_of_typing_a_number_gives_one_form() {
        for (text, number) in [
            ("040 123 4567", Some("+358401234567")),
            (" 040-1234567 ", Some("+358401234567")),
            ("+358 (40) 123-4567", Some("+358401234567")),
            ("+358 (0)40 1234567", Some("+358401234567")),
            ("00358401234567", Some("+358401234567")),
            ("+46 70 123 45 67", Some("+46701234567")),
            ("(0)40 1234567", Some("+358401234567")),
            ("", None),
            ("040", None),
            ("401234567", None),
            ("ei ole", None),
            ("+0401234567", None),
            ("+358 40 123 4567 89 01", None),
            ("+٣٥٨٤٠١٢٣٤٥٦٧", None),
        ] {
            assert_eq!(to_e164(text).as_deref(), number, "{text}");
        }
    }
}
