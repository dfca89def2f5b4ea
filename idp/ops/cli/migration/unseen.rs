//! `idp migration unseen`: the people who never came, a line each.

use std::io;

use chrono::SecondsFormat;
use uuid::Uuid;

use super::Unseen as Args;
use crate::adapters::{Fault, Unseen};
use crate::ops::boot;
use crate::ops::cli::Failure;
use crate::ops::cli::spreadsheet::as_text;
use crate::ops::config::Config;

/// People that are read at once.
const PORTION: u32 = 1_000;

/// Prints the list as CSV with a header.
pub(super) async fn run(args: &Args) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let mut out = csv::Writer::from_writer(io::stdout().lock());
    let mut columns = vec!["sub", "legacy_ids", "import", "stage", "since"];
    columns.extend(args.with_email.then_some("email"));
    let mut written = out.write_record(columns);
    let mut after = Uuid::nil();
    loop {
        let people = store.unseen(args.batch.as_deref(), after, PORTION).await?;
        let Some(last) = people.last().filter(|_| written.is_ok()) else { break };
        after = last.id;
        let mut write = |person: &Unseen| {
            let cells = cells(person, args.with_email);
            out.write_record(cells.iter().map(|cell| as_text(cell).into_owned()))
        };
        written = people.iter().try_for_each(&mut write);
    }
    store.close().await?;
    match written.and_then(|()| out.flush().map_err(csv::Error::from)) {
        Ok(()) => Ok(()),
        Err(error) if is_closed(&error) => Ok(()),
        Err(error) => Err(Fault::new("write the list", error).into()),
    }
}

fn cells(person: &Unseen, with_email: bool) -> Vec<String> {
    let legacy_ids = person.legacy_ids.iter().map(|(source, id)| format!("{source}:{id}")).collect::<Vec<_>>();
    let mut cells = vec![
        person.sub.clone(),
        legacy_ids.join(" "),
        person.batch.clone(),
        person.stage.name().to_owned(),
        person.since.to_rfc3339_opts(SecondsFormat::Secs, true),
    ];
    cells.extend(with_email.then(|| person.email.clone().unwrap_or_default()));
    cells
}

/// A reader that left early, such as `head`, is no failure.
fn is_closed(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
}
