//! What is refused or warned about, and in which words.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use super::super::ConfigError;
use super::{STRONG, client, parse};

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
        ("[http]\ntrusted_proxies = ['10.0.0.1/8']", "expected 10.0.0.1 for one proxy, or 10.0.0.0/8 for all"),
        ("[http]\ntrusted_proxies = ['0.0.0.0/0']", "http.trusted_proxies: expected the proxies' own networks"),
        ("[http]\nmax_connections = 0", "http.max_connections: expected a number from"),
        ("[http]\nmax_connections = -1", "http.max_connections: expected a whole number"),
        ("[database]\nurl = 'mysql://x'", "database.url: expected sqlite:///"),
        ("[ephemeral]\nurl = 'http://x'", ":2: ephemeral.url: expected redis://"),
        ("[ephemeral]\nurl = 'redis+sentinel://x'", "ephemeral.url: expected the master's name"),
        ("[ephemeral]\nprefix = '{idp}:'", "ephemeral.prefix: expected no braces"),
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
        ("[limits]\nwrong_per_network = 4", "limits.wrong_per_network: expected at least 5"),
        ("[limits]\nmails_per_recipient = 0", "limits.mails_per_recipient: expected a number from 1"),
        ("[accounts]\npostal_codes = 'none.csv'", "accounts.postal_codes: expected a readable file: none.csv"),
        ("[sessions]\nidle = '13h'", "sessions.idle: expected no more than sessions.absolute"),
        (
            "[sessions]\nofficial_idle = '9h'",
            "sessions.official_idle: expected no more than sessions.official_absolute",
        ),
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
        ("[organisation]\nterms = 'terms.html'", "organisation.terms: expected a link that begins with https://"),
        ("[organisation]\nterms = { fi = 'no.md' }", ":2: organisation.terms.fi: expected a readable Markdown file"),
        (
            "[[organisation.editions]]\ndocument = 'cookies'\nversion = '1'\nin_force_at = '2026-11-23T06:00:00Z'",
            ":2: organisation.editions[0].document: expected terms or privacy",
        ),
        (
            "[[organisation.editions]]\ndocument = 'terms'\nversion = '1'\nin_force_at = '2026-11-23T06:00:00Z'",
            "organisation.editions[0].document: expected organisation.terms as well",
        ),
        (
            "[organisation]\nterms = 'https://x.fi/'\n[[organisation.editions]]\ndocument = 'terms'\nversion = '1 2'\n\
             in_force_at = '2026-11-23T06:00:00Z'",
            "organisation.editions[0].version: expected letters, digits",
        ),
        (
            "[organisation]\nterms = 'https://x.fi/'\n[[organisation.editions]]\ndocument = 'terms'\nversion = '1'",
            "organisation.editions[0].in_force_at: expected the time from which",
        ),
        ("[migration]\nopens_at = '2026-11-23'", "migration.opens_at: expected a time with its offset"),
        (
            "[migration]\nopens_at = 2026-11-23T06:00:00Z\ncloses_at = 2026-11-23T06:00:00Z",
            ":3: migration.closes_at: expected a time after",
        ),
        ("[[migration.old_addresses]]\npath = 'login'", "migration.old_addresses[0].path: expected a path such as"),
        ("[[migration.old_addresses]]\npath = '/a?b=c'", "migration.old_addresses[0].path: expected a path such as"),
        ("[[migration.old_addresses]]\npath = '/'", "migration.old_addresses[0].path: expected a path such as"),
        (
            "[[migration.old_addresses]]\npath = '/a'\nlocale = 'de'",
            "old_addresses[0].locale: expected one of fi, sv, en",
        ),
        (
            "[[migration.old_addresses]]\npath = '/a'\n[[migration.old_addresses]]\npath = '/A/'",
            "migration.old_addresses[1].path: expected a path that no other",
        ),
        (
            "[[migration.old_addresses]]\npath = '/a'\nclient = 'none'",
            "migration.old_addresses[0].client: expected a client_id whose client",
        ),
        ("[telemetry]\nlog = 'loud'", "telemetry.log: expected error, warn"),
        ("[telemetry]\notlp_endpoint = 'collector:4317'", "telemetry.otlp_endpoint: expected http://host:4318"),
        ("[telemetry]\notlp_endpoint = 'http://a:b@host'", "telemetry.otlp_endpoint: expected http://host:4318"),
        ("[telemetry]\notlp_endpoint = 'http://:b@host'", "telemetry.otlp_endpoint: expected http://host:4318"),
        ("[telemetry]\ntrace_ratio = 1.5", "telemetry.trace_ratio: expected a number from 0 to 1"),
        ("[telemetry]\nmetrics_listen = 'x'", "telemetry.metrics_listen: expected an address and port"),
        ("[telemetry]\nmetrics_listen = '0.0.0.0:8080'", "telemetry.metrics_listen: expected another port"),
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
        ("secret = 'short'", "secret: expected at least 32 random characters, in IDP__CLIENTS__APP__SECRET or in the"),
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
        ("allowed_origins = ['https://app.example.fi']", "allowed_origins: expected none"),
        (
            "secret = ''\ntoken_endpoint_auth_method = 'none'\nallowed_origins = ['https://app.example.fi/']",
            "allowed_origins[0]: expected an origin",
        ),
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
        ("third_party = true\nprivacy = 'https://app.example.fi/privacy'", "purpose: expected a text"),
        ("third_party = true\npurpose = 'x'", "privacy: expected a text"),
        ("third_party = true\npurpose = 'x'\nprivacy = 'x'", "privacy: expected a link"),
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
