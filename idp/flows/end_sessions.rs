//! Ends sessions of the own account in other browsers.

use accounts::audit::{Entry, Event};
use uuid::Uuid;

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::session_end;

/// Which of the person's other sessions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one with this key.
    One(Uuid),
    /// All of them.
    Others,
}

/// Ends those of the person's sessions, never the asking browser's own: what
/// was issued from them, and their clients are told. How many ended.
///
/// # Errors
/// A [`Fault`] when the store is away; then none has ended.
pub async fn end_sessions(ctx: &Ctx, signed_in: &SignedIn, which: Which, caller: &Caller) -> Result<usize, Fault> {
    let now = ctx.clock.now();
    let account_id = signed_in.account.id;
    let sessions = ctx.store.sessions_of(account_id, ctx.accounts.session_absolute, now).await?;
    let tx = ctx.store.begin().await?;
    tx.find_account(account_id).await?;
    let mut ended = 0;
    for SignedIn { session, .. } in sessions {
        let is_meant = match which {
            Which::One(id) => session.id == id,
            Which::Others => true,
        };
        if !is_meant || session.id == signed_in.session.id {
            continue;
        }
        if session_end::end(ctx, &tx, &session, account_id, now).await?.is_some() {
            let entry = caller.entry(now, Event::SignedOut, Some(account_id));
            tx.append_audit(&Entry { session_id: Some(session.id), detail: Some("elsewhere".into()), ..entry }).await?;
            ended += 1;
        }
    }
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(ended)
}
