//! The end of a session, whichever step brings it: with it end the browser's
//! being remembered and everything that was issued from it, and the clients
//! are told.

use chrono::{DateTime, Utc};
use oidc::Session;
use uuid::Uuid;

use crate::adapters::{Fault, Tx};
use crate::ctx::Ctx;
use crate::logout_notice;

/// Ends `session` within `tx`. The ids of the clients that had tokens from it;
/// `None` when it had ended before.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn end(
    ctx: &Ctx,
    tx: &Tx,
    session: &Session,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, Fault> {
    if !tx.end_session(session.id, now).await? {
        return Ok(None);
    }
    let clients = logout_notice::enqueue(ctx, tx, session, account_id, now).await?;
    tx.revoke_grants_of_session(session.id, now).await?;
    Ok(Some(clients))
}
