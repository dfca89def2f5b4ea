//! Puts up the fence after a restore. What was used up after the backup looks
//! unused in it: so nothing that is older than the fence opens anything.

use accounts::audit::{Entry, Event};
use chrono::{DateTime, Utc};

use crate::adapters::{Entropy, Fault, Store, Voided};

/// Ends whatever was made at `fence_at` or before, and has the replicas leave
/// what the ephemeral store held. Doing so again for the same instant changes
/// nothing.
///
/// # Errors
/// A [`Fault`] when the database is away; then nothing has changed.
pub async fn restore_fence(
    store: &Store,
    entropy: &dyn Entropy,
    fence_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Voided, Fault> {
    let tx = store.begin().await?;
    let voided = tx.void_before(fence_at, now).await?;
    if voided == Voided::default() && tx.is_fenced(fence_at).await? {
        tx.roll_back().await?;
        return Ok(voided);
    }
    tx.insert_fence(fence_at, entropy.uuid(now), now).await?;
    let entry = Entry::unattended(now, Event::RestoreFenced, None);
    tx.append_audit(&Entry { detail: Some(told(&voided).into()), ..entry }).await?;
    tx.commit().await?;
    Ok(voided)
}

fn told(voided: &Voided) -> String {
    let Voided { links, sessions, remembered_logins, grants, refresh_families, mails } = voided;
    format!(
        "links {links}, sessions {sessions}, remembered {remembered_logins}, grants {grants}, \
         refresh families {refresh_families}, mails {mails}"
    )
}
