//! The end of a session: here, and at every client that had tokens from it.

use accounts::audit::{Entry, Event};

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::session_end;

/// Ends the session, revokes what was issued from it, and puts a notice for
/// every client that asked to be told into the outbox
/// [OIDC Back-Channel Logout §2.3]. Returns the ids of those clients.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn sign_out(ctx: &Ctx, signed_in: &SignedIn, caller: &Caller) -> Result<Vec<String>, Fault> {
    let now = ctx.clock.now();
    let session = &signed_in.session;
    let tx = ctx.store.begin().await?;
    let Some(clients) = session_end::end(ctx, &tx, session, signed_in.account.id, now).await? else {
        return tx.commit().await.map(|()| Vec::new());
    };
    tx.append_audit(&Entry {
        session_id: Some(session.id),
        ..caller.entry(now, Event::SignedOut, Some(signed_in.account.id))
    })
    .await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(clients)
}
