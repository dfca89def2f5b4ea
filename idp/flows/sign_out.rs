//! The end of a session: here, and at every client that had tokens from it.

use accounts::audit::{Entry, Event};
use chrono::TimeDelta;

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::outbox::Parcel;

/// A log-out notice that could not be delivered for this long is given up.
const NOTICE_TTL: TimeDelta = TimeDelta::hours(2);

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
    if !tx.end_session(session.id, now).await? {
        return tx.commit().await.map(|()| Vec::new());
    }
    let clients = tx.clients_of_session(session.id).await?;
    tx.revoke_grants_of_session(session.id, now).await?;
    for client_id in &clients {
        if ctx.clients.find(client_id).is_some_and(|client| client.back_channel_logout_uri.is_some()) {
            let notice = Parcel::LogoutNotice { client_id: client_id.clone(), session: Box::new(session.clone()) };
            tx.enqueue(&notice.pack(ctx, Some(signed_in.account.id), now, now + NOTICE_TTL)?).await?;
        }
    }
    tx.append_audit(&Entry {
        session_id: Some(session.id),
        ..caller.entry(now, Event::SignedOut, Some(signed_in.account.id))
    })
    .await?;
    tx.commit().await?;
    ctx.outbox_bell.notify_one();
    Ok(clients)
}
