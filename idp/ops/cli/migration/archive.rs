//! `idp migration archive`: the end of waiting for people who never came.

use super::Archive;
use crate::adapters::{Clock as _, SilentCount, SystemClock};
use crate::flows::archive::archive;
use crate::ops::boot;
use crate::ops::cli::{Failure, print};
use crate::ops::config::Config;

/// Says whose accounts would be archived, and with `--run` archives them.
pub(super) async fn run(args: &Archive) -> Result<(), Failure> {
    if args.before > SystemClock.now() {
        return Err(Failure::usage("--before: expected a day that has begun".to_owned()));
    }
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let batch = args.batch.as_deref();
    if args.run {
        let archived = archive(&store, &SystemClock, batch, args.before).await?;
        print(format_args!("{archived} accounts were archived: subject and old ids stay reserved, all else is gone"));
        return Ok(store.close().await?);
    }
    let counts = store.silent_counts(batch, args.before).await?;
    store.close().await?;
    for SilentCount { batch, accounts } in &counts {
        print(format_args!("import {batch}: {accounts} accounts would be archived"));
    }
    match counts.is_empty() {
        true => print("there is nothing to archive"),
        false => print("nothing was changed; do it with: idp migration archive --run"),
    }
    Ok(())
}
