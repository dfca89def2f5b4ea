//! Stores, keys, mail, clock and disk.

use chrono::{DateTime, TimeDelta, Utc};
use keys::{Algorithm, KeyRecord, KeyState};

use super::Finding;
use crate::adapters::{Ephemeral as _, RedisEphemeral, Room, Smtp, Store};
use crate::flows::rotate_keys::ring;
use crate::ops::boot;
use crate::ops::config::Config;

/// A running service turns keys within minutes: later than this nobody does.
const TURNS_WITHIN: TimeDelta = TimeDelta::days(1);
/// Codes live for a minute: clocks that differ by more than this break logins.
const FARTHEST_CLOCK: TimeDelta = TimeDelta::seconds(30);
const MEGABYTE: u64 = 1024 * 1024;
/// With less room the database may stop any time.
const NO_ROOM: u64 = 100 * MEGABYTE;
/// With less room somebody should make some.
const LITTLE_ROOM: u64 = 1024 * MEGABYTE;

/// The database, where it can be used, and how it stands.
pub(super) async fn database(config: &Config, now: DateTime<Utc>) -> (Option<Store>, Vec<Finding>) {
    const ABOUT: &str = "database";
    let url = config.database.url.expose();
    if url.is_empty() {
        return (None, vec![Finding::failure(ABOUT, "no address: set database.url")]);
    }
    let store = match Store::connect_existing(url, 2).await {
        Ok(store) => store,
        Err(fault) => return (None, vec![Finding::failure(ABOUT, fault.to_operator())]),
    };
    match store.schema_is_current().await {
        Err(fault) => return (None, vec![Finding::failure(ABOUT, fault.to_operator())]),
        Ok(false) => {
            let advice = "the schema is older than this release: run idp migrate with the same --config";
            return (None, vec![Finding::failure("migrations", advice)]);
        }
        Ok(true) => {}
    }
    let reached = match store.ping(now).await {
        Ok(()) => Finding::fine(ABOUT, "reads and writes"),
        Err(fault) => Finding::failure(ABOUT, fault.to_operator()),
    };
    let mut found = vec![reached, Finding::fine("migrations", "current")];
    if let Ok(false) = store.cuts_statements_off().await {
        let advice = "no statement is ever cut off: a pooler does not pass the limit on; set it at the server: \
                      ALTER ROLE … SET statement_timeout = '3s'";
        found.push(Finding::warning(ABOUT, advice));
    }
    (Some(store), found)
}

/// The signing keys: whether the secret opens them, and how old they are.
pub(super) async fn signing_keys(config: &Config, store: &Store, now: DateTime<Utc>) -> Vec<Finding> {
    const ABOUT: &str = "signing keys";
    let opened = async {
        let sealer = boot::sealer(config)?;
        let records = store.signing_keys().await?;
        ring(&records, &sealer).map(|_| records)
    };
    match opened.await {
        Err(fault) => vec![Finding::failure(ABOUT, fault.to_operator())],
        Ok(records) if records.is_empty() => vec![Finding::fine(ABOUT, "none yet: the first start makes them")],
        Ok(records) => {
            let mut found: Vec<_> =
                boot::algorithms(config).into_iter().map(|algorithm| turn(config, &records, algorithm, now)).collect();
            found.extend(left_over(config, &records, now));
            found
        }
    }
}

fn turn(config: &Config, records: &[KeyRecord], algorithm: Algorithm, now: DateTime<Utc>) -> Finding {
    const ABOUT: &str = "signing keys";
    let name = algorithm.name();
    let current = records.iter().find(|key| key.algorithm == algorithm && key.state == KeyState::Current);
    let Some(current) = current else {
        return Finding::failure(ABOUT, format!("no current key of {name}: the next start makes one"));
    };
    let age = now - current.activated_at.unwrap_or(current.created_at);
    let days = age.num_days();
    if age > config.keys.rotate_after + TURNS_WITHIN {
        let most = config.keys.rotate_after.num_days();
        let advice = "a running service rotates it by itself; or run idp keys rotate";
        return Finding::warning(
            ABOUT,
            format!("{name} signs since {days} days, keys.rotate_after is {most}: {advice}"),
        );
    }
    Finding::fine(ABOUT, format!("{name} signs since {days} days"))
}

fn left_over(config: &Config, records: &[KeyRecord], now: DateTime<Utc>) -> Option<Finding> {
    let is_over = |key: &&KeyRecord| {
        key.retired_at.is_some_and(|retired_at| now - retired_at > config.keys.retire_after + TURNS_WITHIN)
    };
    let count = records.iter().filter(is_over).count();
    let advice = "a running service removes them by itself; or run idp keys retire";
    (count > 0).then(|| Finding::warning("signing keys", format!("{count} that should be gone: {advice}")))
}

/// The store of what may vanish: whether it answers.
pub(super) async fn ephemeral(config: &Config) -> Finding {
    const ABOUT: &str = "ephemeral";
    let url = match config.ephemeral.redis() {
        Ok(Some(url)) => url,
        Ok(None) => return Finding::fine(ABOUT, "in the process itself: serves a single replica"),
        Err(expected) => return Finding::failure(ABOUT, expected.to_string()),
    };
    let answer = match RedisEphemeral::new(&url, &config.ephemeral.prefix) {
        Ok(redis) => redis.ping().await,
        Err(fault) => Err(fault),
    };
    match answer {
        Ok(()) if url.is_open_to_all() => {
            let advice = "whoever reaches it can lift limits and break logins: set a password";
            Finding::warning(ABOUT, format!("Redis answers, and asks for no password; {advice}"))
        }
        Ok(()) => Finding::fine(ABOUT, "Redis answers"),
        Err(fault) => {
            let advice = "check host, port, password and firewall; nobody can log in until it answers";
            Finding::failure(ABOUT, format!("{}; {advice}", fault.to_operator()))
        }
    }
}

/// The mail relay: whether it takes a connection, encryption and password.
pub(super) async fn mail(config: &Config) -> Finding {
    const ABOUT: &str = "mail";
    if config.mail.is_mailbox() {
        return Finding::warning(ABOUT, "kept and not sent: set mail.url to a relay");
    }
    if config.mail.url.is_empty() {
        return Finding::failure(ABOUT, "no relay: set mail.url");
    }
    let smtp = match Smtp::new(config.mail.url.expose()) {
        Ok(smtp) => smtp,
        Err(fault) => return Finding::failure(ABOUT, fault.to_operator()),
    };
    match smtp.reach().await {
        Ok(()) => Finding::fine(ABOUT, "the relay answers"),
        Err(fault) => {
            let advice = "check host, port, password and firewall; mails wait until it answers";
            Finding::failure(ABOUT, format!("the relay of mail.url does not serve us: {fault}; {advice}"))
        }
    }
}

/// The clock, beside that of a site that was `seen_at` its own time.
pub(super) fn clock(now: DateTime<Utc>, seen_at: Option<DateTime<Utc>>) -> Finding {
    const ABOUT: &str = "clock";
    match seen_at.map(|seen_at| now - seen_at) {
        None => Finding::fine(ABOUT, format!("{}, compared with nobody's", now.format("%Y-%m-%d %H:%M:%S UTC"))),
        Some(apart) if apart.abs() > FARTHEST_CLOCK => {
            let seconds = apart.num_seconds();
            Finding::failure(ABOUT, format!("{seconds} s off from the web's: turn time synchronisation (NTP) on"))
        }
        Some(_) => Finding::fine(ABOUT, "agrees with the web's"),
    }
}

/// The disk of an SQLite database.
pub(super) fn disk(config: &Config) -> Option<Finding> {
    let folder = config.database.file()?.parent()?;
    Some(match Room::at(folder) {
        Err(fault) => Finding::failure("disk", fault.to_operator()),
        Ok(room) => judge(room),
    })
}

fn judge(room: Room) -> Finding {
    const ABOUT: &str = "disk";
    let free = room.free / MEGABYTE;
    match room.free {
        ..NO_ROOM => Finding::failure(ABOUT, format!("{free} MB free: make room now, the database needs it")),
        NO_ROOM..LITTLE_ROOM => Finding::warning(ABOUT, format!("{free} MB free: make room beside the database")),
        _ => Finding::fine(ABOUT, format!("{free} MB free")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn a_clock_that_is_off_breaks_logins() {
        for (seconds, state) in [(0, State::Ok), (29, State::Ok), (-31, State::Fail), (3_600, State::Fail)] {
            assert_eq!(clock(NOW, Some(NOW + TimeDelta::seconds(seconds))).state, state, "{seconds}");
        }
        assert_eq!(clock(NOW, None).state, State::Ok);
    }

    #[test]
    fn a_disk_is_judged_by_what_is_left() {
        let left = |megabytes| judge(Room { free: megabytes * MEGABYTE }).state;
        assert_eq!([99, 100, 1_023, 1_024].map(left), [State::Fail, State::Warn, State::Warn, State::Ok]);
    }
}
