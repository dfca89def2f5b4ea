//! `idp migrate`: brings the database schema up to date.

use super::{Failure, WithConfig, print};
use crate::ops::boot;
use crate::ops::config::Config;

/// Migrates; replicas that do so at the same time wait for one another.
///
/// # Errors
/// [`Failure`] when the database is away or a step fails; then nothing of that
/// step has changed.
pub async fn run(args: WithConfig) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let (store, was_empty) = boot::migrated_store(&config).await?;
    store.check_integrity().await?;
    store.close().await?;
    if was_empty {
        print("the database was empty: if people have accounts already, this is the wrong one");
    }
    print("the database schema is up to date");
    Ok(())
}
