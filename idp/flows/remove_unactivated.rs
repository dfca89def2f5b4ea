//! Removes the accounts that nobody activated: their addresses are free again.

use accounts::audit::{Entry, Event};

use crate::adapters::Fault;
use crate::ctx::Ctx;

/// Removes every account that has waited for its activation for longer than
/// the deployment keeps it. Gives their number.
///
/// # Errors
/// A [`Fault`] when the store is away; what was removed stays so.
pub async fn remove_unactivated(ctx: &Ctx) -> Result<usize, Fault> {
    let now = ctx.clock.now();
    let mut count = 0;
    loop {
        let tx = ctx.store.begin().await?;
        let removed = tx.remove_unactivated_since(now - ctx.accounts.unactivated_kept).await?;
        for account_id in &removed {
            tx.append_audit(&Entry::unattended(now, Event::UnactivatedRemoved, Some(*account_id))).await?;
        }
        tx.commit().await?;
        if removed.is_empty() {
            return Ok(count);
        }
        count += removed.len();
    }
}
