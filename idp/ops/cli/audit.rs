//! `idp audit`: the audit trail for other systems.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;

use accounts::audit::Kind;
use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::json;

use super::Failure;
use crate::adapters::{AuditRange, AuditRow, Fault, SystemClock};
use crate::flows::export_audit::export_audit;
use crate::ops::boot;
use crate::ops::config::Config;
use crate::ops::config::operator::By;

/// `idp audit`.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Write the lines out, one JSON object a line, oldest first.
    Export(Export),
}

/// `idp audit export`.
#[derive(Clone, Debug, clap::Args)]
pub struct Export {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// From this instant on, such as 2026-11-01T00:00:00+02:00.
    #[arg(long, value_name = "INSTANT")]
    from: Option<DateTime<Utc>>,
    /// Until before this instant.
    #[arg(long, value_name = "INSTANT")]
    to: Option<DateTime<Utc>>,
    /// Only lines of this kind: security, failed_login, administration or agreement.
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
    #[command(flatten)]
    by: By,
}

/// Does what `command` says.
///
/// # Errors
/// [`Failure`] when the database is away, or the lines cannot be written.
pub async fn run(command: Command) -> Result<(), Failure> {
    let Command::Export(args) = command;
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let range = AuditRange { from: args.from, to: args.to, kind: args.kind };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut failure = None;
    let operator = args.by.name_or_command_line();
    export_audit(&store, &SystemClock, &operator, range, |rows| match write(&mut out, rows) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failure = Some(error);
            ControlFlow::Break(())
        }
    })
    .await?;
    store.close().await?;
    match failure.map_or_else(|| out.flush(), Err) {
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Fault::new("write the audit trail", error).into())
        }
        _ => Ok(()),
    }
}

fn write(out: &mut impl Write, rows: &[AuditRow]) -> io::Result<()> {
    rows.iter().try_for_each(|row| writeln!(out, "{}", object(row)))
}

/// A line as other systems read it.
pub(super) fn object(row: &AuditRow) -> serde_json::Value {
    json!({
        "id": row.id,
        "at": row.at,
        "kind": Kind::of(&row.event).name(),
        "event": row.event,
        "account_id": row.account_id,
        "sub": row.sub,
        "client_id": row.client_id,
        "session_id": row.session_id,
        "network": row.network,
        "reference": row.reference,
        "detail": row.detail,
    })
}

fn kind(name: &str) -> Result<Kind, String> {
    let names = || Kind::ALL.map(Kind::name).join(", ");
    Kind::from_name(name).ok_or_else(|| format!("expected one of {}", names()))
}
