//! `idp import plan` and `run`: people.

use accounts::import::Passwords;
use accounts::legacy_password::Membership;

use super::args::{AspnetHash, ImportFormat, ImportPasswords, People};
use super::conduct::{Job, unopened};
use crate::adapters::{Cost, Fault, Format, Hasher, LegacyFiles, LegacySource, SystemClock, SystemEntropy};
use crate::flows::import_accounts::Importer;
use crate::import_run::BATCH;
use crate::ops::cli::{Exit, Failure};
use crate::ops::config::Config;

/// Imports people, or says what that would do.
pub(super) async fn import(args: &People, write: bool) -> Result<Exit, Failure> {
    let config = Config::load(&args.rows.config)?;
    let files = LegacyFiles::open(source(args)).map_err(|error| unopened(&error))?;
    let (hasher, batch) = (hasher()?, args.rows.batch_name());
    let job = Job { args: &args.rows, config: &config, command: "idp import run", write };
    job.conduct(async |store, report, progress| {
        let importer = Importer {
            store,
            entropy: &SystemEntropy,
            clock: &SystemClock,
            hasher: &hasher,
            passwords: passwords(args.passwords),
            batch: &batch,
            write,
        };
        importer.run(files, report, progress).await
    })
    .await
}

fn source(args: &People) -> LegacySource {
    LegacySource {
        paths: args.rows.files.clone(),
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
