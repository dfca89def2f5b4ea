//! `POST /dev/clock` moves the service's clock, so that a person can see a
//! link expire or a lock lift.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde::Deserialize;

use super::DevApp;
use crate::adapters::Clock as _;

/// The farthest jump: a hundred years of it would still be a date.
const FARTHEST: TimeDelta = TimeDelta::days(3660);

/// How far to move the clock.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// An ISO 8601 duration of days, hours, minutes and seconds: `PT31M`.
    advance: String,
}

/// Moves the clock. Answers with the new time.
pub async fn post(State(state): State<DevApp>, step: Option<Json<Step>>) -> Response {
    match step.and_then(|Json(step)| parse_duration(&step.advance)) {
        Some(step) => {
            state.dev.clock.advance(step);
            state.app.ctx.outbox_bell.ring();
            get(State(state)).await
        }
        None => {
            let hint = "send JSON such as {\"advance\":\"PT31M\"}: an ISO 8601 duration of at most 3660 days\n";
            (StatusCode::UNPROCESSABLE_ENTITY, hint).into_response()
        }
    }
}

/// The time of the clock.
pub async fn get(State(state): State<DevApp>) -> Response {
    Json(serde_json::json!({ "now": state.dev.clock.now() })).into_response()
}

/// Reads a duration of days, hours, minutes and seconds [ISO 8601 §5.5.2].
fn parse_duration(text: &str) -> Option<TimeDelta> {
    let (days, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return None,
        None => (text.strip_prefix('P')?, ""),
    };
    let seconds = sum(days, &[('D', 86_400)])?.checked_add(sum(time, &[('H', 3600), ('M', 60), ('S', 1)])?)?;
    let step = TimeDelta::try_seconds(seconds)?;
    (step > TimeDelta::zero() && step <= FARTHEST).then_some(step)
}

/// Adds up numbers with their units, each unit at most once and in order.
fn sum(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut total = 0_i64;
    for (unit, seconds) in units {
        if let Some((number, rest)) = text.split_once(*unit) {
            total = total.checked_add(i64::from(number.parse::<u32>().ok()?).checked_mul(*seconds)?)?;
            text = rest;
        }
    }
    text.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_iso_8601_writes_them() {
        for (text, expected) in [
            ("PT31M", Some(TimeDelta::minutes(31))),
            ("PT24H", Some(TimeDelta::hours(24))),
            ("P1DT1H1M1S", Some(TimeDelta::seconds(90_061))),
            ("P14D", Some(TimeDelta::days(14))),
            ("PT0S", None),
            ("PT", None),
            ("P", None),
            ("31M", None),
            ("PT1M1H", None),
            ("PT-1M", None),
            ("P4000D", None),
            ("PT99999999999999999999H", None),
        ] {
            assert_eq!(parse_duration(text), expected, "{text}");
        }
    }
}
