//! `idp export`: what relying parties need to know.

mod ids;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Failure;

/// `idp export`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Which old id became which subject.
    Ids(Ids),
}

/// `idp export ids`.
#[derive(Clone, Debug, Args)]
pub struct Ids {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Only the ids of this old system.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Only the ids by which this client knows people.
    #[arg(long, value_name = "CLIENT_ID", conflicts_with = "source")]
    client: Option<String>,
    /// How the ids are written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table with a header line.
    #[default]
    Csv,
    /// An array of objects, which says every id exactly as it is.
    Json,
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the database is away, or when there is nothing to export.
pub async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Ids(args) => ids::run(&args).await,
    }
}
