//! The environment over the file.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;

use super::super::Config;
use super::{STRONG, client, parse_with};

#[test]
fn the_environment_wins_over_the_file() {
    let text = format!("issuer = 'https://a.example.fi'\n[http]\nlisten = '127.0.0.1:1'\n{}", client("secret = ''"));
    let config = parse_with(
        &text,
        &[
            ("IDP__ISSUER", "https://b.example.fi"),
            ("IDP__HTTP__LISTEN", "0.0.0.0:80"),
            ("IDP__HTTP__MAX_CONNECTIONS", "100"),
            ("IDP__HTTP__TRUSTED_PROXIES", "10.0.0.0/8, fd00::/8"),
            ("IDP__ACCOUNTS__LOCKOUT__ATTEMPTS", "7"),
            ("IDP__MIGRATION__OPENS_AT", "2026-11-23T06:00:00+02:00"),
            ("IDP__ORGANISATION__NAME", "Kaskenranta"),
            ("IDP__ORGANISATION__NAME__EN", "City of Kaskenranta"),
            ("IDP__CLIENTS__APP__SECRET", STRONG),
            ("IDP__CLIENTS__APP__CLAIMS_IN_ID_TOKEN", "true"),
            ("IDP__MAIL__REPLY_TO", ""),
            ("IDP__TELEMETRY__TRACE_RATIO", "0.25"),
        ],
    )
    .unwrap();
    assert_eq!(config.oidc.issuer, "https://b.example.fi");
    assert_eq!(config.http.listen.to_string(), "0.0.0.0:80");
    assert_eq!(config.http.max_connections, 100);
    assert_eq!(config.http.trusted_proxies.len(), 2);
    assert_eq!(config.accounts.lockout.attempts, 7);
    assert!(config.accounts.migration_window.opens_at.is_some() && config.mail.reply_to.is_none());
    assert_eq!(config.organisation.name.get("sv"), Some("Kaskenranta"));
    assert_eq!(config.organisation.name.get("en"), Some("City of Kaskenranta"));
    assert!(config.clients[0].secret_digest.is_some_and(|digest| digest.matches(STRONG)));
    assert!(config.clients[0].claims_in_id_token);
    assert!((config.telemetry.trace_ratio - 0.25).abs() < f64::EPSILON);
}

#[test]
fn a_fault_from_the_environment_names_its_variable() {
    let table = [
        ("IDP__HTTP__MAX_CONNECTIONS", "many", "http.max_connections", "expected a whole number"),
        ("IDP__KEYS__SECRET", "short", "keys.secret", "expected at least 32 characters"),
        ("IDP__CLIENTS__APP__REQUIRE_PKCE", "yes", "clients[0].require_pkce", "expected true or false"),
    ];
    for (name, value, key, expected) in table {
        let error = parse_with(&client(""), &[(name, value)]).unwrap_err().to_string();
        assert!(error.starts_with(&format!("idp.toml: {key} (set by {name}): {expected}")), "{error}");
        assert!(!error.contains("short"), "{error}");
    }
}

#[test]
fn a_secret_may_lie_in_a_file_of_its_own() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("secret");
    std::fs::write(&path, format!("{STRONG}\n")).unwrap();
    let path = path.to_str().unwrap();
    let env = [("IDP__KEYS__SECRET_FILE", path), ("IDP__CLIENTS__APP__SECRET_FILE", path)];
    let config = parse_with(&client("secret = ''"), &env).unwrap();
    assert_eq!(config.keys.secret.expose(), STRONG);
    assert!(config.clients[0].secret_digest.is_some_and(|digest| digest.matches(STRONG)));

    let both = parse_with("", &[("IDP__KEYS__SECRET_FILE", path), ("IDP__KEYS__SECRET", STRONG)]).unwrap_err();
    assert!(both.to_string().contains("keys.secret: expected IDP__KEYS__SECRET or IDP__KEYS__SECRET_FILE, not both"));
    std::fs::write(path, "short").unwrap();
    let short = parse_with("", &[("IDP__KEYS__SECRET_FILE", path)]).unwrap_err();
    assert!(short.to_string().contains("keys.secret (set by IDP__KEYS__SECRET_FILE): expected"), "{short}");
    let missing = parse_with("", &[("IDP__KEYS__SECRET_FILE", "/nowhere/secret")]).unwrap_err();
    assert!(
        missing.to_string().contains("keys.secret: expected a readable file in IDP__KEYS__SECRET_FILE"),
        "{missing}"
    );
}

#[test]
fn a_variable_that_sets_no_key_is_a_fault() {
    let read = |text: &str, names: &[&str]| {
        let variables: BTreeMap<_, _> = names.iter().map(|name| ((*name).to_owned(), "100".to_owned())).collect();
        Config::read(text, "idp.toml", &variables).map_err(|error| error.to_string())
    };
    assert!(read("", &["IDP__HTTP__MAX_CONNECTIONS"]).is_ok());
    for name in ["IDP__HTTP__MAX", "IDP__CLIENTS__APP__SECRET", "IDP__HTTP__LISTEN_FILE"] {
        let expected = format!("idp.toml: {name}: expected a variable that names a key, such as IDP__HTTP__LISTEN");
        assert_eq!(read("", &[name]).unwrap_err(), expected);
    }
    let both = read("issuer = 1", &["IDP__HTTP__MAX"]).unwrap_err();
    assert_eq!(both.lines().count(), 2, "{both}");
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let error = Config::load(&directory.path().join("idp.toml")).unwrap_err().to_string();
    assert!(error.contains("idp.toml: expected a readable file: "), "{error}");
}
