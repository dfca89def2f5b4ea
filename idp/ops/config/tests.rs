//! A configuration as a whole: faults told in one go, environment over file,
//! and the files that come with the service.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeSet, HashMap};

use accounts::policy::Privacy;
use chrono::TimeDelta;
use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::names::{Digest, Localized, SigningAlgorithm};

use super::{Config, ConfigError, example};

const STRONG: &str = "3x8TqMdKkQbY0dL5sZ1nQ7vJw2pR9aHcE4uFgXyBtNo";

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, "idp.toml", |_| None)
}

fn parse_with(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let env: HashMap<_, _> = env.iter().copied().collect();
    Config::parse(text, "idp.toml", |name| env.get(name).map(|value| (*value).to_owned()))
}

/// A client of which `extra` is the odd part.
fn client(extra: &str) -> String {
    let mut lines = vec!["[[clients]]".to_owned()];
    for (key, value) in [
        ("client_id", "\"app\"".to_owned()),
        ("name", "\"App\"".to_owned()),
        ("secret", format!("\"{STRONG}\"")),
        ("redirect_uris", "[\"https://app.example.fi/cb\"]".to_owned()),
    ] {
        if !extra.lines().any(|line| line.split(' ').next() == Some(key)) {
            lines.push(format!("{key} = {value}"));
        }
    }
    lines.push(extra.to_owned());
    lines.join("\n")
}

#[test]
fn every_fault_is_one_line_that_says_what_is_expected() {
    let table = [
        ("issuer = 'x", ":1: expected TOML:"),
        ("isuer = 'x'", ":1: isuer: unknown key; expected one of issuer, http,"),
        ("[http]\nport = 80", ":2: http.port: unknown key; expected one of listen, trusted_proxies, max_connections"),
        ("http = 80", ":1: http: expected a table of keys"),
        ("clients = ['x']", ": clients[0]: expected a table of keys"),
        ("issuer = 1", ":1: issuer: expected a text in quotes"),
        ("issuer = 'id.example.fi'", ":1: issuer: expected an origin"),
        ("issuer = 'https://id.example.fi/'", "issuer: expected an origin"),
        ("issuer = 'https://id.example.fi/city'", "issuer: expected an origin"),
        ("issuer = 'https://id.example.fi?a=b'", "issuer: expected an origin"),
        ("issuer = 'https://id.example.fi#a'", "issuer: expected an origin"),
        ("issuer = 'https://ID.example.fi'", "issuer: expected an origin"),
        ("issuer = 'https://id.example.fi:443'", "issuer: expected an origin"),
        ("issuer = 'https://me:pw@id.example.fi'", "issuer: expected an origin"),
        ("issuer = 'ftp://id.example.fi'", "issuer: expected an origin"),
        ("[http]\nlisten = '8080'", ":2: http.listen: expected an address and port"),
        ("[http]\ntrusted_proxies = ['10.0.0.0/33']", "http.trusted_proxies: expected networks such as"),
        ("[http]\ntrusted_proxies = ['0.0.0.0/0']", "http.trusted_proxies: expected the proxies' own networks"),
        ("[http]\nmax_connections = 0", "http.max_connections: expected a number from"),
        ("[http]\nmax_connections = -1", "http.max_connections: expected a whole number"),
        ("[database]\nurl = 'mysql://x'", "database.url: expected sqlite:///"),
        ("[ephemeral]\nurl = 'redis://x'", "ephemeral.url: expected memory:"),
        ("[mail]\nurl = 'relay:25'", "mail.url: expected smtp://"),
        ("[mail]\nfrom = 'nobody'", "mail.from: expected an address"),
        ("[mail]\nreply_to = 'nobody'", "mail.reply_to: expected an address"),
        ("[keys]\nsecret = 'short'", ":2: keys.secret: expected at least 32 characters; make one with: openssl rand"),
        ("[keys]\nsecret = 12345678", "keys.secret: expected a text in quotes"),
        ("[keys]\nalgorithms = []", "keys.algorithms: expected at least one of"),
        ("[keys]\nalgorithms = ['HS256']", "keys.algorithms[0]: expected ES256 or RS256"),
        ("[keys]\nretire_after = '10s'", "keys.retire_after: expected at least 1h"),
        ("[keys]\nrotate_after = '1h'", "keys.rotate_after: expected at least 1d"),
        ("[accounts]\nrecovery_ttl = '30'", "accounts.recovery_ttl: expected a duration such as"),
        ("[accounts]\nrecovery_ttl = '2d'", "accounts.recovery_ttl: expected 5m to 24h"),
        ("[accounts.lockout]\nattempts = 0", "accounts.lockout.attempts: expected a number from 3"),
        ("[accounts.lockout]\nduration = '1s'", "accounts.lockout.duration: expected 1m to"),
        ("[accounts.password]\nprofile = 'weak'", "accounts.password.profile: expected seed or strong"),
        ("[accounts.password]\nmin_length = 4", "accounts.password.min_length: expected a number from 6"),
        ("[accounts]\nprivacy = 'none'", "accounts.privacy: expected neutral or seed"),
        ("[limits]\nper_account = 0", "limits.per_account: expected at least 1"),
        ("[limits]\nper_network = 1", "limits.per_network: expected no less than"),
        ("[limits]\nmails_per_recipient = 0", "limits.mails_per_recipient: expected a number from 1"),
        ("[sessions]\nidle = '13h'", "sessions.idle: expected no more than sessions.absolute"),
        ("[sessions]\nabsolute = '30d'", "sessions.absolute: expected at most 7d"),
        ("[sessions]\nremember_me = '400d'", "sessions.remember_me: expected at most 365d"),
        ("[tokens]\ncode_ttl = '1h'", "tokens.code_ttl: expected at most 10m"),
        ("[tokens]\naccess_ttl = '2d'", "tokens.access_ttl: expected at most 24h"),
        ("[outbound]\nallow = ['localhost']", "outbound.allow: expected networks"),
        ("[outbound]\ntimeout = '1m'", "outbound.timeout: expected at most 30s"),
        ("[organisation]\nname = 1", "organisation.name: expected a text, or texts by language"),
        ("[organisation]\nname = { se = 'x' }", "organisation.name: expected texts in fi, sv and en only"),
        ("[organisation]\nname = ' '", "organisation.name: expected a text on one line"),
        ("[organisation]\nhelp_link = 'javascript:x'", "organisation.help_link: expected a link"),
        ("[organisation]\nsupport_email = 'x'", "organisation.support_email: expected an address"),
        ("[organisation]\nbrand_color = 'blue'", "organisation.brand_color: expected a colour"),
        ("[migration]\nopens_at = '2026-11-23'", "migration.opens_at: expected a time with its offset"),
        (
            "[migration]\nopens_at = 2026-11-23T06:00:00Z\ncloses_at = 2026-11-23T06:00:00Z",
            ":3: migration.closes_at: expected a time after",
        ),
        ("[telemetry]\nlog = 'loud'", "telemetry.log: expected error, warn"),
    ];
    for (text, expected) in table {
        let ConfigError(problems) = parse(text).unwrap_err();
        let line = problems[0].to_string();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(line.starts_with("idp.toml:") && line.contains(expected), "{text}\n  {line}\n  {expected}");
        assert!(!line.contains('\n') && !line.contains("12345678") && !line.contains("pw@"), "{line}");
    }
}

#[test]
fn every_fault_of_a_client_names_the_client() {
    let table = [
        ("client_id = ''", "client_id: expected 1 to 100"),
        ("client_id = 'a b'", "client_id: expected 1 to 100"),
        ("name = {}", "name: expected texts in fi"),
        ("secret = 'short'", "secret: expected at least 32 random"),
        ("token_endpoint_auth_method = 'none'", "secret: expected no secret"),
        ("token_endpoint_auth_method = 'private_key_jwt'", "token_endpoint_auth_method: expected one of none"),
        ("secret = ''\ntoken_endpoint_auth_method = 'none'\nrequire_pkce = false", "require_pkce: expected true"),
        ("redirect_uris = []", "redirect_uris: expected at least one"),
        ("redirect_uris = ['http://app.example.fi/cb']", "redirect_uris[0]: expected https"),
        ("redirect_uris = ['https://app.example.fi/*']", "redirect_uris[0]: expected the exact URI"),
        ("post_logout_redirect_uris = ['/']", "post_logout_redirect_uris[0]: expected an absolute URI"),
        ("back_channel_logout_uri = 'http://app.internal/'", "back_channel_logout_uri: expected https"),
        ("initiate_login_uri = 'app:/'", "initiate_login_uri: expected https"),
        ("home_uri = 'javascript:alert(1)'", "home_uri: expected https"),
        ("grant_types = []", "grant_types: expected authorization_code"),
        ("grant_types = ['password']", "grant_types[0]: expected one of authorization_code"),
        ("grant_types = ['refresh_token']", "grant_types: expected authorization_code beside"),
        (
            "secret = ''\ntoken_endpoint_auth_method = 'none'\ngrant_types = ['authorization_code', 'client_credentials']",
            "grant_types: expected no client_credentials",
        ),
        ("scopes = ['open id']", "scopes: expected scope values"),
        ("refresh = 'rotate-grace:10m'", "refresh: expected rotate,"),
        ("refresh = true", "refresh: expected rotate,"),
        ("id_token_alg = 'PS256'", "id_token_alg: expected ES256 or RS256"),
        ("require_pkce = 'yes'", "require_pkce: expected true or false"),
        ("jwks_uri = 'https://x'", "jwks_uri: unknown key; expected one of client_id"),
    ];
    for (extra, expected) in table {
        let ConfigError(problems) = parse(&client(extra)).unwrap_err();
        let line = problems[0].to_string();
        assert_eq!(problems.len(), 1, "{extra}: {problems:?}");
        assert!(line.contains(&format!(": clients[0].{expected}")), "{extra}\n  {line}\n  {expected}");
        assert!(!line.contains(STRONG) && !line.contains("short"), "{line}");
    }
}

#[test]
fn an_algorithm_that_is_not_offered_is_refused() {
    let text = format!("[keys]\nalgorithms = ['ES256']\n{}", client("id_token_alg = 'RS256'"));
    let ConfigError(problems) = parse(&text).unwrap_err();
    assert_eq!(problems[0].key, "clients[0].id_token_alg");
}

#[test]
fn two_clients_never_share_an_id_or_its_variable() {
    for second in ["app", "APP"] {
        let text = format!("{}\n{}", client(""), client(&format!("client_id = '{second}'")));
        let ConfigError(problems) = parse(&text).unwrap_err();
        assert!(problems[0].to_string().contains("clients[1].client_id: expected an id that differs"), "{problems:?}");
    }
}

#[test]
fn all_faults_are_told_in_one_go() {
    let text = "issuer = 5\nisuer = 'x'\n[http]\nlisten = 'x'\nmax_connections = 'many'\n[keys]\nsecret = 'short'\n\
                [organisation]\nbrand_color = 'red'\n[[clients]]\nredirect_uris = [1]\n[[clients]]\nsecret = 2\n";
    let ConfigError(problems) = parse(text).unwrap_err();
    let keys: BTreeSet<_> = problems.iter().map(|problem| problem.key.as_str()).collect();
    for key in [
        "issuer",
        "isuer",
        "http.listen",
        "http.max_connections",
        "keys.secret",
        "organisation.brand_color",
        "clients[0].client_id",
        "clients[0].redirect_uris[0]",
        "clients[1].secret",
        "clients[1].redirect_uris",
    ] {
        assert!(keys.contains(key), "{key} is missing from {keys:?}");
    }
    assert!(!keys.contains("clients[0].redirect_uris"), "{keys:?}");
    assert_eq!(ConfigError(problems.clone()).to_string().lines().count(), problems.len());
}

#[test]
fn an_empty_file_gives_the_defaults() {
    let config = parse("").unwrap();
    assert_eq!(config.oidc.issuer, "");
    assert_eq!(config.oidc.code_ttl, TimeDelta::seconds(60));
    assert_eq!(config.oidc.access_token_ttl, TimeDelta::minutes(10));
    assert_eq!(config.accounts.privacy, Privacy::Neutral);
    assert_eq!(config.accounts.lockout.attempts, 5);
    assert_eq!(config.accounts.lockout.duration, TimeDelta::hours(24));
    assert_eq!(config.accounts.mails_per_day, 5);
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.http.max_connections, 4096);
    assert_eq!(config.keys.algorithms, [SigningAlgorithm::Es256, SigningAlgorithm::Rs256]);
    assert!(config.keys.secret.is_empty() && config.clients.is_empty());
}

#[test]
fn a_client_becomes_what_the_protocol_knows() {
    let config = parse(&client(
        "refresh = 'rotate-grace:30s'\ngrant_types = ['authorization_code', 'refresh_token']\n\
         scopes = ['openid', 'email']\nname = { fi = 'Lupa', en = 'Permit' }",
    ))
    .unwrap();
    let client = &config.clients[0];
    assert_eq!(client.client_id, "app");
    assert_eq!(client.name.get("en"), Some("Permit"));
    assert_eq!(client.auth_method, AuthMethod::ClientSecretBasic);
    assert!(client.secret_digest.is_some_and(|digest| digest == Digest::of(STRONG)));
    assert_eq!(client.grant_types, [GrantType::AuthorizationCode, GrantType::RefreshToken].into());
    assert_eq!(client.scopes.to_string(), "email openid");
    assert_eq!(client.refresh, RefreshPolicy::RotateGrace(30));
    assert_eq!(client.id_token_alg, SigningAlgorithm::Es256);
    assert!(client.require_pkce && !client.claims_in_id_token);

    let public = parse(&client_without_secret()).unwrap();
    assert_eq!((public.clients[0].auth_method, public.clients[0].secret_digest), (AuthMethod::None, None));
}

fn client_without_secret() -> String {
    client("secret = ''\ntoken_endpoint_auth_method = 'none'")
}

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
        ],
    )
    .unwrap();
    assert_eq!(config.oidc.issuer, "https://b.example.fi");
    assert_eq!(config.http.listen.to_string(), "0.0.0.0:80");
    assert_eq!(config.http.max_connections, 100);
    assert_eq!(config.http.trusted_proxies.len(), 2);
    assert_eq!(config.accounts.lockout.attempts, 7);
    assert!(config.migration.opens_at.is_some() && config.mail.reply_to.is_none());
    assert_eq!(config.organisation.name.get("sv"), Some("Kaskenranta"));
    assert_eq!(config.organisation.name.get("en"), Some("City of Kaskenranta"));
    assert!(config.clients[0].secret_digest.is_some_and(|digest| digest.matches(STRONG)));
    assert!(config.clients[0].claims_in_id_token);
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
    let missing = parse_with("", &[("IDP__KEYS__SECRET_FILE", "/nowhere/secret")]).unwrap_err();
    assert!(
        missing.to_string().contains("keys.secret: expected a readable file in IDP__KEYS__SECRET_FILE"),
        "{missing}"
    );
}

#[test]
fn unsafe_settings_are_refused_in_production_only() {
    let table = [
        ("issuer = 'http://id.example.fi'", "issuer: expected https"),
        ("", "issuer: expected an origin"),
        ("", "keys.secret: expected at least 32 characters"),
        ("[keys]\nsecret = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "keys.secret: expected a random secret"),
        ("[keys]\nsecret = 'please-change-me-0123456789-0123456789'", "keys.secret: expected a random secret"),
        ("", "database.url: expected sqlite:///"),
        ("", "mail.url: expected smtp://"),
        ("[mail]\nurl = 'mailbox:'", "mail.url: expected smtp:// or smtps://"),
        ("", "mail.from: expected an address"),
        ("", "organisation.name: expected the name"),
        ("", "organisation.service_name: expected the name"),
        ("", "organisation.support_phone: expected a telephone number"),
    ];
    for (text, expected) in table {
        let config = parse(text).unwrap();
        let lines: Vec<_> = config.check_for_production().iter().map(ToString::to_string).collect();
        assert!(lines.iter().any(|line| line.contains(expected)), "{text}: {lines:?}");
    }
    let weak = parse(&client("secret = 'example-secret-0123456789-0123456789'")).unwrap();
    assert!(weak.check_for_production().iter().any(|problem| problem.key == "clients[0].secret"));
    let local = parse("issuer = 'http://127.0.0.1:8080'").unwrap();
    assert!(!local.check_for_production().iter().any(|problem| problem.key == "issuer"));
}

#[test]
fn risky_settings_are_warned_about() {
    let table = [
        ("", "ephemeral.url", true),
        ("", "clients", true),
        ("[accounts.password]\nprofile = 'seed'", "accounts.password.profile", true),
        ("", "accounts.password.profile", false),
        ("[http]\nlisten = '0.0.0.0:80'", "http.trusted_proxies", true),
        ("", "http.trusted_proxies", false),
        ("[tokens]\naccess_ttl = '2h'", "tokens.access_ttl", true),
        ("", "organisation.accessibility", true),
    ];
    for (text, key, expected) in table {
        let config = parse(text).unwrap();
        assert_eq!(config.warnings().iter().any(|warning| warning.key == key), expected, "{text}: {key}");
    }
}

#[test]
fn no_secret_is_printed_with_the_configuration() {
    let text = format!(
        "[keys]\nsecret = '{STRONG}'\n[database]\nurl = 'postgres://idp:{STRONG}@db/idp'\n\
         [mail]\nurl = 'smtps://u:{STRONG}@relay'\n{}",
        client("")
    );
    let printed = format!("{:?}", parse(&text).unwrap());
    assert!(!printed.contains(STRONG), "{printed}");
}

#[test]
fn the_examples_are_fit_for_production_once_they_have_secrets() {
    let production = include_str!("../../../deploy/config/production.toml");
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
    let config = parse(include_str!("../../../deploy/config/development.toml")).unwrap();
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
    for section in sections.into_iter().chain(more).chain(["clients"]) {
        let header = match section {
            "" => String::new(),
            "clients" => "[[clients]]\n".to_owned(),
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
        let oidc = oidc::Policy { issuer: String::new(), ..oidc.clone() };
        format!(
            "{oidc:?} {accounts:?} {} {} {ephemeral:?} {keys:?} {limits:?} {:?} {telemetry:?} {}",
            http.listen, http.max_connections, outbound.timeout, organisation.brand_color
        )
    };
    assert_eq!(settings(&shown), settings(&default));
}
