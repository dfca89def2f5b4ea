//! The notices to clients that a session is over, whichever step ended it
//! [OIDC Back-Channel Logout §2.3].

use chrono::{DateTime, TimeDelta, Utc};
use oidc::Session;
use uuid::Uuid;

use crate::adapters::{Fault, SignedIn, Tx};
use crate::ctx::Ctx;
use crate::outbox::Parcel;

/// A notice that could not be delivered for this long is given up.
const TTL: TimeDelta = TimeDelta::hours(2);

/// Puts a notice about the end of `session` into the outbox for every client
/// that had tokens from it and asked to be told. Returns the ids of all clients
/// that had tokens from it.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn enqueue(
    ctx: &Ctx,
    tx: &Tx,
    session: &Session,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Fault> {
    let clients = tx.clients_of_session(session.id).await?;
    for client_id in &clients {
        if ctx.clients.find(client_id).is_some_and(|client| client.back_channel_logout_uri.is_some()) {
            let notice = Parcel::LogoutNotice { client_id: client_id.clone(), session: Box::new(session.clone()) };
            tx.enqueue(&notice.pack(ctx, Some(account_id), now, now + TTL)?).await?;
        }
    }
    Ok(clients)
}

/// The sessions of an account of which clients may have to be told when they
/// end; to be read before the transaction that ends them.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn sessions_to_end(ctx: &Ctx, account_id: Uuid) -> Result<Vec<SignedIn>, Fault> {
    ctx.store.sessions_of(account_id, ctx.accounts.session_absolute, ctx.clock.now()).await
}

/// Ends every session of the account but `except`, and every grant with its
/// refresh tokens. The clients of those of `known` that end are told.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn end_all(
    ctx: &Ctx,
    tx: &Tx,
    account_id: Uuid,
    known: &[SignedIn],
    except: Option<Uuid>,
) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let ended = tx.end_sessions_of(account_id, except, now).await?;
    for SignedIn { session, .. } in known.iter().filter(|known| ended.contains(&known.session.id)) {
        enqueue(ctx, tx, session, account_id, now).await?;
    }
    tx.revoke_grants_of_account(account_id, now).await.map(drop)
}
