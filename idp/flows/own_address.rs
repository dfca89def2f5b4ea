//! Who gets mail at somebody else's address is asked for one of their own: in
//! the older system they shared it, and now it is another account's login.

use accounts::Account;
use accounts::one_time_token::Purpose;
use chrono::TimeDelta;

use crate::adapters::{Fault, slots};
use crate::ctx::Ctx;

/// How long nobody is asked again.
const PAUSE: TimeDelta = TimeDelta::days(30);

/// The account of this subject, if its owner is to be asked now. The question
/// is noted: whoever leaves it open is asked again after a while.
///
/// # Errors
/// A [`Fault`] when a store is away.
pub async fn to_be_asked(ctx: &Ctx, sub: &str) -> Result<Option<Account>, Fault> {
    let account = ctx.store.find_account_by_sub(sub).await?;
    let Some(account) = account.filter(Account::lacks_own_address) else {
        return Ok(None);
    };
    let now = ctx.clock.now();
    if ctx.store.live_link(account.id, Purpose::EmailChange, now).await?.is_some() {
        return Ok(None);
    }
    let slot = slots::asked_for_address(account.id);
    let is_time = ctx.ephemeral.put_if_absent(&slot, &[], now + PAUSE, now).await?;
    Ok(is_time.then_some(account))
}
