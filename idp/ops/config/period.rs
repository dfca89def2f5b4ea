//! Durations as the configuration writes them: `10s`, `30m`, `24h`, `30d`.

use chrono::TimeDelta;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

const EXPECTED: &str = "expected a duration such as 10s, 30m, 24h or 30d";

/// The longest duration that means something here.
const LONGEST: TimeDelta = TimeDelta::days(3650);

/// The duration that `text` writes: a whole number above zero and one of the
/// units `s`, `m`, `h`, `d`, at most ten years; `None` for anything else.
pub fn parse(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    let number = text.strip_suffix(unit)?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = number.parse().ok()?;
    let period = match unit {
        's' => TimeDelta::try_seconds(number),
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        _ => None,
    }?;
    (period > TimeDelta::zero() && period <= LONGEST).then_some(period)
}

/// Reads a duration for serde.
///
/// # Errors
/// Anything that [`parse`] does not take.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TimeDelta, D::Error> {
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => parse(&text).ok_or_else(|| D::Error::custom(EXPECTED)),
        _ => Err(D::Error::custom(EXPECTED)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::parse;

    #[test]
    fn durations_are_a_number_and_a_unit() {
        let table = [
            ("10s", Some(TimeDelta::seconds(10))),
            ("30m", Some(TimeDelta::minutes(30))),
            ("24h", Some(TimeDelta::hours(24))),
            ("30d", Some(TimeDelta::days(30))),
            ("0s", None),
            ("-5m", None),
            ("+5m", None),
            ("5", None),
            ("m", None),
            ("", None),
            ("5 m", None),
            ("1.5h", None),
            ("5w", None),
            ("4000d", None),
            ("99999999999999999999s", None),
            ("5ä", None),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
