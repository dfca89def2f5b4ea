//! `idp doctor`: whether everything that the service needs is there and in
//! order, a line for each thing, with what to do where it is not. It changes
//! nothing, and looks at other sites only when asked to.

mod certificate;
mod links;
mod machines;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::ops::config::Config;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum State {
    /// It is in order.
    Ok,
    /// It works, and somebody should see to it.
    Warn,
    /// It does not work.
    Fail,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, such as `database`.
    pub about: String,
    /// How it stands.
    pub state: State,
    /// What was seen, and what to do about it.
    pub message: String,
}

impl Finding {
    fn new(about: &str, state: State, message: impl Into<String>) -> Self {
        Self { about: about.to_owned(), state, message: message.into() }
    }

    fn fine(about: &str, message: impl Into<String>) -> Self {
        Self::new(about, State::Ok, message)
    }

    fn warning(about: &str, message: impl Into<String>) -> Self {
        Self::new(about, State::Warn, message)
    }

    fn failure(about: &str, message: impl Into<String>) -> Self {
        Self::new(about, State::Fail, message)
    }
}

/// One line, its columns under those of the others.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Ok => "OK",
            State::Warn => "WARN",
            State::Fail => "FAIL",
        };
        write!(f, "{state:<4}  {:<14}  {}", self.about, self.message)
    }
}

/// What is to be looked at.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Whether links and addresses are tried over the network.
    pub online: bool,
    /// The one client whose settings are looked at; all where there is none.
    pub client: Option<String>,
}

/// Everything that can be found about the service of `config` at `now`.
pub async fn examine(config: &Config, wishes: &Wishes, now: DateTime<Utc>) -> Vec<Finding> {
    let mut found = settings(config);
    let (store, about_store) = machines::database(config, now).await;
    found.extend(about_store);
    if let Some(store) = &store {
        found.extend(machines::signing_keys(config, store, now).await);
    }
    found.push(machines::ephemeral(config).await);
    found.push(machines::mail(config).await);
    let clients = links::clients(config, store.as_ref(), wishes).await;
    found.extend(links::help(config));
    found.extend(clients.iter().flat_map(links::written));
    if let Some(id) = wishes.client.as_ref().filter(|_| clients.is_empty()) {
        found.push(Finding::failure("clients", format!("there is no client {id}: look at [[clients]] of the file")));
    }
    let mut seen_at = None;
    if wishes.online {
        let (answers, clock) = links::answers(config, &clients).await;
        found.extend(answers);
        seen_at = clock;
    }
    found.push(machines::clock(now, seen_at));
    found.extend(certificate::certificate(config, now));
    found.extend(certificate::key_file(config));
    found.extend(machines::disk(config));
    if let Some(store) = store
        && let Err(fault) = store.close().await
    {
        found.push(Finding::warning("database", fault.to_operator()));
    }
    found
}

fn settings(config: &Config) -> Vec<Finding> {
    const ABOUT: &str = "configuration";
    let unsafe_ones = config.check_for_production().iter().map(|problem| Finding::failure(ABOUT, problem.to_string()));
    let warnings = config.warnings().iter().map(|problem| Finding::warning(ABOUT, problem.to_string()));
    let found: Vec<Finding> = unsafe_ones.chain(warnings).collect();
    match found.is_empty() {
        true => vec![Finding::fine(ABOUT, "fine for production")],
        false => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_one_line_in_three_columns() {
        let lines = [
            (Finding::fine("clock", "right"), "OK    clock           right"),
            (Finding::warning("signing keys", "old"), "WARN  signing keys    old"),
            (Finding::failure("mail", "away"), "FAIL  mail            away"),
        ];
        for (finding, line) in lines {
            assert_eq!(finding.to_string(), line);
        }
    }

    #[test]
    fn what_production_must_not_have_is_a_failure_with_its_key() {
        let config = Config::parse("", "idp.toml", |_| None);
        let found = config.map(|config| settings(&config)).unwrap_or_default();
        let issuer = found.iter().find(|finding| finding.message.contains("issuer"));
        assert_eq!(issuer.map(|finding| finding.state), Some(State::Fail), "{found:?}");
    }
}
