//! `idp restore-fence`: after a restore, what may have been used up since the
//! backup opens nothing any more.

use std::path::PathBuf;

use chrono::{DateTime, SecondsFormat, Utc};

use super::{Failure, print};
use crate::adapters::{Clock as _, SystemClock, SystemEntropy, Voided};
use crate::flows::restore_fence::restore_fence;
use crate::ops::boot;
use crate::ops::config::Config;

/// `idp restore-fence`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Void what was made until then, such as 2026-11-23T10:00:00Z; else until now.
    #[arg(long, value_name = "INSTANT")]
    at: Option<DateTime<Utc>>,
    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
}

/// Puts up the fence and tells what it has ended.
///
/// # Errors
/// [`Failure`] when the database is away; then nothing has changed.
pub async fn run(args: Args) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let now = SystemClock.now();
    let fence_at = args.at.unwrap_or(now);
    if fence_at > now {
        return Err(Failure::usage("--at: expected an instant that has passed".to_owned()));
    }
    let store = boot::open_store(&config, false).await?;
    let voided = restore_fence(&store, &SystemEntropy, fence_at, now).await?;
    match args.json {
        true => print(json(fence_at, &voided)),
        false => tell(fence_at, &voided),
    }
    Ok(store.close().await?)
}

fn tell(fence_at: DateTime<Utc>, voided: &Voided) {
    for (what, count) in counts(voided) {
        print(format_args!("{count:>9}  {}", what.replace('_', " ")));
    }
    let instant = fence_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    print(format_args!("nothing from before {instant} opens anything any more"));
}

fn json(fence_at: DateTime<Utc>, voided: &Voided) -> serde_json::Value {
    let counts: serde_json::Map<_, _> =
        counts(voided).into_iter().map(|(what, count)| (what.to_owned(), count.into())).collect();
    serde_json::json!({ "fenced_at": fence_at, "voided": counts })
}

fn counts(voided: &Voided) -> [(&'static str, u64); 6] {
    [
        ("links", voided.links),
        ("sessions", voided.sessions),
        ("remembered_logins", voided.remembered_logins),
        ("grants", voided.grants),
        ("refresh_families", voided.refresh_families),
        ("mails", voided.mails),
    ]
}
