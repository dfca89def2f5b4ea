//! Archives the accounts of people who were brought in from an older system
//! and never came: what tells of the person goes, what keeps the subject and
//! the old ids from being given out again stays.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::one_time_token::Purpose;
use chrono::{DateTime, Utc};

use crate::adapters::{Clock, Fault, Store, Tx};

/// Accounts that are archived in one transaction: logins wait no longer.
const BATCH: u32 = 100;

/// Archives every account of `batch` (of all imports if `None`) whose owner
/// was silent since `before`. Returns how many; after a fault the rest can be
/// done by the same call.
///
/// # Errors
/// A [`Fault`] when the store is away. Whole portions before are done.
pub async fn archive(
    store: &Store,
    clock: &dyn Clock,
    batch: Option<&str>,
    before: DateTime<Utc>,
) -> Result<u64, Fault> {
    let mut archived = 0;
    loop {
        let tx = store.begin().await?;
        let accounts = tx.hold_silent_accounts(batch, before, BATCH).await?;
        if accounts.is_empty() {
            return tx.roll_back().await.map(|()| archived);
        }
        for account in accounts {
            if tx.is_silent(account.id, before).await? {
                archive_one(&tx, account, clock.now()).await?;
                archived += 1;
            }
        }
        tx.commit().await?;
    }
}

async fn archive_one(tx: &Tx, account: Account, now: DateTime<Utc>) -> Result<(), Fault> {
    tx.supersede_tokens(account.id, &Purpose::ALL, now).await?;
    tx.withdraw_mails(account.id, now).await?;
    tx.append_audit(&Entry::unattended(now, Event::Archived, Some(account.id))).await?;
    tx.update_account(&account.archived(now)).await
}
