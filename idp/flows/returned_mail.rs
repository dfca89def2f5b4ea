//! Mail that came back: the account is told of it, and forgets it when mail
//! arrives again.

use accounts::Account;
use accounts::audit::{Entry, Event};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::adapters::{Clock, Fault, Report, Store};

/// What came of a message that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handled {
    /// The account knows that its mail comes back.
    Noted,
    /// It was a report, but not of a failure, or not to the address that the
    /// account has today.
    NothingToDo,
    /// It was no report about a mail of this service.
    NotOurs,
}

/// Takes in what a mail server sent back. `digest` makes of an address what
/// the outbox keeps of it.
///
/// # Errors
/// A [`Fault`] when the store is away: hand the message in again.
pub async fn take_in(
    store: &Store,
    clock: &dyn Clock,
    report: Report,
    digest: impl Fn(&str) -> [u8; 32],
) -> Result<Handled, Fault> {
    let id = match report {
        Report::Failed(id) => id,
        Report::NotFailed => return Ok(Handled::NothingToDo),
        Report::Other => return Ok(Handled::NotOurs),
    };
    note(store, id, clock.now(), digest).await
}

async fn note(
    store: &Store,
    id: Uuid,
    now: DateTime<Utc>,
    digest: impl Fn(&str) -> [u8; 32],
) -> Result<Handled, Fault> {
    let tx = store.begin().await?;
    let Some(returned) = tx.mail_returned(id, now).await? else {
        tx.roll_back().await?;
        return Ok(Handled::NotOurs);
    };
    let account = match returned.account_id {
        Some(account_id) => tx.find_account(account_id).await?,
        None => None,
    };
    // A mail to an address that is not yet, or no longer, the account's tells
    // nothing of the one that it has.
    let is_todays = |account: &Account| {
        let address = account.mailbox().map(accounts::Email::for_delivery);
        address.is_some_and(|address| Some(digest(&address)) == returned.recipient_digest)
    };
    let Some(account) = account.filter(is_todays) else {
        return tx.commit().await.map(|()| Handled::NothingToDo);
    };
    let entry = Entry::unattended(now, Event::MailReturned, Some(account.id));
    tx.append_audit(&Entry { detail: Some("report".into()), ..entry }).await?;
    tx.update_account(&Account { mail_failed_at: Some(now), ..account }).await?;
    tx.commit().await.map(|()| Handled::Noted)
}
