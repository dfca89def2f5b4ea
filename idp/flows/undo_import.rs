//! Takes an import out again: people who have not come further than the
//! import, and the ids and tenancies that came with it.

use crate::adapters::{Clock, Fault, Store, Tx};

/// Rows that go in one transaction.
const BATCH: u32 = 1_000;

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undone {
    /// Accounts whose people were never seen.
    pub accounts: u64,
    /// Other systems' ids of people who stay, whether or not they were told to
    /// a client since.
    pub legacy_ids: u64,
    /// Tenancies of people who stay.
    pub tenancies: u64,
}

/// Takes out what was imported under the name of `batch`.
///
/// # Errors
/// A [`Fault`] when the store is away; what is gone by then stays so.
pub async fn undo_import(store: &Store, batch: &str, clock: &dyn Clock) -> Result<Undone, Fault> {
    let tenancies = in_portions(store, async |tx| tx.undo_tenancies(batch, BATCH, clock.now()).await).await?;
    let legacy_ids = in_portions(store, async |tx| tx.undo_legacy_ids(batch, BATCH, clock.now()).await).await?;
    let accounts = in_portions(store, async |tx| tx.undo_import(batch, BATCH, clock.now()).await).await?;
    Ok(Undone { accounts, legacy_ids, tenancies })
}

async fn in_portions(store: &Store, step: impl AsyncFn(&Tx) -> Result<u64, Fault>) -> Result<u64, Fault> {
    let mut gone = 0;
    loop {
        let tx = store.begin().await?;
        let portion = step(&tx).await?;
        tx.commit().await?;
        gone += portion;
        if portion < u64::from(BATCH) {
            return Ok(gone);
        }
    }
}
