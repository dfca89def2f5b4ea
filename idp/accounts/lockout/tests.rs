use super::*;

const POLICY: Policy = Policy { attempts: 5, duration: TimeDelta::hours(24) };

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

const DAY: i64 = 24 * 60 * 60;

/// A tally after `count` settled wrong tries, a second apart from `start`.
fn wrong(count: u32, start: i64) -> Tally {
    (0..i64::from(count)).fold(Tally::default(), |tally, second| {
        let (tally, _) = tally.reserve(&POLICY, at(start + second));
        tally.settle_wrong(&POLICY, at(start + second)).0
    })
}

#[test]
fn each_try_tells_how_many_are_left() {
    let mut tally = Tally::default();
    for (second, tries_left) in [(0, 4), (10, 3), (20, 2), (30, 1), (40, 0)] {
        let (reserved, admission) = tally.reserve(&POLICY, at(second));
        assert_eq!(admission, Admission::Admitted { tries_left });
        tally = reserved.settle_wrong(&POLICY, at(second)).0;
    }
    assert_eq!(tally.locked_until, Some(at(40 + DAY)));
}

#[test]
fn the_last_wrong_password_locks_and_says_so_once() {
    let (tally, _) = wrong(4, 0).reserve(&POLICY, at(10));
    let (tally, locked) = tally.settle_wrong(&POLICY, at(11));
    assert_eq!(locked, Some(at(11 + DAY)));
    assert_eq!(tally.clone().settle_wrong(&POLICY, at(12)), (tally, None));
}

#[test]
fn a_locked_identifier_stays_locked_and_tries_do_not_prolong_it() {
    let locked = wrong(5, 0);
    let until = at(4 + DAY);
    for second in [5, 60, 3600, DAY, DAY + 3] {
        assert_eq!(locked.clone().reserve(&POLICY, at(second)), (locked.clone(), Admission::Locked { until }));
        assert_eq!(locked.locked_until(at(second)), Some(until));
    }
}

#[test]
fn a_lock_ends_by_itself_and_counting_begins_anew() {
    let locked = wrong(5, 0);
    let end = at(4 + DAY);
    assert_eq!(locked.locked_until(end), None);
    let (tally, admission) = locked.reserve(&POLICY, end);
    assert_eq!(admission, Admission::Admitted { tries_left: 4 });
    assert_eq!(tally, Tally { failures: 1, tried_at: Some(end), locked_until: None });
}

#[test]
fn wrong_passwords_lapse_after_the_duration() {
    let four = wrong(4, 0);
    let (_, still) = four.clone().reserve(&POLICY, at(3 + DAY - 1));
    assert_eq!(still, Admission::Admitted { tries_left: 0 });
    let (_, lapsed) = four.reserve(&POLICY, at(3 + DAY));
    assert_eq!(lapsed, Admission::Admitted { tries_left: 4 });
}

#[test]
fn a_right_password_forgets_the_wrong_ones() {
    let (tally, _) = wrong(4, 0).reserve(&POLICY, at(10));
    assert_eq!(tally.clear(), Tally::default());
}

#[test]
fn a_double_click_on_the_last_try_locks_nobody() {
    let (first, admission) = wrong(4, 0).reserve(&POLICY, at(10));
    assert_eq!(admission, Admission::Admitted { tries_left: 0 });
    let (second, admission) = first.reserve(&POLICY, at(10));
    assert_eq!(admission, Admission::Busy);
    assert_eq!(second.locked_until, None);
    assert_eq!(second.clear(), Tally::default());
}

#[test]
fn a_try_that_nobody_settled_counts_as_wrong() {
    let (dead, _) = wrong(4, 0).reserve(&POLICY, at(10));
    assert_eq!(dead.clone().reserve(&POLICY, at(69)).1, Admission::Busy);
    let (locked, admission) = dead.reserve(&POLICY, at(70));
    assert_eq!(admission, Admission::Locked { until: at(10 + DAY) });
    assert_eq!(locked.settle_wrong(&POLICY, at(71)).1, None);
}

#[test]
fn an_outcome_that_comes_after_a_clear_changes_nothing() {
    assert_eq!(Tally::default().settle_wrong(&POLICY, at(0)), (Tally::default(), None));
}

#[test]
fn a_clock_that_steps_back_admits_nothing_more() {
    let (tally, _) = wrong(4, 100).reserve(&POLICY, at(110));
    assert_eq!(tally.reserve(&POLICY, at(50)).1, Admission::Busy);
    assert_eq!(wrong(5, 100).reserve(&POLICY, at(50)).1, Admission::Locked { until: at(104 + DAY) });
}

/// A small linear congruential generator, so that every run is the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Any interleaving of reserving, settling, dying and waiting, with passwords
/// that are all wrong.
#[test]
fn no_interleaving_gets_more_hashes_than_the_policy_allows() {
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let (mut tally, mut now, mut in_flight) = (Tally::default(), 0, 0_u32);
        let mut hashed_at: Vec<i64> = Vec::new();
        for _ in 0..300 {
            match dice.roll(10) {
                0..=4 => {
                    let (next, admission) = tally.reserve(&POLICY, at(now));
                    if matches!(admission, Admission::Admitted { .. }) {
                        hashed_at.push(now);
                        in_flight += 1;
                    }
                    tally = next;
                }
                5..=7 if in_flight > 0 => {
                    in_flight -= 1;
                    // One in four processes dies before it can tell.
                    if dice.roll(4) > 0 {
                        tally = tally.settle_wrong(&POLICY, at(now)).0;
                    }
                }
                8 => now += i64::try_from(dice.roll(90)).unwrap_or_default(),
                _ => now += i64::try_from(dice.roll(10) * 3 * 3600).unwrap_or_default(),
            }
        }
        for from in &hashed_at {
            let within = hashed_at.iter().filter(|second| (*from..*from + DAY).contains(second)).count();
            assert!(within <= 5, "seed {seed}: {within} hashes within a day");
        }
        assert!(hashed_at.len() > 5, "seed {seed}: the lock must end as well");
    }
}

/// Every order of eight parallel tries' steps, in one instant.
#[test]
fn parallel_tries_get_exactly_the_policys_number_of_hashes_and_one_lock() {
    for order in 0..(1_u32 << 12) {
        let (mut tally, mut in_flight, mut hashes, mut locks) = (Tally::default(), 0, 0, 0);
        let mut settle = |tally: Tally| {
            let (tally, locked) = tally.settle_wrong(&POLICY, at(0));
            locks += u32::from(locked.is_some());
            tally
        };
        for step in 0..12 {
            if order >> step & 1 == 1 {
                let (next, admission) = tally.reserve(&POLICY, at(0));
                let admitted = u32::from(matches!(admission, Admission::Admitted { .. }));
                (hashes, in_flight, tally) = (hashes + admitted, in_flight + admitted, next);
            } else if in_flight > 0 {
                in_flight -= 1;
                tally = settle(tally);
            }
        }
        for _ in 0..in_flight {
            tally = settle(tally);
        }
        let tried = order.count_ones();
        assert_eq!(hashes, tried.min(5), "order {order:012b}");
        assert_eq!(locks, u32::from(tried >= 5), "order {order:012b}");
        assert_eq!(tally.locked_until.is_some(), tried >= 5);
    }
}

#[test]
fn two_tallies_together_are_locked_while_one_of_them_is() {
    let (early, late) = (at(1), at(2));
    let one = Tally { failures: 2, tried_at: Some(late), locked_until: None };
    let other = Tally { failures: 5, tried_at: Some(early), locked_until: Some(late) };
    let both = Tally { failures: 7, tried_at: Some(late), locked_until: Some(late) };
    assert_eq!(one.together(&other), both);
    assert_eq!(both.together(&Tally::default()), both);
}
