//! What must hold of a history, whatever failed meanwhile.
//!
//! Only an answer binds: `before` is "was answered before the other was asked".
//! What has no known outcome may have happened at any time after it was asked,
//! so it excuses much and proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Act, Operation, Outcome};

/// One sentence for each thing that must not have happened.
pub fn violations(history: &[Operation]) -> Vec<String> {
    let history = History(history);
    let mut found = history.spent_twice();
    for operation in history.0 {
        found.extend(history.fault_of(operation));
    }
    found.extend(history.confused());
    found
}

/// The same for the mails that ask to activate, as recipient and message id.
pub fn mails(history: &[Operation], mails: &[(usize, String)]) -> Vec<String> {
    let mut found = Vec::new();
    let (mut owners, mut ids) = (BTreeMap::new(), BTreeMap::<usize, BTreeSet<&str>>::new());
    for (person, id) in mails {
        if *owners.entry(id).or_insert(person) != person {
            found.push(format!("message {id} went to two people"));
        }
        ids.entry(*person).or_default().insert(id);
    }
    for (person, ids) in ids {
        let asked = history.iter().filter(|one| one.person == person && one.act == Act::Register).count();
        if ids.len() > asked {
            found.push(format!("person {person} got {} different mails for {asked} registrations", ids.len()));
        }
    }
    found
}

struct History<'a>(&'a [Operation]);

impl<'a> History<'a> {
    fn of(&self, person: usize) -> impl Iterator<Item = &'a Operation> {
        self.0.iter().filter(move |operation| operation.person == person)
    }

    /// Whether something that fits was answered with success before.
    fn done_before(&self, operation: &Operation, fits: impl Fn(&Act) -> bool) -> bool {
        self.of(operation.person)
            .any(|other| other.outcome == Outcome::Done && other.answered < operation.asked && fits(&other.act))
    }

    /// Whether something else that fits may have happened before the answer.
    fn may_precede(&self, operation: &Operation, fits: impl Fn(&Operation) -> bool) -> bool {
        let others = self.of(operation.person).filter(|other| !std::ptr::eq(*other, operation));
        others.filter(|other| other.outcome != Outcome::Refused && other.asked < operation.answered).any(fits)
    }

    fn spent_twice(&self) -> Vec<String> {
        let (mut codes, mut tokens) = (BTreeMap::new(), BTreeMap::new());
        for operation in self.0.iter().filter(|operation| operation.outcome == Outcome::Done) {
            match operation.act {
                Act::Redeem { code } => *codes.entry(code).or_insert(0) += 1,
                Act::Refresh { token, .. } => *tokens.entry(token).or_insert(0) += 1,
                _ => {}
            }
        }
        let twice = |what, counts: BTreeMap<usize, i32>| {
            let twice = counts.into_iter().filter(|(_, count)| *count > 1);
            twice.map(move |(number, count)| format!("{what} {number} was good {count} times"))
        };
        twice("code", codes).chain(twice("refresh token", tokens)).collect()
    }

    fn fault_of(&self, operation: &Operation) -> Option<String> {
        let fault = match (&operation.act, operation.outcome) {
            (Act::SignIn { password, .. }, Outcome::Done) => self
                .done_before(operation, |act| matches!(act, Act::ChangePassword { to, .. } if to > password))
                .then_some("an old password signed in"),
            (Act::SignIn { password, .. }, Outcome::Refused) => (self.has_password(operation, *password)
                && !self.may_have_newer(operation, *password))
            .then_some("a password that was set is not known"),
            (Act::Visit { session } | Act::Refresh { session, .. }, Outcome::Done) => {
                self.has_ended(operation, *session).then_some("a login that had ended goes on")
            }
            (Act::Visit { session }, Outcome::Refused) => {
                let began =
                    self.done_before(operation, |act| matches!(act, Act::SignIn { session: of, .. } if of == session));
                (began && !self.may_have_ended(operation, *session)).then_some("a login that was answered is lost")
            }
            (Act::Refresh { token, session }, Outcome::Refused) => {
                let used = self.may_precede(operation, |other| {
                    matches!(&other.act, Act::Refresh { token: same, .. } if same == token)
                        || matches!(&other.act, Act::ChangePassword { .. })
                });
                let twice = self.0.iter().filter(|other| other.act == operation.act).count() > 1;
                (!used && !twice && !self.may_have_ended(operation, *session))
                    .then_some("a refresh token that was given is not known")
            }
            _ => None,
        };
        fault.map(|fault| format!("{fault}: {operation:?}"))
    }

    fn has_password(&self, operation: &Operation, password: u32) -> bool {
        self.done_before(operation, |act| match act {
            Act::Activate => password == 0,
            Act::ChangePassword { to, .. } => *to == password,
            _ => false,
        })
    }

    fn may_have_newer(&self, operation: &Operation, password: u32) -> bool {
        self.may_precede(operation, |other| matches!(other.act, Act::ChangePassword { to, .. } if to > password))
    }

    /// A log-out ends its session, another password all others.
    fn has_ended(&self, operation: &Operation, session: usize) -> bool {
        let began = self
            .of(operation.person)
            .find(|other| matches!(other.act, Act::SignIn { session: of, .. } if of == session));
        self.of(operation.person).any(|other| {
            let ends = match other.act {
                Act::LogOut { session: of } => of == session,
                Act::ChangePassword { session: of, .. } => {
                    of != session && began.is_some_and(|began| began.answered < other.asked)
                }
                _ => false,
            };
            ends && other.outcome == Outcome::Done && other.answered < operation.asked
        })
    }

    fn may_have_ended(&self, operation: &Operation, session: usize) -> bool {
        self.may_precede(operation, |other| match other.act {
            Act::LogOut { session: of } => of == session,
            // Without the answer the browser lacks its new cookie.
            Act::ChangePassword { session: of, .. } => of != session || other.outcome == Outcome::Unknown,
            _ => false,
        })
    }

    fn confused(&self) -> Vec<String> {
        let (mut people, mut subjects) = (BTreeMap::new(), BTreeMap::new());
        let mut found = BTreeSet::new();
        for operation in self.0 {
            let Act::Subject { sub } = &operation.act else { continue };
            if *people.entry(sub).or_insert(operation.person) != operation.person {
                found.insert(format!("subject {sub} is two people"));
            }
            if *subjects.entry(operation.person).or_insert(sub) != sub {
                found.insert(format!("person {} has two subjects", operation.person));
            }
        }
        found.into_iter().collect()
    }
}
