//! Dates and times as people in Finland write them, in Finnish time.

use accounts::Locale;
use chrono::{DateTime, Datelike as _, TimeDelta, Timelike as _, Utc};
use chrono_tz::Europe::Helsinki;

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The date, such as "23.11.2026" or "23 November 2026".
pub fn date(locale: Locale, at: DateTime<Utc>) -> String {
    let day = at.with_timezone(&Helsinki);
    match locale {
        Locale::Fi | Locale::Sv => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        Locale::En => {
            let month = ENGLISH_MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
            format!("{} {month} {}", day.day(), day.year())
        }
    }
}

/// The clock time, such as "9.05", in English "9:05".
pub fn time(locale: Locale, at: DateTime<Utc>) -> String {
    let clock = at.with_timezone(&Helsinki);
    let mark = match locale {
        Locale::Fi | Locale::Sv => '.',
        Locale::En => ':',
    };
    format!("{}{mark}{:02}", clock.hour(), clock.minute())
}

/// Date and clock time, such as "23.11.2026 klo 14.07".
pub fn date_time(locale: Locale, at: DateTime<Utc>) -> String {
    let joint = match locale {
        Locale::Fi => "klo",
        Locale::Sv => "kl.",
        Locale::En => "at",
    };
    format!("{} {joint} {}", date(locale, at), time(locale, at))
}

/// The next full minute, so that something promised for the shown clock time
/// has come true by then.
pub fn full_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let past = TimeDelta::nanoseconds(i64::from(at.second()) * 1_000_000_000 + i64::from(at.nanosecond()));
    if past.is_zero() { at } else { at - past + TimeDelta::minutes(1) }
}

/// The minutes from `now` until `then`, rounded up; at least one.
pub fn minutes_until(then: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let seconds = (then - now).num_seconds();
    (seconds.saturating_add(59) / 60).max(1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_moment_is_written_as_its_language_writes_it() {
        let moment = at("2026-11-23T12:07:59Z");
        assert_eq!(date_time(Locale::Fi, moment), "23.11.2026 klo 14.07");
        assert_eq!(date_time(Locale::Sv, moment), "23.11.2026 kl. 14.07");
        assert_eq!(date_time(Locale::En, moment), "23 November 2026 at 14:07");
    }

    #[test]
    fn clock_time_follows_summer_time_and_has_no_leading_zero() {
        for (locale, written) in [
            (Locale::Fi, ["9.05", "8.05", "0.00"]),
            (Locale::Sv, ["9.05", "8.05", "0.00"]),
            (Locale::En, ["9:05", "8:05", "0:00"]),
        ] {
            let moments = ["2026-07-01T06:05:00Z", "2026-12-01T06:05:00Z", "2026-12-31T22:00:00Z"];
            assert_eq!(moments.map(|moment| time(locale, at(moment))), written);
        }
        assert_eq!(date(Locale::Fi, at("2026-12-31T22:00:00Z")), "1.1.2027");
    }

    #[test]
    fn a_promised_minute_is_never_too_early() {
        assert_eq!(full_minute(at("2026-11-23T12:07:00Z")), at("2026-11-23T12:07:00Z"));
        assert_eq!(full_minute(at("2026-11-23T12:07:01Z")), at("2026-11-23T12:08:00Z"));
        assert_eq!(full_minute(at("2026-11-23T12:59:59.5Z")), at("2026-11-23T13:00:00Z"));
    }

    #[test]
    fn minutes_left_are_rounded_up() {
        let now = at("2026-11-23T12:00:00Z");
        assert_eq!(minutes_until(at("2026-11-23T12:30:00Z"), now), 30);
        assert_eq!(minutes_until(at("2026-11-23T12:29:01Z"), now), 30);
        assert_eq!(minutes_until(at("2026-11-23T11:00:00Z"), now), 1);
    }
}
