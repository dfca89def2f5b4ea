//! A load driver for OpenID providers: a closed loop of browsers and relying
//! parties against a service on this machine, or bare password hashes to
//! compare a login with.
//!
//! Each run prints one line of JSON: rate, latencies, errors, the CPU time of
//! the server's processes for a request, and how many token signatures were
//! verified.

mod address;
mod bare_hash;
mod cpu;
mod genuine;
mod html;
mod http;
mod jar;
mod load;
mod profile;
mod provider;
mod relying_party;
mod storm;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use load::{Load, Mode};
use profile::Profile;

/// Drives load at an OpenID provider on this machine.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// One run of a mode against the provider of a profile.
    Run(Run),
    /// Wrong passwords at a fixed rate, and what everybody else feels of it.
    Storm {
        /// How to use the provider, as JSON.
        profile: PathBuf,
        #[command(flatten)]
        storm: storm::Storm,
    },
    /// Argon2id with 19 MiB, two passes and one lane, on every core.
    Hash {
        /// Seconds that are measured.
        #[arg(long, default_value_t = 5.0)]
        seconds: f64,
    },
}

#[derive(clap::Args)]
struct Run {
    /// How to use the provider, as JSON.
    profile: PathBuf,
    /// What every worker does over and over.
    mode: Mode,
    /// Workers, each with connections of its own.
    #[arg(long, default_value_t = 16)]
    connections: u64,
    /// Seconds that are measured.
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Seconds before that.
    #[arg(long, default_value_t = 0.5)]
    warm_up: f64,
    /// The server's processes; their children count as well.
    #[arg(long, value_delimiter = ',')]
    pids: Vec<u32>,
    /// Stores beside the server, each as NAME=PID.
    #[arg(long = "store", value_parser = store)]
    stores: Vec<(String, u32)>,
}

fn main() -> anyhow::Result<()> {
    let line = match Cli::parse().command {
        Command::Hash { seconds } => bare_hash::measure(Duration::try_from_secs_f64(seconds)?)?,
        Command::Run(run) => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            runtime.block_on(drive(run))?
        }
        Command::Storm { profile, storm } => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
            runtime.block_on(storm.run(read(&profile)?))?
        }
    };
    println!("{line}");
    Ok(())
}

async fn drive(run: Run) -> anyhow::Result<serde_json::Value> {
    let profile = read(&run.profile)?;
    let load = Load {
        mode: run.mode,
        connections: run.connections,
        warm_up: Duration::try_from_secs_f64(run.warm_up)?,
        measured: Duration::try_from_secs_f64(run.seconds)?,
        pids: run.pids,
        stores: run.stores,
    };
    load.run(profile).await
}

fn store(text: &str) -> anyhow::Result<(String, u32)> {
    let (name, pid) = text.split_once('=').context("NAME=PID is wanted")?;
    Ok((name.to_owned(), pid.parse()?))
}

fn read(path: &Path) -> anyhow::Result<Profile> {
    let text = std::fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("parse {}", path.display()))
}
