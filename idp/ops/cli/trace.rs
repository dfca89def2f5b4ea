//! `idp trace`: what happened under the reference that a person reads out.

use std::path::PathBuf;

use accounts::audit::{Entry, Event, words};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Helsinki;
use serde_json::json;

use super::{Failure, audit, print};
use crate::adapters::{AuditRow, Clock as _, DeliveryRow, SystemClock};
use crate::ops::boot;
use crate::ops::config::Config;
use crate::ops::config::operator::By;

/// `idp trace`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// What stands on the page or in the mail, such as K7Q4-2MXD.
    reference: String,
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    #[command(flatten)]
    by: By,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints what the audit trail and the outbox know, and writes down of whom
/// something was shown.
///
/// # Errors
/// [`Failure`] when the database is away, or when they know nothing.
pub async fn run(args: Args) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let store = boot::open_store(&config, false).await?;
    let reference = as_written(&args.reference);
    let lines = store.audit_of_reference(&reference).await?;
    let deliveries = store.deliveries_of_reference(&reference).await?;
    let mut shown: Vec<_> = lines.iter().map(|line| line.account_id).collect();
    shown.sort();
    shown.dedup();
    let by = format!("by={} of={reference}", args.by.name_or_command_line());
    for account_id in shown {
        let looked_up = Entry::unattended(SystemClock.now(), Event::LookedUp, account_id);
        store.append_audit(&Entry { detail: Some(by.clone().into()), ..looked_up }).await?;
    }
    store.close().await?;
    match args.json {
        true => print(json!({
            "reference": reference,
            "audit": lines.iter().map(audit::object).collect::<Vec<_>>(),
            "deliveries": deliveries.iter().map(delivery).collect::<Vec<_>>(),
        })),
        false => story(&lines, &deliveries).iter().for_each(print),
    }
    if lines.is_empty() && deliveries.is_empty() {
        let unknown = format!("{reference}: the audit trail has no such reference; search the log for it");
        return Err(Failure { exit: super::Exit::Failed, lines: vec![unknown] });
    }
    Ok(())
}

/// The reference as the service writes it: people leave out the hyphen, and
/// mistake letters for digits that it never uses.
fn as_written(typed: &str) -> String {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let plain = plain.replace('O', "0").replace(['I', 'L'], "1");
    match (plain.len(), plain.get(..4).zip(plain.get(4..))) {
        (8, Some((first, second))) => format!("{first}-{second}"),
        _ => typed.to_owned(),
    }
}

fn story(lines: &[AuditRow], deliveries: &[DeliveryRow]) -> Vec<String> {
    let mut told: Vec<(DateTime<Utc>, String)> = lines.iter().map(|line| (line.at, sentence(line))).collect();
    told.extend(deliveries.iter().map(|delivery| (delivery.created_at, outcome(delivery))));
    told.sort_by_key(|(at, _)| *at);
    let mut story: Vec<String> = told.into_iter().map(|(at, text)| format!("{}  {text}", clock(at))).collect();
    let mut owners: Vec<String> = lines.iter().filter_map(owner).collect();
    owners.sort();
    owners.dedup();
    story.extend(owners);
    story
}

fn sentence(line: &AuditRow) -> String {
    let mut text = words(&line.event).to_owned();
    if let Some(detail) = &line.detail {
        text.push_str(&format!(" ({})", detail.replace('_', " ")));
    }
    for (name, value) in [("at", &line.client_id), ("from", &line.network)] {
        if let Some(value) = value {
            text.push_str(&format!(", {name} {value}"));
        }
    }
    text + "."
}

fn outcome(delivery: &DeliveryRow) -> String {
    let what = if delivery.channel == "mail" { "A mail" } else { "A notice to a service" };
    let why = delivery.last_error.as_deref().map(|error| format!(" ({error})")).unwrap_or_default();
    let tries = delivery.attempts;
    match (delivery.sent_at, delivery.failed_at) {
        (Some(at), _) => format!("{what} was put into the outbox, and taken by the relay at {}.", clock(at)),
        (None, Some(at)) => format!("{what} was given up at {}{why}, tries: {tries}.", clock(at)),
        (None, None) => format!("{what} waits{why}, tries: {tries}."),
    }
}

fn owner(line: &AuditRow) -> Option<String> {
    let account_id = line.account_id?;
    let sub = line.sub.as_ref().map(|sub| format!(", known to services as {sub}")).unwrap_or_default();
    Some(format!("Account {account_id}{sub}."))
}

/// The time on the wall of who reads it out.
fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Helsinki).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn delivery(row: &DeliveryRow) -> serde_json::Value {
    json!({
        "channel": row.channel,
        "created_at": row.created_at,
        "attempts": row.attempts,
        "sent_at": row.sent_at,
        "failed_at": row.failed_at,
        "last_error": row.last_error,
    })
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_reference_is_known_however_it_was_written_down() {
        for typed in ["K7Q4-2M1D", "k7q42m1d", " K7Q4 2M1D", "K7Q4-2MID", "k7q4–2mld"] {
            assert_eq!(as_written(typed), "K7Q4-2M1D", "{typed}");
        }
        assert_eq!(as_written("8F3K-2QW0"), as_written("8f3k2qwo"));
        assert_eq!(as_written("anything else"), "anything else");
    }
}
