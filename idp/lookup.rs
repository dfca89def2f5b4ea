//! Whom somebody means who types a username or an e-mail address.

use accounts::Account;
use accounts::identifier::Identifier;

use crate::adapters::Fault;
use crate::ctx::Ctx;

/// The account that `identifier` names: by its username, else by its e-mail
/// address, else, until the window of the change of systems closes, by the
/// username that the person had in the older system. Whoever has the name now
/// comes before whoever had it then.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn account_of(ctx: &Ctx, identifier: &Identifier) -> Result<Option<Account>, Fault> {
    let keys = identifier.lookup_keys();
    let known = ctx.store.resolve_account(&keys.username, keys.email.as_deref()).await?;
    match known {
        None if ctx.accounts.migration_window.knows_old_names_at(ctx.clock.now()) => {
            ctx.store.find_account_by_former_username(&keys.username).await
        }
        known => Ok(known),
    }
}
