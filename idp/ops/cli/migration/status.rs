//! `idp migration status`: the funnel of each import, and the waves.

use accounts::migration::Funnel;
use accounts::reminder::Wave;
use chrono::{DateTime, SecondsFormat, Utc};

use super::Status;
use crate::adapters::{Clock as _, SystemClock};
use crate::ops::boot;
use crate::ops::cli::{Failure, print};
use crate::ops::config::Config;

/// Shows how the migration stands.
pub(super) async fn run(args: &Status) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let (funnels, waves) = (store.migration_funnels().await?, store.waves().await?);
    store.close().await?;
    let window = config.accounts.migration_window;
    let is_open = window.is_open_at(SystemClock.now());
    if args.json {
        print(serde_json::json!({
            "window": { "opens_at": window.opens_at, "closes_at": window.closes_at, "is_open": is_open },
            "imports": funnels,
            "waves": waves.iter().map(describe).collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    let ends = [("opens", window.opens_at), ("closes", window.closes_at)];
    let ends = ends.into_iter().filter_map(|(verb, at)| Some(format!(", {verb} {}", written(at?)))).collect::<String>();
    print(format_args!("window: {}{ends}", if is_open { "open" } else { "closed" }));
    tell_funnels(&funnels);
    waves.iter().for_each(tell_wave);
    Ok(())
}

fn tell_funnels(funnels: &[Funnel]) {
    if funnels.is_empty() {
        return print("nobody was imported yet");
    }
    let width = funnels.iter().map(|funnel| funnel.batch.chars().count()).max().unwrap_or_default().max(6);
    print(format_args!(
        "{:width$}  {:>9} {:>9} {:>11} {:>12} {:>9} {:>9}",
        "import", "imported", "link sent", "link opened", "password set", "logged in", "archived"
    ));
    for Funnel { batch, imported, link_sent, link_opened, password_set, logged_in, archived } in funnels {
        print(format_args!(
            "{batch:width$}  {imported:>9} {link_sent:>9} {link_opened:>11} {password_set:>12} {logged_in:>9} {archived:>9}"
        ));
    }
}

fn tell_wave((wave, reminded): &(Wave, u64)) {
    let (state, per_minute) = (wave.state.name(), wave.per_minute);
    let people = wave.batch.as_deref().map_or_else(|| "all imports".to_owned(), |batch| format!("import {batch}"));
    let ended = wave.ended_at.map(|at| format!(" {}", written(at))).unwrap_or_default();
    print(format_args!(
        "reminders to {people}: {reminded} reminded, {per_minute} a minute, begun {}, {state}{ended}",
        written(wave.started_at)
    ));
}

fn describe((wave, reminded): &(Wave, u64)) -> serde_json::Value {
    serde_json::json!({
        "id": wave.id,
        "batch": wave.batch,
        "state": wave.state.name(),
        "per_minute": wave.per_minute,
        "started_at": wave.started_at,
        "ended_at": wave.ended_at,
        "reminded": reminded,
    })
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
