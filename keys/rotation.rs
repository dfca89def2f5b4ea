//! How keys take turns: a key is published as next, signs as current, verifies
//! as retired, and is deleted. Each algorithm has its own turns.
//!
//! Always: exactly one current key per algorithm that has keys, at most one
//! next key, no `kid` twice.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Algorithm, KeyRecord, KeyState, RotationError};

/// Whether the records stand as the rules leave them.
///
/// # Errors
/// The first rule that is broken.
pub fn check(records: &[KeyRecord]) -> Result<(), RotationError> {
    if records.is_empty() {
        return Err(RotationError::NoKeys);
    }
    let mut kids = HashSet::new();
    if let Some(twice) = records.iter().find(|record| !kids.insert(record.kid.as_str())) {
        return Err(RotationError::SameKid(twice.kid.clone()));
    }
    let algorithms: BTreeSet<Algorithm> = records.iter().map(|record| record.algorithm).collect();
    for algorithm in algorithms {
        match count(records, algorithm, KeyState::Current) {
            0 => return Err(RotationError::NoCurrent(algorithm)),
            1 => {}
            _ => return Err(RotationError::TwoCurrent(algorithm)),
        }
        if count(records, algorithm, KeyState::Next) > 1 {
            return Err(RotationError::TwoNext(algorithm));
        }
    }
    Ok(())
}

/// Which keys must be made so that each of `algorithms` has one that signs and
/// one that relying parties can fetch in advance.
pub fn missing(records: &[KeyRecord], algorithms: &[Algorithm]) -> Vec<(Algorithm, KeyState)> {
    algorithms
        .iter()
        .flat_map(|algorithm| [KeyState::Current, KeyState::Next].map(|state| (*algorithm, state)))
        .filter(|(algorithm, state)| count(records, *algorithm, *state) == 0)
        .collect()
}

/// The algorithms whose current key has signed for `rotate_after` or longer.
pub fn due(records: &[KeyRecord], rotate_after: TimeDelta, now: DateTime<Utc>) -> Vec<Algorithm> {
    records
        .iter()
        .filter(|record| record.state == KeyState::Current)
        .filter(|record| now - record.activated_at.unwrap_or(record.created_at) >= rotate_after)
        .map(|record| record.algorithm)
        .collect()
}

/// All records after one turn of `fresh`'s algorithm at `now`: current becomes
/// retired, next becomes current, `fresh` becomes next.
///
/// # Errors
/// [`RotationError::NoNext`] when no key was published in advance,
/// [`RotationError::FreshNotNext`], or whatever [`check`] finds wrong before or after.
pub fn rotate(
    mut records: Vec<KeyRecord>,
    fresh: KeyRecord,
    now: DateTime<Utc>,
) -> Result<Vec<KeyRecord>, RotationError> {
    check(&records)?;
    if fresh.state != KeyState::Next {
        return Err(RotationError::FreshNotNext(fresh.kid));
    }
    if count(&records, fresh.algorithm, KeyState::Next) == 0 {
        return Err(RotationError::NoNext(fresh.algorithm));
    }
    for record in records.iter_mut().filter(|record| record.algorithm == fresh.algorithm) {
        match record.state {
            KeyState::Current => {
                record.state = KeyState::Retired;
                record.retired_at = Some(now);
            }
            KeyState::Next => {
                record.state = KeyState::Current;
                record.activated_at = Some(now);
            }
            KeyState::Retired => {}
        }
    }
    records.push(fresh);
    check(&records)?;
    Ok(records)
}

/// The `kid`s to delete: retired longer ago than `retire_after`, which should
/// outlast every token that such a key signed.
pub fn retire(records: &[KeyRecord], retire_after: TimeDelta, now: DateTime<Utc>) -> Vec<String> {
    records
        .iter()
        .filter(|record| record.state == KeyState::Retired)
        .filter(|record| record.retired_at.is_some_and(|at| now - at > retire_after))
        .map(|record| record.kid.clone())
        .collect()
}

fn count(records: &[KeyRecord], algorithm: Algorithm, state: KeyState) -> usize {
    records.iter().filter(|record| record.algorithm == algorithm && record.state == state).count()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::Value;

    use super::*;
    use Algorithm::{Es256, Rs256};
    use KeyState::{Current, Next, Retired};

    fn at(day: i64) -> DateTime<Utc> {
        crate::fixture::now() + TimeDelta::days(day)
    }

    /// A key as far as these rules look at it.
    fn key(kid: &str, algorithm: Algorithm, state: KeyState) -> KeyRecord {
        KeyRecord {
            kid: kid.to_owned(),
            algorithm,
            state,
            sealed_private: Vec::new(),
            public_jwk: Value::Null,
            created_at: at(0),
            activated_at: (state != Next).then_some(at(0)),
            retired_at: (state == Retired).then_some(at(0)),
        }
    }

    fn states(records: &[KeyRecord]) -> Vec<(&str, KeyState)> {
        records.iter().map(|record| (record.kid.as_str(), record.state)).collect()
    }

    #[test]
    fn each_rule_is_checked() {
        let (current, next) = (key("c", Es256, Current), key("n", Es256, Next));
        let rsa = key("r", Rs256, Current);
        let retired = key("o", Es256, Retired);
        for (records, expected) in [
            (vec![], Err(RotationError::NoKeys)),
            (vec![current.clone()], Ok(())),
            (vec![current.clone(), next.clone(), retired.clone(), rsa.clone()], Ok(())),
            (vec![next.clone()], Err(RotationError::NoCurrent(Es256))),
            (vec![retired.clone(), rsa.clone()], Err(RotationError::NoCurrent(Es256))),
            (vec![current.clone(), key("d", Es256, Current)], Err(RotationError::TwoCurrent(Es256))),
            (vec![current.clone(), next, key("m", Es256, Next)], Err(RotationError::TwoNext(Es256))),
            (vec![current, key("c", Rs256, Current)], Err(RotationError::SameKid("c".to_owned()))),
        ] {
            assert_eq!(check(&records), expected, "{:?}", states(&records));
        }
    }

    #[test]
    fn a_turn_moves_each_key_of_its_algorithm_one_state_on_and_no_other() {
        let records = vec![
            key("old", Es256, Retired),
            key("now", Es256, Current),
            key("soon", Es256, Next),
            key("rsa", Rs256, Current),
            key("rsa-soon", Rs256, Next),
        ];
        let rotated = rotate(records.clone(), key("fresh", Es256, Next), at(30)).unwrap();
        let expected = [
            ("old", Retired),
            ("now", Retired),
            ("soon", Current),
            ("rsa", Current),
            ("rsa-soon", Next),
            ("fresh", Next),
        ];
        assert_eq!(states(&rotated), expected);
        let stamps: Vec<_> = rotated.iter().map(|record| (record.activated_at, record.retired_at)).collect();
        let (start, turn) = (Some(at(0)), Some(at(30)));
        let expected = [(start, start), (start, turn), (turn, None), (start, None), (None, None), (None, None)];
        assert_eq!(stamps, expected);
    }

    #[test]
    fn a_hundred_turns_never_break_a_rule() {
        let mut records = vec![key("a", Es256, Current), key("b", Es256, Next)];
        for turn in 1..=100 {
            let fresh = key(&format!("k{turn}"), Es256, Next);
            records = rotate(records, fresh, at(turn)).unwrap();
            let gone = retire(&records, TimeDelta::days(2), at(turn));
            records.retain(|record| !gone.contains(&record.kid));
            assert_eq!(check(&records), Ok(()));
            assert!(records.len() <= 5, "{:?}", states(&records));
        }
    }

    #[test]
    fn forbidden_turns_are_refused() {
        let (current, next) = (key("c", Es256, Current), key("n", Es256, Next));
        let both = vec![current.clone(), next.clone()];
        let second = key("d", Es256, Current);
        for (records, fresh, error) in [
            (vec![], key("f", Es256, Next), RotationError::NoKeys),
            (vec![current.clone()], key("f", Es256, Next), RotationError::NoNext(Es256)),
            (vec![next.clone()], key("f", Es256, Next), RotationError::NoCurrent(Es256)),
            (both.clone(), key("f", Rs256, Next), RotationError::NoNext(Rs256)),
            (both.clone(), key("f", Es256, Current), RotationError::FreshNotNext("f".to_owned())),
            (both.clone(), key("f", Es256, Retired), RotationError::FreshNotNext("f".to_owned())),
            (both.clone(), key("c", Es256, Next), RotationError::SameKid("c".to_owned())),
            (vec![current, second, next], key("f", Es256, Next), RotationError::TwoCurrent(Es256)),
        ] {
            assert_eq!(rotate(records, fresh, at(1)), Err(error));
        }
    }

    #[test]
    fn only_keys_retired_for_longer_are_deleted() {
        let mut unstamped = key("unstamped", Es256, Retired);
        unstamped.retired_at = None;
        let mut stamped = key("current", Es256, Current);
        stamped.retired_at = Some(at(-100));
        let records = [key("retired", Es256, Retired), unstamped, stamped, key("n", Es256, Next)];
        let week = TimeDelta::days(7);
        let second = TimeDelta::seconds(1);
        for (now, expected) in [
            (at(-1), vec![]),
            (at(0), vec![]),
            (at(7), vec![]),
            (at(7) + second, vec!["retired"]),
            (at(1000), vec!["retired"]),
        ] {
            assert_eq!(retire(&records, week, now), expected, "{now}");
        }
    }

    #[test]
    fn a_turn_is_due_when_the_current_key_has_signed_long_enough() {
        let mut late = key("l", Rs256, Current);
        late.activated_at = Some(at(20));
        let records = [key("c", Es256, Current), key("n", Es256, Next), late];
        let month = TimeDelta::days(30);
        for (now, expected) in [
            (at(-1), vec![]),
            (at(29), vec![]),
            (at(30), vec![Es256]),
            (at(49), vec![Es256]),
            (at(50), vec![Es256, Rs256]),
        ] {
            assert_eq!(due(&records, month, now), expected, "{now}");
        }
    }

    #[test]
    fn what_is_missing_for_the_wished_algorithms_is_named() {
        let both = [Es256, Rs256];
        let all = vec![(Es256, Current), (Es256, Next), (Rs256, Current), (Rs256, Next)];
        assert_eq!(missing(&[], &both), all);
        let records = [key("c", Es256, Current), key("r", Rs256, Current), key("s", Rs256, Next)];
        assert_eq!(missing(&records, &both), [(Es256, Next)]);
        assert_eq!(missing(&records, &[Rs256]), []);
    }
}
