//! The services that a person is connected to, and the end of a connection.

use accounts::audit::{Entry, Event};

use crate::adapters::{Fault, ServiceUse, SignedIn};
use crate::ctx::{Caller, Ctx};

/// The clients that hold something that the person granted, the one used last
/// first.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn services(ctx: &Ctx, signed_in: &SignedIn) -> Result<Vec<ServiceUse>, Fault> {
    let mut services = ctx.store.services_of(signed_in.account.id).await?;
    services.sort_by_key(|service| std::cmp::Reverse(service.last_used_at));
    Ok(services)
}

/// Ends what the person granted to `client_id`, refresh tokens included, and
/// takes back the consent to it.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn disconnect(ctx: &Ctx, signed_in: &SignedIn, client_id: &str, caller: &Caller) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let account_id = signed_in.account.id;
    let tx = ctx.store.begin().await?;
    // Held, as by every step that ends grants, so that two do not wait for each
    // other.
    tx.find_account(account_id).await?;
    let withdrawn = tx.withdraw_consent(account_id, client_id, now).await?;
    if tx.revoke_grants_to_client(account_id, client_id, now).await? > 0 || withdrawn {
        let (client_id, session_id) = (Some(client_id.to_owned()), Some(signed_in.session.id));
        let entry = caller.entry(now, Event::ServiceDisconnected, Some(account_id));
        tx.append_audit(&Entry { client_id, session_id, ..entry }).await?;
    }
    tx.commit().await
}
