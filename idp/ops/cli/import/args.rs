//! What can be typed after `idp import`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `idp import`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Say what an import would do; changes nothing.
    Plan(People),
    /// Import.
    Run(People),
    /// Take an import out again, but for the people who have come further.
    Undo(Undo),
    /// Other systems' ids of people who are here.
    #[command(subcommand)]
    Ids(Step),
    /// Who lives where: tenancies of people who are here.
    #[command(subcommand)]
    Tenancies(Step),
}

/// Whether an import is planned or done.
#[derive(Clone, Debug, Subcommand)]
pub enum Step {
    /// Say what an import would do; changes nothing.
    Plan(Rows),
    /// Import.
    Run(Rows),
}

/// Which import to take out.
#[derive(Clone, Debug, Args)]
pub struct Undo {
    /// What the import was called.
    #[arg(long, value_name = "NAME")]
    pub batch: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// The files of an import, and what is told of it.
#[derive(Clone, Debug, Args)]
pub struct Rows {
    /// The files with the rows.
    #[arg(required = true, value_name = "FILES")]
    pub files: Vec<PathBuf>,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// The name under which the import can be taken out again; else the first
    /// file's.
    #[arg(long, value_name = "NAME", value_parser = batch_name)]
    pub batch: Option<String>,
    /// Write the report into a file that ends in .txt, .csv or .json; may be
    /// given several times.
    #[arg(long, value_name = "FILE")]
    pub report: Vec<PathBuf>,
    /// Print the report as JSON.
    #[arg(long)]
    pub json: bool,
}

impl Rows {
    /// What the import is called: as was asked for, else as the first file
    /// where that makes a name, else `import`.
    pub fn batch_name(&self) -> String {
        let of_file = || batch_name(self.files.first()?.file_stem()?.to_str()?).ok();
        self.batch.clone().or_else(of_file).unwrap_or_else(|| "import".to_owned())
    }
}

/// A name that terminals, spreadsheets and reports can show as it is.
fn batch_name(text: &str) -> Result<String, String> {
    let is_plain = |sign: char| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_' | '.');
    let is_name = text.starts_with(char::is_alphanumeric) && text.chars().all(is_plain) && text.chars().count() <= 100;
    is_name.then(|| text.to_owned()).ok_or_else(|| {
        "expected at most 100 letters, digits, blanks, full stops, hyphens and underscores, a letter or digit first"
            .to_owned()
    })
}

/// People to import, and how.
#[derive(Clone, Debug, Args)]
pub struct People {
    /// The files and the report.
    #[command(flatten)]
    pub rows: Rows,
    /// How the files are written; else judged by what they hold.
    #[arg(long, value_enum)]
    pub format: Option<ImportFormat>,
    /// The old system's name, where the files do not say it.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// What becomes of the passwords of the older system.
    #[arg(long, value_enum, default_value_t)]
    pub passwords: ImportPasswords,
    /// `hashAlgorithmType` of an ASP.NET membership provider, where it is not SHA1.
    #[arg(long, value_enum)]
    pub aspnet_hash: Option<AspnetHash>,
}

/// How import files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// Comma-separated values with a header line.
    Csv,
    /// The export of a Keycloak realm, with its files of users.
    Keycloak,
    /// Dumps of ASP.NET's account tables as CSV or JSON.
    Aspnet,
}

/// What becomes of the passwords of the older system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ImportPasswords {
    /// Everybody sets a new one, with a mailed link.
    #[default]
    Reset,
    /// Those that can be verified here are kept.
    Keep,
}

/// The hash of an ASP.NET membership provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AspnetHash {
    /// SHA-1, the default of old.
    Sha1,
    /// SHA-256.
    Sha256,
    /// HMAC-SHA-256, of the Universal Providers.
    Hmacsha256,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "tests")]

    use clap::Parser as _;

    use super::*;
    use crate::ops::cli;

    #[test]
    fn a_batch_has_a_name_that_does_no_harm_where_it_is_shown() {
        for name in ["pori-2026.11", "Kevään 1. erä", "7_b"] {
            assert_eq!(batch_name(name).as_deref(), Ok(name));
        }
        let long = "a".repeat(101);
        for name in ["", "=1+1", "-x", "a\nb", "a\u{1b}[2J", "a\"b", "../a", long.as_str()] {
            assert!(batch_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn an_import_resets_passwords_by_default() {
        let cli = cli::Cli::try_parse_from(["idp", "import", "run", "u.csv", "--config", "c.toml"]);
        let Ok(cli::Cli { command: cli::Command::Import(Command::Run(import)) }) = cli else { panic!("not an import") };
        assert_eq!((import.format, import.passwords, import.rows.batch), (None, ImportPasswords::Reset, None));
    }
}
