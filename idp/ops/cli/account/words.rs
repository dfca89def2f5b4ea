//! What `idp account` says, in lines for a person and as JSON.

use accounts::{Account, Email};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::adapters::SignedIn;
use crate::flows::administer_account::{Changed, Standing};
use crate::ops::cli::print;
use crate::password_link::Mailed;
use crate::reference::Reference;

/// What is told.
pub(super) struct Told {
    /// Whether it came about.
    pub(super) ok: bool,
    lines: Vec<String>,
    json: Value,
}

impl Told {
    /// Writes it to standard output.
    pub(super) fn print(&self, as_json: bool) {
        match as_json {
            true => print(&self.json),
            false => self.lines.iter().for_each(print),
        }
    }

    /// It was done.
    pub(super) fn done(line: &str) -> Self {
        Self { ok: true, lines: vec![line.to_owned()], json: json!({ "ok": true }) }
    }

    fn not_done(line: &str, why: &str) -> Self {
        Self { ok: false, lines: vec![line.to_owned()], json: json!({ "ok": false, "why": why }) }
    }

    /// The account is to be `state`.
    pub(super) fn changed(changed: Changed, state: &str) -> Self {
        match changed {
            Changed::Done => Self::done(&format!("the account is {state}")),
            Changed::Already => Self::done(&format!("the account was {state} already")),
            Changed::Erased => Self::not_done("the data of the account was deleted: it cannot be opened", "erased"),
        }
    }

    /// A link was asked for.
    pub(super) fn mailed(mailed: Mailed, reference: &Reference) -> Self {
        match mailed {
            Mailed::Sent => Self {
                ok: true,
                lines: vec![format!("the running service mails the link; the mail has the reference {reference}")],
                json: json!({ "ok": true, "reference": reference }),
            },
            Mailed::TooSoon { until } => Self {
                ok: false,
                lines: vec![format!("one was mailed lately; the next can be at {}", instant(until))],
                json: json!({ "ok": false, "why": "too_soon", "until": until }),
            },
            Mailed::Impossible => Self::not_done("the account has no address, or is closed", "impossible"),
        }
    }

    /// How an account stands.
    pub(super) fn standing(standing: &Standing) -> Self {
        let json = describe(standing);
        let lines = json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let lines = lines.map(|(key, value)| format!("{:<15} {}", key.replace('_', " "), plain(value))).collect();
        Self { ok: true, lines, json }
    }
}

fn describe(Standing { account, locked_until, sessions }: &Standing) -> Value {
    json!({
        "sub": account.sub,
        "state": state(account),
        "name": Some(account.full_name()).filter(|name| !name.is_empty()),
        "username": account.username,
        "email": account.email.as_ref().map(Email::as_str),
        "contact_email": account.contact_email.as_ref().map(Email::as_str),
        "kind": account.kind.name(),
        "locked_until": locked_until,
        "password_set_at": account.password_set_at,
        "migration": account.migration.as_ref().map(|migration| migration.stage.name()),
        "mail_failed_at": account.mail_failed_at,
        "deletion_due_at": account.deletion_due_at,
        "disabled_at": account.disabled_at,
        "created_at": account.created_at,
        "last_seen_at": sessions.iter().map(|SignedIn { session, .. }| session.last_seen_at).max(),
        "sessions": sessions.len(),
    })
}

fn state(account: &Account) -> &'static str {
    match account {
        account if !account.is_open() => "closed",
        account if account.awaits_activation() => "not activated",
        account if account.needs_first_password() => "no password yet",
        _ => "open",
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.parse().map_or_else(|_| text.clone(), instant),
        other => other.to_string(),
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
