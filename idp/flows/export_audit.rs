//! Reads the audit trail out, some lines at a time. That it is read out, and by
//! whom, stands in the trail before the first line is given away.

use std::ops::ControlFlow;

use accounts::audit::{Entry, Event};

use crate::adapters::{AuditRange, AuditRow, Clock, Fault, Store};

/// Gives `take` the lines of `range` in the order of their writing, until it
/// breaks off. The last of them tells of this reading by `operator`; lines that
/// are written meanwhile may be left for the next time.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn export_audit(
    store: &Store,
    clock: &dyn Clock,
    operator: &str,
    range: AuditRange,
    mut take: impl FnMut(&[AuditRow]) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let detail = Some(format!("by={operator}").into());
    let entry = Entry { detail, ..Entry::unattended(clock.now(), Event::AuditExported, None) };
    store.append_audit(&entry).await?;
    let last = store.last_audit_key().await?;
    let mut after = 0;
    while after < last {
        let (rows, next) = store.audit_page(&range, after).await?;
        after = next;
        if !rows.is_empty() && take(&rows).is_break() {
            break;
        }
    }
    Ok(())
}
