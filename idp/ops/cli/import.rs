//! `idp import`: brings in the users of an older system, or says what that
//! would do.

mod bar;
mod report;

use std::io;

use accounts::import::Passwords;
use accounts::legacy_password::Membership;

use super::{AspnetHash, Exit, Failure, Import, ImportFiles, ImportFormat, ImportPasswords, ImportUndo, print};
use crate::adapters::{
    Cost, Fault, Format, Hasher, LegacyFileError, LegacyFiles, LegacySource, SystemClock, SystemEntropy,
};
use crate::flows::import_accounts::{BATCH, ImportError, Importer, Summary};
use crate::ops::boot;
use crate::ops::config::Config;
use bar::Bar;
use report::{Form, Report};

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the files or the database cannot be used.
pub async fn run(command: Import) -> Result<Exit, Failure> {
    match command {
        Import::Plan(args) => import(&args, false).await,
        Import::Run(args) => import(&args, true).await,
        Import::Undo(args) => undo(&args).await,
    }
}

async fn undo(args: &ImportUndo) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let undone = Importer::undo(&store, &args.batch, &SystemClock).await?;
    let funnels = store.migration_funnels().await?;
    store.close().await?;
    let kept = funnels.iter().find(|funnel| funnel.batch == args.batch).map_or(0, |funnel| funnel.imported);
    if undone == 0 && kept == 0 {
        return Err(Failure::usage(format!("--batch: no import was called {:?}", args.batch)));
    }
    print(format_args!("taken out: {undone}; kept, because their people have come further: {kept}"));
    Ok(Exit::Fine)
}

async fn import(args: &ImportFiles, write: bool) -> Result<Exit, Failure> {
    let config = Config::load(&args.config)?;
    let files = LegacyFiles::open(source(args)).map_err(|error| unopened(&error))?;
    let hasher = hasher()?;
    let store = boot::open_store(&config, false).await?;
    // Last, so that no report is begun that nobody ends.
    let mut reports = reports(args)?;
    let importer = Importer {
        store: &store,
        entropy: &SystemEntropy,
        clock: &SystemClock,
        hasher: &hasher,
        passwords: passwords(args.passwords),
        batch: &args.batch.clone().unwrap_or_else(|| batch_name(args)),
        write,
    };
    let bar = Bar::new(&args.files);
    let report = |problem: &_| bar.beside(|| reports.iter_mut().for_each(|report| report.tell(problem)));
    let outcome = importer.run(files, report, |progress| bar.show(progress)).await;
    bar.end();
    store.close().await?;
    let summary = outcome.as_ref().ok();
    let told = end(reports, args, summary, write);
    let summary = outcome.map_err(|error| stopped(&error, write))?;
    told?;
    if !args.json {
        tell(&summary, args, write);
    }
    Ok(if summary.refused == 0 { Exit::Fine } else { Exit::Failed })
}

fn source(args: &ImportFiles) -> LegacySource {
    LegacySource {
        paths: args.files.clone(),
        format: args.format.map(|format| match format {
            ImportFormat::Csv => Format::Csv,
            ImportFormat::Keycloak => Format::Keycloak,
            ImportFormat::Aspnet => Format::Aspnet,
        }),
        system: args.source.clone(),
        membership: args.aspnet_hash.map(|hash| match hash {
            AspnetHash::Sha1 => Membership::Sha1,
            AspnetHash::Sha256 => Membership::Sha256,
            AspnetHash::Hmacsha256 => Membership::HmacSha256,
        }),
    }
}

fn passwords(choice: ImportPasswords) -> Passwords {
    match choice {
        ImportPasswords::Reset => Passwords::Reset,
        ImportPasswords::Keep => Passwords::Keep,
    }
}

/// A hasher with room for the passwords of a whole batch.
fn hasher() -> Result<Hasher, Fault> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Hasher::new(Cost::default(), cores, BATCH).map_err(|error| Fault::new("start the password pool", error))
}

/// One report for the terminal or the program that reads it, unless there is a
/// file for a person to read; and one for each file that was asked for.
fn reports(args: &ImportFiles) -> Result<Vec<Report>, Failure> {
    let mut reports = Vec::new();
    if args.json {
        reports.push(Report::begin(Form::Json, Box::new(io::stdout()), &args.files));
    } else if args.report.is_empty() {
        reports.push(Report::begin(Form::Text, Box::new(io::stderr()), &args.files));
    }
    for path in &args.report {
        let expected = |what: &str| Failure::usage(format!("{}: expected {what}", path.display()));
        let form = Form::of(path).ok_or_else(|| expected("a name that ends in .txt, .csv or .json"))?;
        let created = Report::create(path, form, &args.files);
        reports.push(created.map_err(|error| expected(&format!("a file that can be written: {error}")))?);
    }
    Ok(reports)
}

fn end(reports: Vec<Report>, args: &ImportFiles, summary: Option<&Summary>, write: bool) -> Result<(), Failure> {
    let written = [("written", write && summary.is_some())];
    for (index, report) in reports.into_iter().enumerate() {
        let is_for_a_program = args.json && index == 0;
        let ended = report.end(summary, if is_for_a_program { &written } else { &[] });
        ended.map_err(|error| Failure {
            exit: Exit::Failed,
            lines: vec![format!("cannot write the report: {error}")],
        })?;
    }
    Ok(())
}

/// What an operator does about files that no import can begin with.
fn unopened(error: &LegacyFileError) -> Failure {
    let exit = match error {
        LegacyFileError::Unclear(_) | LegacyFileError::Unreadable { .. } => Exit::Misused,
        LegacyFileError::Broken { .. } | LegacyFileError::Header { .. } => Exit::Failed,
    };
    Failure { exit, lines: vec![error.to_string()] }
}

/// What an operator does about an import that ended in the middle.
fn stopped(error: &ImportError, write: bool) -> Failure {
    let mut lines = vec![error.to_string()];
    if write && !matches!(error, ImportError::File(LegacyFileError::Header { .. })) {
        lines.push("rows before that may be in; run it again when it is mended: nobody comes in twice".to_owned());
    }
    Failure { exit: Exit::Failed, lines }
}

fn batch_name(args: &ImportFiles) -> String {
    let stem = args.files.first().and_then(|file| file.file_stem());
    stem.map_or_else(|| "import".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn tell(summary: &Summary, args: &ImportFiles, written: bool) {
    // Without a file for it, the report has ended on the terminal with them.
    if !args.report.is_empty() {
        print(report::sums(summary));
    }
    if !written {
        print("nothing was changed; do it with: idp import run");
    }
}
