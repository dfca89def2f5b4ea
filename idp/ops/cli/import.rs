//! `idp import`: brings in the users of an older system, or says what that
//! would do.

use std::fs::File;

use accounts::import::{Place, Problem};

use super::{Exit, Failure, Import, ImportFile, complain, print};
use crate::adapters::{SystemClock, SystemEntropy};
use crate::flows::import_accounts::{ImportError, Importer, Summary};
use crate::ops::boot;
use crate::ops::config::Config;

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the file or the database cannot be used.
pub async fn run(command: Import) -> Result<Exit, Failure> {
    match command {
        Import::Plan(args) => import(&args, false).await,
        Import::Run(args) => import(&args, true).await,
    }
}

async fn import(args: &ImportFile, write: bool) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let file = File::open(&args.file)
        .map_err(|error| Failure::usage(format!("{}: expected a readable file: {error}", args.file.display())))?;
    let store = boot::open_store(&config, false).await?;
    let batch = args.batch.clone().unwrap_or_else(|| batch_name(args));
    let importer = Importer { store: &store, entropy: &SystemEntropy, clock: &SystemClock, batch: &batch, write };
    let mut problems = Vec::new();
    let outcome = importer
        .run(file, |problem| match args.json {
            true => problems.push(describe(problem)),
            false => complain(format_args!("{}:{}", args.file.display(), line(problem))),
        })
        .await;
    store.close().await?;
    if args.json {
        let summary = outcome.as_ref().ok();
        print(serde_json::json!({ "summary": summary, "problems": problems, "written": write && summary.is_some() }));
    }
    let summary = outcome.map_err(|error| stopped(&error, args, write))?;
    if !args.json {
        tell(&summary, write);
    }
    Ok(if summary.refused == 0 { Exit::Fine } else { Exit::Failed })
}

/// What an operator does about an import that ended in the middle.
fn stopped(error: &ImportError, args: &ImportFile, write: bool) -> Failure {
    let mut lines = vec![format!("{}: {error}", args.file.display())];
    if write && !matches!(error, ImportError::Header) {
        lines.push("rows before that may be in; run it again when it is mended: nobody comes in twice".to_owned());
    }
    Failure { exit: Exit::Failed, lines }
}

fn line(problem: &Problem) -> String {
    let (severity, code) = (problem.severity.name(), problem.code.name());
    match problem.place {
        Place::Row => format!("{}: {severity}: {code}", problem.line),
        place => format!("{}: {severity}: {place}: {code}", problem.line),
    }
}

fn batch_name(args: &ImportFile) -> String {
    args.file.file_stem().map_or_else(|| "import".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn describe(problem: &Problem) -> serde_json::Value {
    serde_json::json!({
        "line": problem.line,
        "place": problem.place.to_string(),
        "code": problem.code.name(),
        "severity": problem.severity.name(),
    })
}

fn tell(summary: &Summary, written: bool) {
    let Summary { rows, imported, known, refused, warnings } = summary;
    let verb = if written { "imported" } else { "would be imported" };
    print(format_args!(
        "{rows} rows: {imported} {verb} (warnings: {warnings}), {known} known already, {refused} refused"
    ));
    if !written {
        print("nothing was changed; do it with: idp import run");
    }
}
