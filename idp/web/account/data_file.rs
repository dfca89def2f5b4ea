//! The two forms of a person's data: JSON for machines, named rows for people.
//! Both are made from the same values, and neither holds a secret.

use accounts::Locale;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::services::name_of;
use crate::flows::export_data::Stored;
use crate::locales::moment;
use crate::web::app::App;
use crate::web::pages::own::{Section, SectionName};

/// The data as JSON, times in UTC [RFC 3339].
pub fn json(stored: &Stored) -> Value {
    json!({
        "exported_at": instant(stored.at),
        "account": account(stored),
        "legacy_ids": stored.legacy_ids.iter().map(|(source, id)| json!({ "source": source, "id": id })).collect::<Vec<_>>(),
        "homes": stored.homes.iter().map(|home| json!({
            "building": home.building,
            "apartment": home.apartment,
            "from": home.from,
            "until": home.until,
        })).collect::<Vec<_>>(),
        "sessions": stored.sessions.iter().map(|known| json!({
            "signed_in_at": instant(known.session.created_at),
            "last_used_at": instant(known.session.last_seen_at),
            "expires_at": instant(known.session.expires_at),
            "remembered": known.session.remembered,
            "authentication_methods": known.session.amr,
            "browser": known.user_agent,
        })).collect::<Vec<_>>(),
        "connected_services": stored.services.iter().map(|service| json!({
            "client_id": service.client_id,
            "first_used_at": instant(service.first_used_at),
            "last_used_at": instant(service.last_used_at),
        })).collect::<Vec<_>>(),
        "accepted_documents": stored.acceptances.iter().map(|accepted| json!({
            "document": accepted.document.name(),
            "version": accepted.version,
            "accepted_at": instant(accepted.accepted_at),
            "language": accepted.locale.tag(),
        })).collect::<Vec<_>>(),
        "events": stored.audit.iter().map(|line| json!({
            "at": instant(line.at),
            "event": line.event,
            "client_id": line.client_id,
            "network": line.network,
            "detail": line.detail,
        })).collect::<Vec<_>>(),
        "has_older_events": stored.has_older_lines,
    })
}

fn account(stored: &Stored) -> Value {
    let account = &stored.account;
    json!({
        "sub": account.sub,
        "username": account.username,
        "email": account.email.as_ref().map(accounts::Email::as_str),
        "email_verified": account.email_verified,
        "mail_failed_at": account.mail_failed_at.map(instant),
        "given_name": account.given_name,
        "family_name": account.family_name,
        "phone": account.phone,
        "address": account.address,
        "language": account.locale.map(Locale::tag),
        "user_group": account.kind.name(),
        "has_password": account.password.is_some(),
        "password_set_at": account.password_set_at.map(instant),
        "imported_in": account.migration.as_ref().map(|migration| &migration.batch),
        "wrong_passwords_remembered": stored.tally.failures,
        "locked_until": stored.tally.locked_until.map(instant),
        "created_at": instant(account.created_at),
        "updated_at": instant(account.updated_at),
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The lists of the readable file, which follow the account itself.
pub fn sections(app: &App, stored: &Stored, locale: Locale) -> Vec<Section> {
    let when = |at| moment::date_time(locale, at);
    let span = |from, to| format!("{} – {}", when(from), when(to));
    let sessions = stored
        .sessions
        .iter()
        .map(|known| (span(known.session.created_at, known.session.last_seen_at), known.user_agent.clone()));
    let services = stored
        .services
        .iter()
        .map(|service| (name_of(app, service, locale), span(service.first_used_at, service.last_used_at)));
    let acceptances = stored
        .acceptances
        .iter()
        .map(|accepted| (when(accepted.accepted_at), format!("{} {}", accepted.document.name(), accepted.version)));
    let events = stored.audit.iter().map(|line| {
        let more = [line.detail.as_deref(), line.client_id.as_deref(), line.network.as_deref()];
        let told = std::iter::once(line.event.as_str()).chain(more.into_iter().flatten());
        (when(line.at), told.collect::<Vec<_>>().join(", "))
    });
    let homes = stored.homes.iter().map(|home| {
        let until = home.until.map(|day| day.to_string()).unwrap_or_default();
        (format!("{} – {until}", home.from), format!("{} {}", home.building, home.apartment))
    });
    let name_of_events = if stored.has_older_lines { SectionName::NewestEvents } else { SectionName::Events };
    vec![
        Section { name: SectionName::Homes, rows: homes.collect() },
        Section { name: SectionName::LegacyIds, rows: stored.legacy_ids.clone() },
        Section { name: SectionName::Sessions, rows: sessions.collect() },
        Section { name: SectionName::Services, rows: services.collect() },
        Section { name: SectionName::Acceptances, rows: acceptances.collect() },
        Section { name: name_of_events, rows: events.collect() },
    ]
}
