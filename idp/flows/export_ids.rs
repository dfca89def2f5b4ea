//! Tells which old id became which subject, for a relying party that knew
//! people by their old ids. That it was told stands in the audit trail.

use std::ops::ControlFlow;

use accounts::audit::{Entry, Event};

use crate::adapters::{Clock, Fault, IdOfSubject, Store};

/// Ids that are read at once.
const PORTION: u32 = 1_000;

/// Which ids are told, and to whom.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// The old system; all if `None`.
    pub source: Option<&'a str>,
    /// The client that they are for, where it is known.
    pub client_id: Option<&'a str>,
}

/// Gives `take` the ids, some at a time, in the database's order of system and
/// id, until it breaks off. Returns how many it was given.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn export_ids(
    store: &Store,
    clock: &dyn Clock,
    request: Request<'_>,
    mut take: impl FnMut(&[IdOfSubject]) -> ControlFlow<()>,
) -> Result<u64, Fault> {
    let mut after = (String::new(), String::new());
    let mut told = 0;
    loop {
        let portion = store.ids_of_subjects(request.source, &after, PORTION).await?;
        let Some(last) = portion.last() else { break };
        after = (last.source_system.clone(), last.external_id.clone());
        told += u64::try_from(portion.len()).unwrap_or(u64::MAX);
        if take(&portion).is_break() {
            break;
        }
    }
    let source = request.source.map(|source| format!(" source={source}")).unwrap_or_default();
    let entry = Entry {
        client_id: request.client_id.map(str::to_owned),
        detail: Some(format!("by=command_line{source} rows={told}").into()),
        ..Entry::unattended(clock.now(), Event::IdsExported, None)
    };
    store.append_audit(&entry).await.map(|()| told)
}
