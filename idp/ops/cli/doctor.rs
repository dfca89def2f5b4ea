//! `idp doctor`: looks whether everything is in order.

use std::path::PathBuf;

use super::{Exit, Failure, print};
use crate::adapters::{Clock as _, SystemClock};
use crate::ops::config::Config;
use crate::ops::doctor::{Finding, State, Wishes, examine};

/// `idp doctor`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Visit the links and addresses as well, and compare the clock.
    #[arg(long)]
    online: bool,
    /// Look at the settings of this client alone.
    #[arg(long, value_name = "ID")]
    client: Option<String>,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints a line for each thing: OK, WARN or FAIL, and what to do.
///
/// # Errors
/// [`Failure`] when the configuration cannot be read.
pub async fn run(args: Args) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let wishes = Wishes { online: args.online, client: args.client };
    let found = examine(&config, &wishes, SystemClock.now()).await;
    match args.json {
        true => print(serde_json::json!({ "ok": is_well(&found), "findings": found })),
        false => found.iter().for_each(print),
    }
    Ok(if is_well(&found) { Exit::Fine } else { Exit::Failed })
}

fn is_well(found: &[Finding]) -> bool {
    found.iter().all(|finding| finding.state != State::Fail)
}
