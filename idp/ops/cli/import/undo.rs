//! `idp import undo`.

use super::args::Undo;
use crate::adapters::SystemClock;
use crate::flows::undo_import::{Undone, undo_import};
use crate::ops::boot;
use crate::ops::cli::{Exit, Failure, print};
use crate::ops::config::Config;

/// Takes an import out again and says what is gone.
pub(super) async fn run(args: &Undo) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let undone = undo_import(&store, &args.batch, &SystemClock).await?;
    let funnels = store.migration_funnels().await?;
    store.close().await?;
    let kept = funnels.iter().find(|funnel| funnel.batch == args.batch).map_or(0, |funnel| funnel.imported);
    if undone == Undone::default() && kept == 0 {
        return Err(Failure::usage(format!("--batch: no import was called {:?}", args.batch)));
    }
    let Undone { accounts, legacy_ids, tenancies } = undone;
    if accounts + kept > 0 {
        print(format_args!("taken out: {accounts}; kept, because their people have come further: {kept}"));
    }
    for (what, count) in [("ids of people who stay", legacy_ids), ("tenancies", tenancies)] {
        if count > 0 {
            print(format_args!("{what} taken out: {count}"));
        }
    }
    Ok(Exit::Fine)
}
