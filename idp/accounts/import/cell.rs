//! What a single cell means, and what spreadsheets do to it.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Europe::Helsinki;

/// How well a cell could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it was meant.
    Sound(String),
    /// A spreadsheet had damaged it; this is what was probably meant.
    Repaired(String),
    /// Kept as it stands.
    Unclear(String),
}

/// A yes or no.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    }
}

/// A point in time: with an offset [RFC 3339], or a date with or without a
/// time in Finland. Years before 1970 are a database's way to say "never".
pub(super) fn timestamp(text: &str) -> Option<DateTime<Utc>> {
    let with_offset = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc()).ok();
    with_offset.or_else(|| in_finland(local_time(text)?)).filter(|at| (1970..=2200).contains(&at.year()))
}

/// A day, `YYYY-MM-DD` and nothing else.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let is_digit = |(index, byte): (usize, u8)| byte.is_ascii_digit() != matches!(index, 4 | 7);
    let has_form = text.len() == 10 && (0..).zip(text.bytes()).all(is_digit);
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| has_form)
}

fn local_time(text: &str) -> Option<NaiveDateTime> {
    let date = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(date)
}

fn in_finland(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    let at = |local: NaiveDateTime| Helsinki.from_local_datetime(&local).earliest();
    // An hour is missing each spring; clocks showed the next one instead.
    at(local).or_else(|| at(local + TimeDelta::hours(1))).map(|at| at.to_utc())
}

/// A telephone number, in E.164 where it can be recognised. Numbers without a
/// country are Finnish.
pub(super) fn phone(text: &str) -> Reading {
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
        return Reading::Unclear(text.to_owned());
    }
    if unwrapped == text { reading(number) } else { Reading::Repaired(number) }
}

/// `+`, then 7 to 15 digits that do not begin with zero [ITU-T E.164 §6.2].
fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A postal code: five digits in Finland, of which spreadsheets drop leading
/// zeros. Anything else is taken for a foreign one.
pub(super) fn postal_code(text: &str) -> Reading {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && matches!(text.len(), 3 | 4) {
        return Reading::Repaired(format!("{text:0>5}"));
    }
    Reading::Sound(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_have_three_spellings() {
        for (text, value) in [
            ("1", Some(true)),
            ("true", Some(true)),
            ("TRUE", Some(true)),
            ("yes", Some(true)),
            ("0", Some(false)),
            ("False", Some(false)),
            ("no", Some(false)),
            ("2", None),
            ("", None),
            ("on", None),
            ("kyllä", None),
        ] {
            assert_eq!(boolean(text), value, "{text}");
        }
    }

    #[test]
    fn times_without_an_offset_are_finnish() {
        for (text, utc) in [
            ("2018-03-01T12:00:00Z", Some("2018-03-01T12:00:00Z")),
            ("2018-03-01T12:00:00.5+02:00", Some("2018-03-01T10:00:00.500Z")),
            ("2018-03-01", Some("2018-02-28T22:00:00Z")),
            ("2018-07-01 12:00:00", Some("2018-07-01T09:00:00Z")),
            ("2018-07-01 12:00", Some("2018-07-01T09:00:00Z")),
            ("2018-01-01T12:00:00.123", Some("2018-01-01T10:00:00.123Z")),
            ("2018-03-25 03:30:00", Some("2018-03-25T01:30:00Z")),
            ("2018-10-28 03:30:00", Some("2018-10-28T00:30:00Z")),
            ("2018-02-29", None),
            ("1.3.2018", None),
            ("0001-01-01 00:00:00", None),
            ("1754-01-01 00:00:00.000", None),
            ("9999-12-31", None),
            ("", None),
        ] {
            let expected = utc.map(|utc| utc.parse::<DateTime<Utc>>().unwrap_or_default());
            assert_eq!(timestamp(text), expected, "{text}");
        }
    }

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
            ("3,58401E+11", Reading::Unclear("3,58401E+11".to_owned())),
            ("ei ole", Reading::Unclear("ei ole".to_owned())),
            ("040", Reading::Unclear("040".to_owned())),
        ] {
            assert_eq!(phone(text), reading, "{text}");
        }
    }

    #[test]
    fn postal_codes_get_their_zeros_back() {
        for (text, code, is_repaired) in [
            ("28100", "28100", false),
            ("1234", "01234", true),
            ("100", "00100", true),
            ("SE-111 22", "SE-111 22", false),
            ("7", "7", false),
        ] {
            let expected =
                if is_repaired { Reading::Repaired(code.to_owned()) } else { Reading::Sound(code.to_owned()) };
            assert_eq!(postal_code(text), expected, "{text}");
        }
    }
}
