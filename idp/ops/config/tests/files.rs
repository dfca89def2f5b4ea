//! The configuration files that come with the service.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use accounts::migration::Window;
use accounts::policy::Privacy;
use accounts::terms::Editions;
use oidc::names::Localized;

use super::super::{Config, ConfigError, example};
use super::{STRONG, parse, parse_with};

#[test]
fn the_examples_are_fit_for_production_once_they_have_secrets() {
    let production = include_str!("../../../../deploy/config/production.toml");
    let env = [
        ("IDP__KEYS__SECRET", STRONG),
        ("IDP__CLIENTS__ESERVICE__SECRET", STRONG),
        ("IDP__MAIL__URL", "smtp://relay.example.fi:25"),
    ];
    for text in [example::TEXT, production] {
        let config = parse_with(text, &env).unwrap();
        assert_eq!(config.check_for_production(), []);
        assert_eq!(config.clients[0].name.get("sv"), Some("E-tjänster"));
    }
}

#[test]
fn the_development_settings_are_complete_but_for_what_dev_adds() {
    let config = parse(include_str!("../../../../deploy/config/development.toml")).unwrap();
    let keys: Vec<_> = config.check_for_production().iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["keys.secret", "database.url", "mail.url"]);
    assert_eq!(config.accounts.privacy, Privacy::Seed);
    assert_ne!(config.organisation.service_name, Localized::Absent);
}

#[test]
fn the_example_shows_every_key() {
    let sections = ["", "http", "database", "ephemeral", "mail", "keys", "accounts", "accounts.lockout"];
    let more =
        ["accounts.password", "limits", "sessions", "tokens", "outbound", "organisation", "migration", "telemetry"];
    for section in sections.into_iter().chain(more).chain(["clients", "organisation.editions"]) {
        let header = match section {
            "" => String::new(),
            "clients" | "organisation.editions" => format!("[[{section}]]\n"),
            name => format!("[{name}]\n"),
        };
        let ConfigError(problems) = parse(&format!("{header}no_such_key = 1")).unwrap_err();
        let message = problems.iter().find(|problem| problem.key.ends_with("no_such_key")).unwrap().message.clone();
        let listed = message.strip_prefix("unknown key; expected ").unwrap().trim_start_matches("one of ");
        let known: BTreeSet<_> = listed.split([',', ' ']).filter(|word| !word.is_empty() && *word != "or").collect();
        let shown = table_of(section);
        assert_eq!(known, shown.iter().map(String::as_str).collect(), "[{section}]");
    }
}

/// The keys of a section of the example.
fn table_of(section: &str) -> BTreeSet<String> {
    let mut value = toml::Value::Table(example::keys());
    for name in section.split('.').filter(|name| !name.is_empty()) {
        value = value[name].clone();
    }
    if let Some(first) = value.get(0) {
        value = first.clone();
    }
    value.as_table().unwrap().keys().cloned().collect()
}

#[test]
fn what_the_example_shows_as_default_is_the_default() {
    let (shown, default) =
        (parse_with(example::TEXT, &[("IDP__CLIENTS__ESERVICE__SECRET", STRONG)]).unwrap(), parse("").unwrap());
    let settings = |config: &Config| {
        let Config { oidc, accounts, http, ephemeral, keys, limits, outbound, telemetry, organisation, .. } = config;
        let mut accounts = accounts.clone();
        accounts.password_min_length = None;
        accounts.migration_window = Window::default();
        accounts.editions = Editions::default();
        let oidc = oidc::Policy { issuer: String::new(), ..oidc.clone() };
        format!(
            "{oidc:?} {accounts:?} {} {} {ephemeral:?} {keys:?} {limits:?} {:?} {} {}",
            http.listen, http.max_connections, outbound.timeout, telemetry.log, organisation.brand_color
        )
    };
    assert_eq!(settings(&shown), settings(&default));
}
