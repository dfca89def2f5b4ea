//! Reads the audit trail out, some lines at a time. That it was read out
//! stands in the trail.

use std::ops::ControlFlow;

use accounts::audit::{Entry, Event};

use crate::adapters::{AuditRange, AuditRow, Clock, Fault, Store};

/// Gives `take` the lines of `range` in the order of their writing, until it
/// breaks off. Returns how many it was given. Lines that are written meanwhile
/// are left for the next time.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn export_audit(
    store: &Store,
    clock: &dyn Clock,
    range: AuditRange,
    mut take: impl FnMut(&[AuditRow]) -> ControlFlow<()>,
) -> Result<u64, Fault> {
    let last = store.last_audit_key().await?;
    let (mut after, mut told) = (0, 0);
    while after < last {
        let (rows, next) = store.audit_page(&range, after).await?;
        after = next;
        told += u64::try_from(rows.len()).unwrap_or(u64::MAX);
        if !rows.is_empty() && take(&rows).is_break() {
            break;
        }
    }
    let detail = Some(format!("by=command_line rows={told}").into());
    let entry = Entry { detail, ..Entry::unattended(clock.now(), Event::AuditExported, None) };
    store.append_audit(&entry).await.map(|()| told)
}
