//! `idp import`: brings in the users of an older system, other systems' ids of
//! them and their tenancies, or says what that would do.

mod args;
mod bar;
mod conduct;
mod people;
mod report;
mod undo;

use accounts::import::Sheet;

use super::{Exit, Failure};
use crate::adapters::{LegacyFiles, SystemClock};
use crate::flows::import_other_ids::OtherIdImporter;
use crate::flows::import_tenancies::TenancyImporter;
use crate::ops::config::Config;
pub use args::Command;
use args::{Rows, Step};
use conduct::{Job, unopened};

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the files or the database cannot be used.
pub async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Plan(args) => people::import(&args, false).await,
        Command::Run(args) => people::import(&args, true).await,
        Command::Undo(args) => undo::run(&args).await,
        Command::Ids(Step::Plan(args)) => other_ids(&args, false).await,
        Command::Ids(Step::Run(args)) => other_ids(&args, true).await,
        Command::Tenancies(Step::Plan(args)) => tenancies(&args, false).await,
        Command::Tenancies(Step::Run(args)) => tenancies(&args, true).await,
    }
}

async fn other_ids(args: &Rows, write: bool) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let files = LegacyFiles::open_sheet(Sheet::OtherIds, &args.files).map_err(|error| unopened(&error))?;
    let batch = args.batch_name();
    let job = Job { args, config: &config, command: "idp import ids run", write };
    job.conduct(async |store, report, progress| {
        let importer = OtherIdImporter { store, clock: &SystemClock, batch: &batch, write };
        importer.run(files, report, progress).await
    })
    .await
}

async fn tenancies(args: &Rows, write: bool) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let files = LegacyFiles::open_sheet(Sheet::Tenancies, &args.files).map_err(|error| unopened(&error))?;
    let batch = args.batch_name();
    let job = Job { args, config: &config, command: "idp import tenancies run", write };
    job.conduct(async |store, report, progress| {
        let importer = TenancyImporter { store, clock: &SystemClock, batch: &batch, write };
        importer.run(files, report, progress).await
    })
    .await
}
