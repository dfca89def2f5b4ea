use super::*;
use crate::policy::{Policy, Privacy};
use crate::{lockout, password};

const PAUSE: TimeDelta = TimeDelta::minutes(2);

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

pub(crate) fn policy(mails_per_day: u32) -> Policy {
    Policy {
        privacy: Privacy::Neutral,
        lockout: lockout::Policy { attempts: 5, duration: TimeDelta::hours(24) },
        password_profile: password::Profile::Strong,
        password_min_length: None,
        editions: crate::terms::Editions::default(),
        activation_ttl: TimeDelta::minutes(30),
        unactivated_kept: TimeDelta::days(7),
        recovery_ttl: TimeDelta::minutes(30),
        resend_after: TimeDelta::minutes(2),
        mails_per_day,
        migration_window: crate::migration::Window::default(),
        towns: crate::towns::Towns::default(),
        session_idle: TimeDelta::hours(1),
        session_absolute: TimeDelta::hours(12),
        official_idle: TimeDelta::minutes(30),
        official_absolute: TimeDelta::hours(8),
        session_remembered: TimeDelta::days(30),
    }
}

fn link() -> OneTimeToken {
    OneTimeToken {
        id: Uuid::nil(),
        digest: [0; 32],
        purpose: Purpose::FirstPassword,
        account_id: Uuid::nil(),
        created_at: at(0),
        expires_at: at(30),
        used_at: None,
        used_by: None,
        superseded_at: None,
        client_id: None,
        flow: None,
        address: None,
        proven_by: None,
    }
}

#[test]
fn a_link_works_until_its_last_second() {
    assert_eq!(link().standing(at(30) - TimeDelta::seconds(1)), Standing::Live);
    assert_eq!(link().standing(at(30)), Standing::Expired);
    assert_eq!(link().standing(at(31)), Standing::Expired);
}

#[test]
fn used_comes_before_superseded_and_that_before_expired() {
    let used = Standing::Used { by: Some([7; 32]) };
    for (is_used, is_superseded, minute, standing) in [
        (true, true, 40, used),
        (true, true, 10, used),
        (true, false, 40, used),
        (true, false, 10, used),
        (false, true, 40, Standing::Superseded),
        (false, true, 10, Standing::Superseded),
        (false, false, 40, Standing::Expired),
        (false, false, 10, Standing::Live),
    ] {
        let token = OneTimeToken {
            used_at: is_used.then(|| at(5)),
            used_by: is_used.then_some([7; 32]),
            superseded_at: is_superseded.then(|| at(6)),
            ..link()
        };
        assert_eq!(token.standing(at(minute)), standing, "used {is_used}, superseded {is_superseded}, minute {minute}");
    }
}

#[test]
fn another_link_waits_two_minutes_and_a_day_has_five() {
    let day = 24 * 60;
    for (previous, now, answer) in [
        (vec![], 0, Ok(())),
        (vec![0], 1, Err(2)),
        (vec![0], 2, Ok(())),
        (vec![0, 10, 5], 11, Err(12)),
        (vec![0, 10, 20, 30], 40, Ok(())),
        (vec![40, 0, 10, 20, 30], 50, Err(day)),
        (vec![0, 10, 20, 30, 40], 41, Err(day)),
        (vec![0, 10, 20, 30, 40], day, Ok(())),
        (vec![0, 10, 20, 30, 40, day], day + 1, Err(day + 10)),
        (vec![0, 10, 20, 30, day - 1], day - 1, Err(day + 1)),
        (vec![0, 10, 20, 30, 40, 50], 60, Err(day + 10)),
    ] {
        let times: Vec<DateTime<Utc>> = previous.iter().map(|minute| at(*minute)).collect();
        let expected = answer.map_err(|minute| Wait { until: at(minute) });
        assert_eq!(may_send_another(&times, PAUSE, 5, at(now)), expected, "{previous:?} at {now}");
    }
}

#[test]
fn a_policy_without_mails_sends_none() {
    assert_eq!(may_send_another(&[], PAUSE, 0, at(0)), Err(Wait { until: at(24 * 60) }));
}

#[test]
fn a_secret_becomes_43_characters_and_is_found_by_its_digest() {
    let text = secret_to_text([0xfb; 32]);
    assert_eq!(text, "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s");
    assert_eq!(parse_secret(&text), Some(digest(&[0xfb; 32])));
    // SHA-256 of 32 zero bytes.
    let first_bytes =
        parse_secret(&secret_to_text([0; 32])).map(|digest| digest.map(|byte| format!("{byte:02x}")).concat());
    assert_eq!(first_bytes.as_deref(), Some("66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925"));
}

#[test]
fn anything_but_that_exact_text_is_no_secret() {
    let good = secret_to_text([0xfb; 32]);
    for text in [
        String::new(),
        format!("{good}="),
        format!(" {good}"),
        format!("{good}\n"),
        good.replace('-', "+"),
        good.replace('_', "/"),
        good.chars().skip(1).collect(),
        format!("{}t", good.trim_end_matches('s')),
        "ä".repeat(21) + "a",
    ] {
        assert_eq!(parse_secret(&text), None, "{text:?}");
    }
}

#[test]
fn purposes_are_found_by_their_names() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::from_name(purpose.name()), Some(purpose));
    }
    assert_eq!(Purpose::from_name("anything"), None);
}
