//! `idp keys`: lists, rotates and retires the signing keys.

use std::path::Path;

use chrono::SecondsFormat;
use keys::KeyRecord;

use super::{Failure, Keys, print};
use crate::adapters::{Clock as _, SystemClock, SystemEntropy};
use crate::flows::rotate_keys::Vault;
use crate::ops::boot;
use crate::ops::config::Config;

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the database is away; then nothing has changed.
pub async fn run(command: Keys) -> Result<(), Failure> {
    match command {
        Keys::List(args) => list(&args.config, args.json).await,
        Keys::Rotate(args) => rotate(&args.config).await,
        Keys::Retire(args) => retire(&args.config).await,
    }
}

async fn list(file: &Path, json: bool) -> Result<(), Failure> {
    let config = Config::load(file)?;
    let store = boot::open_store(&config, false).await?;
    let records = store.signing_keys().await?;
    match json {
        true => print(serde_json::Value::from_iter(records.iter().map(describe))),
        false if records.is_empty() => print("there are no signing keys yet: the first start makes them"),
        false => tell(&records),
    }
    Ok(store.close().await?)
}

async fn rotate(file: &Path) -> Result<(), Failure> {
    let config = Config::load(file)?;
    let store = boot::open_store(&config, false).await?;
    let sealer = boot::sealer(&config)?;
    let vault = Vault { store: &store, sealer: &sealer, entropy: &SystemEntropy };
    let now = SystemClock.now();
    let algorithms = boot::algorithms(&config);
    vault.open(&algorithms, now).await?;
    let records = vault.rotate(&algorithms, now).await?;
    tell(&records);
    print("running replicas take the keys up within a minute");
    Ok(store.close().await?)
}

async fn retire(file: &Path) -> Result<(), Failure> {
    let config = Config::load(file)?;
    let store = boot::open_store(&config, false).await?;
    let sealer = boot::sealer(&config)?;
    let vault = Vault { store: &store, sealer: &sealer, entropy: &SystemEntropy };
    let gone = vault.retire(config.keys.retire_after, SystemClock.now()).await?;
    match gone.is_empty() {
        true => print("no key was rotated out long enough ago"),
        false => gone.iter().for_each(|kid| print(format_args!("removed {kid}"))),
    }
    Ok(store.close().await?)
}

fn tell(records: &[KeyRecord]) {
    for record in records {
        let (algorithm, state) = (record.algorithm.name(), record.state.name());
        let made = record.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        print(format_args!("{:<43}  {algorithm:<6} {state:<8} made {made}", record.kid));
    }
}

fn describe(record: &KeyRecord) -> serde_json::Value {
    serde_json::json!({
        "kid": record.kid,
        "algorithm": record.algorithm.name(),
        "state": record.state.name(),
        "created_at": record.created_at,
        "activated_at": record.activated_at,
        "retired_at": record.retired_at,
    })
}
