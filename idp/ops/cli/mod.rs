//! The command line: what can be typed. Each command has a file of its own.

mod account;
mod audit;
mod canary;
mod client;
pub mod config;
mod dev;
pub mod doctor;
mod export;
mod failure;
pub mod import;
mod keys;
mod mail;
mod maintenance_page;
mod migrate;
pub mod migration;
pub mod restore_fence;
mod serve;
mod spreadsheet;
mod trace;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

pub use failure::Failure;

/// Identity provider for municipalities.
#[derive(Clone, Debug, Parser)]
#[command(name = "idp", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run everything on this machine, with demo services and sample users.
    Dev(Dev),
    /// Run the service in production.
    Serve(WithConfig),
    /// Make the database or bring its schema up to date, and look for damage;
    /// safe with several replicas at once.
    Migrate(WithConfig),
    /// After a restore: end whatever may have been used up since the backup.
    RestoreFence(restore_fence::Args),
    /// Bring in the users of an older system.
    #[command(subcommand)]
    Import(import::Command),
    /// Write out what relying parties need to know.
    #[command(subcommand)]
    Export(export::Command),
    /// Watch over the change from an older system: who has come, reminders, the
    /// end of waiting.
    #[command(subcommand)]
    Migration(migration::Command),
    /// List, rotate or retire signing keys.
    #[command(subcommand)]
    Keys(Keys),
    /// Take in mail that came back.
    #[command(subcommand)]
    Mail(mail::Command),
    /// Help one person: show, unlock, close and open an account, mail a link.
    #[command(subcommand)]
    Account(account::Command),
    /// Show the relying parties, and make the settings of a new one.
    #[command(subcommand)]
    Client(client::Command),
    /// Read the audit trail out.
    #[command(subcommand)]
    Audit(audit::Command),
    /// Tell what happened under a reference that a person reads out.
    Trace(trace::Args),
    /// Look whether everything that the service needs is there and in order.
    Doctor(doctor::Args),
    /// Log in and out once as a relying party and a browser do.
    Canary(canary::Args),
    /// Print the page that a proxy shows while the service is away.
    MaintenancePage(WithConfig),
    /// Check a configuration or print an example of one.
    #[command(subcommand)]
    Config(config::Command),
}

/// `idp dev`.
#[derive(Clone, Debug, Args)]
pub struct Dev {
    /// Where to listen; loopback addresses only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = loopback)]
    pub listen: SocketAddr,
    /// Where the database and the kept mails lie.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// A configuration to start from.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Begin with an empty data directory.
    #[arg(long)]
    pub reset: bool,
    /// Print one line of JSON (issuer, clients, users, mailbox) when ready.
    #[arg(long)]
    pub ready_json: bool,
}

/// The configuration that a command works with.
#[derive(Clone, Debug, Args)]
pub struct WithConfig {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// `idp keys`.
#[derive(Clone, Debug, Subcommand)]
pub enum Keys {
    /// Show the signing keys and their states.
    List(KeysList),
    /// Put the next keys in use.
    Rotate(WithConfig),
    /// Remove the keys that were rotated out long enough ago.
    Retire(WithConfig),
}

/// `idp keys list`.
#[derive(Clone, Debug, Args)]
pub struct KeysList {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// Print them as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Does what was typed, and tells on standard error what went wrong.
pub fn main() -> Exit {
    let command = Cli::parse().command;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(format_args!("idp: cannot start: {error}"));
            return Exit::Failed;
        }
    };
    runtime.block_on(run(command)).unwrap_or_else(|failure| {
        for line in &failure.lines {
            complain(format_args!("idp: {line}"));
        }
        failure.exit
    })
}

async fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Dev(args) => dev::run(args).await.map(|()| Exit::Fine),
        Command::Serve(args) => serve::run(args).await.map(|()| Exit::Fine),
        Command::Migrate(args) => migrate::run(args).await.map(|()| Exit::Fine),
        Command::RestoreFence(args) => restore_fence::run(args).await.map(|()| Exit::Fine),
        Command::Import(command) => import::run(command).await,
        Command::Export(command) => export::run(command).await.map(|()| Exit::Fine),
        Command::Migration(command) => Box::pin(migration::run(command)).await,
        Command::Keys(command) => keys::run(command).await.map(|()| Exit::Fine),
        Command::Mail(command) => mail::run(command).await,
        Command::Account(command) => Box::pin(account::run(command)).await,
        Command::Client(command) => client::run(command).await,
        Command::Audit(command) => audit::run(command).await.map(|()| Exit::Fine),
        Command::Trace(args) => trace::run(args).await.map(|()| Exit::Fine),
        Command::Doctor(args) => doctor::run(args).await,
        Command::Canary(args) => Box::pin(canary::run(args)).await,
        Command::MaintenancePage(args) => maintenance_page::run(&args).map(|()| Exit::Fine),
        Command::Config(command) => Ok(config::run(&command)),
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well: 0.
    Fine,
    /// It was tried and failed: 1.
    Failed,
    /// Wrong usage or configuration: 2.
    Misused,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Failed => 1,
            Exit::Misused => 2,
        })
    }
}

/// Writes `text` and a line end to standard output. A reader that left early,
/// such as `head`, is no failure.
pub fn print(text: impl Display) {
    drop(writeln!(io::stdout(), "{text}"));
}

/// Writes `text` and a line end to standard error.
pub fn complain(text: impl Display) {
    drop(writeln!(io::stderr(), "{text}"));
}

fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "expected an address and port such as 127.0.0.1:8080".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("expected a loopback address: development mode is open to whoever reaches it".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_promised_commands_are_understood() {
        let table = [
            ("idp dev", true),
            ("idp dev --listen [::1]:9000 --data d --config c.toml --reset --ready-json", true),
            ("idp dev --listen 0.0.0.0:8080", false),
            ("idp serve --config idp.toml", true),
            ("idp serve", false),
            ("idp migrate --config idp.toml", true),
            ("idp restore-fence --config idp.toml --json", true),
            ("idp restore-fence --config idp.toml --at 2026-11-23T10:00:00Z", true),
            ("idp restore-fence --config idp.toml --at yesterday", false),
            ("idp import plan users.csv --config idp.toml --json", true),
            ("idp import run users.csv --config idp.toml --format csv --batch b1 --passwords reset", true),
            ("idp import run users.csv --config idp.toml --passwords keep --report r.txt --report r.csv", true),
            ("idp import run users.json roles.json --config idp.toml --format aspnet --source lupa", true),
            ("idp import run users.csv --config idp.toml --aspnet-hash hmacsha256", true),
            ("idp import undo --batch b1 --config idp.toml", true),
            ("idp import undo --config idp.toml", false),
            ("idp import ids plan ids.csv --config idp.toml --json", true),
            ("idp import ids run a.csv b.csv --config idp.toml --batch b1 --report r.csv", true),
            ("idp import ids run ids.csv --config idp.toml --passwords keep", false),
            ("idp import ids --config idp.toml", false),
            ("idp import tenancies run tenancies.csv --config idp.toml", true),
            ("idp export ids --config idp.toml --source lupa --format json", true),
            ("idp export ids --config idp.toml --client web", true),
            ("idp export ids --config idp.toml --client web --source lupa", false),
            ("idp import run --config idp.toml", false),
            ("idp import run users.csv --config idp.toml --format xml", false),
            ("idp migration status --config idp.toml --json", true),
            ("idp migration unseen --config idp.toml --batch b1 --with-email", true),
            ("idp migration remind --config idp.toml --batch b1 --per-minute 30", true),
            ("idp migration remind --config idp.toml --per-minute 0", false),
            ("idp migration remind --config idp.toml --resume --batch b1", false),
            ("idp migration stop --config idp.toml", true),
            ("idp migration archive --config idp.toml --before 2026-03-01 --run", true),
            ("idp migration archive --config idp.toml --before 1.3.2026", false),
            ("idp migration archive --config idp.toml", false),
            ("idp keys list --config idp.toml --json", true),
            ("idp keys rotate --config idp.toml", true),
            ("idp keys retire --config idp.toml", true),
            ("idp mail bounced --config idp.toml", true),
            ("idp mail bounced", false),
            ("idp account show minna --config idp.toml --json", true),
            ("idp account unlock minna --config idp.toml", true),
            ("idp account disable minna --config idp.toml", true),
            ("idp account enable minna --config idp.toml", true),
            ("idp account send-link minna --config idp.toml", true),
            ("idp account unlock --config idp.toml", false),
            ("idp client list --config idp.toml --json", true),
            ("idp client show web --config idp.toml", true),
            ("idp client add web --name Web --redirect-uri https://a.example/cb --config idp.toml", true),
            ("idp client add web --config idp.toml", false),
            ("idp client disable web --config idp.toml", true),
            ("idp audit export --config idp.toml --from 2026-11-01T00:00:00Z --kind failed_login", true),
            ("idp audit export --config idp.toml --kind gossip", false),
            ("idp trace K7Q4-2MXD --config idp.toml --json", true),
            ("idp trace --config idp.toml", false),
            ("idp doctor --config idp.toml --online --client web --json", true),
            ("idp doctor", false),
            (
                "idp canary --issuer https://a.example --client-id c --username n --redirect-uri https://c.invalid/cb --client-secret-file s --password-file p --json",
                true,
            ),
            (
                "idp canary --issuer https://a.example --client-id c --username n --client-secret-file s --password-file p",
                false,
            ),
            ("idp maintenance-page --config idp.toml", true),
            ("idp config check idp.toml --json", true),
            ("idp config print-example", true),
            ("idp config print-schema", true),
            ("idp config", false),
            ("idp", false),
        ];
        for (line, expected) in table {
            assert_eq!(Cli::try_parse_from(line.split(' ')).is_ok(), expected, "{line}");
        }
    }
}
