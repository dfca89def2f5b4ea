//! Histories with a planted fault, and the same ones without it.

use std::time::Duration;

use super::check::{mails, violations};
use super::record::{Act, Operation, Outcome};
use Act::{Activate, ChangePassword, LogOut, Redeem, Refresh, Register, SignIn, Subject, Visit};
use Outcome::{Done, Refused, Unknown};

/// Operations of person 1, one after the other, unless told otherwise.
fn history(acts: &[(Act, Outcome)]) -> Vec<Operation> {
    let at = |number: usize| Duration::from_secs(number as u64);
    let operation = |(number, (act, outcome)): (usize, &(Act, Outcome))| Operation {
        person: 1,
        act: act.clone(),
        asked: at(2 * number),
        answered: at(2 * number + 1),
        outcome: *outcome,
    };
    acts.iter().enumerate().map(operation).collect()
}

fn sign_in(password: u32, session: usize) -> Act {
    SignIn { password, session }
}

fn change(to: u32, session: usize) -> Act {
    ChangePassword { to, session }
}

#[track_caller]
fn is(acts: &[(Act, Outcome)], expected: &str) {
    let found = violations(&history(acts));
    match expected {
        "" => assert!(found.is_empty(), "{found:?}"),
        _ => assert!(found.len() == 1 && found[0].contains(expected), "{expected}: {found:?}"),
    }
}

#[test]
fn a_code_and_a_token_are_good_once() {
    let (code, token) = (Redeem { code: 7 }, Refresh { token: 8, session: 1 });
    is(&[(code.clone(), Done), (code.clone(), Refused)], "");
    is(&[(code.clone(), Unknown), (code.clone(), Done)], "");
    is(&[(code.clone(), Done), (Redeem { code: 9 }, Done), (code, Done)], "code 7 was good 2 times");
    is(&[(token.clone(), Done), (token.clone(), Refused)], "");
    is(&[(token.clone(), Done), (token, Done)], "refresh token 8 was good 2 times");
}

#[test]
fn the_password_that_was_answered_last_is_the_password() {
    let start = [(Activate, Done), (sign_in(0, 1), Done)];
    let then = |more: &[(Act, Outcome)]| [&start[..], more].concat();
    is(&then(&[(change(1, 1), Done), (sign_in(1, 2), Done)]), "");
    is(&then(&[(change(1, 1), Done), (sign_in(0, 2), Refused)]), "");
    is(&then(&[(change(1, 1), Done), (sign_in(0, 2), Done)]), "an old password signed in");
    is(&then(&[(change(1, 1), Done), (sign_in(1, 2), Refused)]), "a password that was set is not known");
    is(&then(&[(sign_in(0, 2), Refused)]), "a password that was set is not known");
    for known in [Done, Refused] {
        is(&then(&[(change(1, 1), Unknown), (sign_in(0, 2), known)]), "");
        is(&then(&[(change(1, 1), Unknown), (sign_in(1, 2), known)]), "");
    }
    let mut overlapping = history(&then(&[(change(1, 1), Done), (sign_in(0, 2), Done)]));
    overlapping[3].asked = overlapping[2].asked;
    assert_eq!(violations(&overlapping), [] as [String; 0], "they were under way at the same time");
}

#[test]
fn a_login_goes_on_until_it_ends_and_not_longer() {
    let start = [(Activate, Done), (sign_in(0, 1), Done), (sign_in(0, 2), Done)];
    let then = |more: &[(Act, Outcome)]| [&start[..], more].concat();
    let (visit, refresh) = (Visit { session: 1 }, Refresh { token: 5, session: 1 });
    for (act, lost) in [(visit, "a login that was answered is lost"), (refresh, "a refresh token that was given")] {
        is(&then(&[(act.clone(), Done)]), "");
        is(&then(&[(act.clone(), Refused)]), lost);
        is(&then(&[(LogOut { session: 1 }, Done), (act.clone(), Refused)]), "");
        is(&then(&[(LogOut { session: 1 }, Done), (act.clone(), Done)]), "a login that had ended goes on");
        is(&then(&[(LogOut { session: 1 }, Unknown), (act.clone(), Done)]), "");
        is(&then(&[(LogOut { session: 2 }, Done), (act.clone(), Refused)]), lost);
        is(&then(&[(change(1, 2), Done), (act.clone(), Refused)]), "");
        is(&then(&[(change(1, 2), Done), (act.clone(), Done)]), "a login that had ended goes on");
        is(&then(&[(change(1, 2), Unknown), (act, Done)]), "");
    }
    is(&then(&[(change(1, 1), Done), (Visit { session: 1 }, Refused)]), "a login that was answered is lost");
}

#[test]
fn a_person_has_one_subject_and_mails_of_their_own() {
    let subject = |sub: &str| (Subject { sub: sub.to_owned() }, Done);
    is(&[subject("a"), subject("a")], "");
    is(&[subject("a"), subject("b")], "person 1 has two subjects");
    let mut two = history(&[subject("a"), subject("a")]);
    two[1].person = 2;
    assert_eq!(violations(&two), ["subject a is two people"]);

    let mut registered = history(&[(Register, Done), (Register, Unknown), (Register, Done)]);
    registered[2].person = 2;
    let table: [(&[(usize, &str)], &str); 5] = [
        (&[(1, "a"), (2, "b")], ""),
        (&[(1, "a"), (1, "a"), (2, "b")], ""),
        (&[(1, "a"), (1, "c"), (2, "b")], ""),
        (&[(1, "a"), (2, "b"), (2, "c")], "person 2 got 2 different mails for 1 registrations"),
        (&[(1, "a"), (2, "a")], "message a went to two people"),
    ];
    for (sent, expected) in table {
        let sent: Vec<_> = sent.iter().map(|(person, id)| (*person, (*id).to_owned())).collect();
        assert_eq!(mails(&registered, &sent).join("; "), expected);
    }
}
