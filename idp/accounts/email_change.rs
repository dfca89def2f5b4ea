//! The change of an e-mail address [KOU-24, KOU-25].
//!
//! ```text
//! settled ──asked──▶ pending ──link in the new mailbox──▶ changed
//!    ▲                 ├──cancelled, link expired──▶ settled     │
//!    └───────undone, from the old mailbox, within 7 days─────────┘
//! ```
//! Until the link is used, the old address works and the new one is nothing.

use chrono::{DateTime, TimeDelta, Utc};

use crate::account::Account;
use crate::email::{Email, EmailProblem};

/// How long the old mailbox can take a change back.
pub const UNDO_TTL: TimeDelta = TimeDelta::days(7);

/// What is wrong with a new address that was typed twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewAddressProblem {
    /// Nothing was typed.
    #[error("no address was typed")]
    Missing,
    /// It is no address.
    #[error("it is no e-mail address")]
    Malformed,
    /// The second field differs from the first.
    #[error("the two addresses differ")]
    Mismatch,
    /// It is the address that the account has.
    #[error("it is the address that the account has")]
    Same,
}

/// The address that the person wants in place of that of `account`.
///
/// # Errors
/// What the person should correct.
pub fn wanted(account: &Account, typed: &str, confirmed: &str) -> Result<Email, NewAddressProblem> {
    let email = Email::parse(typed).map_err(|problem| match problem {
        EmailProblem::Empty => NewAddressProblem::Missing,
        _ => NewAddressProblem::Malformed,
    })?;
    if !Email::parse(confirmed).is_ok_and(|confirmed| confirmed.key() == email.key()) {
        return Err(NewAddressProblem::Mismatch);
    }
    match account.email.as_ref().is_some_and(|current| current.key() == email.key()) {
        true => Err(NewAddressProblem::Same),
        false => Ok(email),
    }
}

/// The account after the link in the new mailbox was used.
#[must_use]
pub fn confirmed(account: Account, address: Email, now: DateTime<Utc>) -> Account {
    Account { email: Some(address), email_verified: true, mail_failed_at: None, updated_at: now, ..account }
}

/// The account after its old mailbox took the change back. Whoever asked for
/// the change knew the password, so that it is good for nothing any more; and a
/// deletion that was planned meanwhile is off.
#[must_use]
pub fn undone(account: Account, address: Email, now: DateTime<Utc>) -> Account {
    Account { password: None, password_set_at: None, deletion_due_at: None, ..confirmed(account, address, now) }
}

/// The same where there is no address to give back: the account had none of its
/// own, or another has it now.
#[must_use]
pub fn undone_without(account: Account, now: DateTime<Utc>) -> Account {
    Account {
        email: None,
        email_verified: false,
        password: None,
        password_set_at: None,
        deletion_due_at: None,
        mail_failed_at: None,
        updated_at: now,
        ..account
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::account::tests::account;
    use crate::password::PasswordHash;

    #[test]
    fn a_new_address_is_typed_twice_and_is_another_one() {
        let account = Account { email: Some(Email::parse("erkki@example.fi").unwrap()), ..account() };
        for (typed, again, problem) in [
            ("uusi@example.fi", " Uusi@Example.FI ", None),
            ("", "", Some(NewAddressProblem::Missing)),
            ("uusi@example", "uusi@example", Some(NewAddressProblem::Malformed)),
            ("uusi@example.fi", "", Some(NewAddressProblem::Mismatch)),
            ("uusi@example.fi", "uusi@example.com", Some(NewAddressProblem::Mismatch)),
            ("ERKKI@example.fi", "erkki@example.fi", Some(NewAddressProblem::Same)),
        ] {
            assert_eq!(wanted(&account, typed, again).err(), problem, "{typed} {again}");
        }
    }

    #[test]
    fn a_confirmed_address_is_verified_and_nothing_else_changes() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let before = Account { email_verified: false, ..account() };
        let after = confirmed(before.clone(), Email::parse("uusi@example.fi").unwrap(), now);
        assert!(after.email_verified && after.mail_failed_at.is_none());
        let back = Account {
            email: before.email.clone(),
            email_verified: false,
            mail_failed_at: before.mail_failed_at,
            updated_at: before.updated_at,
            ..after
        };
        assert_eq!(back, before);
    }

    #[test]
    fn an_undone_change_takes_the_password_away() {
        let old = Email::parse("erkki@example.fi").unwrap();
        let password = Some(PasswordHash("known to both".to_owned()));
        let taken_over = Account { password, deletion_due_at: Some(DateTime::UNIX_EPOCH), ..account() };
        let after = undone(taken_over.clone(), old.clone(), DateTime::UNIX_EPOCH);
        assert_eq!((after.email, after.password, after.deletion_due_at), (Some(old), None, None));
        let after = undone_without(taken_over.clone(), DateTime::UNIX_EPOCH);
        assert_eq!((after.email.as_ref(), after.password.as_ref(), after.deletion_due_at), (None, None, None));
        assert_eq!(after.mailbox(), taken_over.contact_email.as_ref(), "mail goes where it went before");
    }
}
