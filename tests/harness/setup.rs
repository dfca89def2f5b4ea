//! The configuration of a service under test, and what a test changes in it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering::Relaxed};

use super::idp::{Home, TestIdp};

/// The secret of every confidential client of the tests.
pub const CLIENT_SECRET: &str = "test-secret-0123456789-abcdefghijklmnopq";

/// A service that is about to be started.
#[derive(Clone, Debug)]
pub struct Setup {
    pub port: u16,
    /// The `idp` whose commands and replicas run, unless the test names another.
    pub binary: PathBuf,
    settings: Vec<(&'static str, String)>,
    clients: Vec<String>,
}

impl Setup {
    /// The usual settings on a free port.
    pub fn new() -> Self {
        Self { port: free_port(), binary: env!("CARGO_BIN_EXE_idp").into(), settings: Vec::new(), clients: Vec::new() }
    }

    /// Registers one more client, given as the keys of its section.
    #[must_use]
    pub fn register(mut self, client: impl Into<String>) -> Self {
        self.clients.push(client.into());
        self
    }

    /// Sets `key` (such as `accounts.privacy`) to the TOML value `value`.
    #[must_use]
    pub fn set(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((key, value.into()));
        self
    }

    /// Starts the service with the sample people imported.
    pub async fn start(self) -> TestIdp {
        Home::new(&self).await.start().await
    }

    /// The configuration file.
    pub fn toml(&self, folder: &str, smtp_port: u16, logout_uri: &str) -> String {
        let text = TEMPLATE
            .replace("{port}", &self.port.to_string())
            .replace("{folder}", folder)
            .replace("{smtp}", &smtp_port.to_string())
            .replace("{logout}", logout_uri)
            .replace("{secret}", CLIENT_SECRET);
        let mut tree: toml::Table = text.parse().expect("a well-formed configuration");
        for (key, value) in &self.settings {
            put(&mut tree, key, format!("v = {value}").parse::<toml::Table>().expect("a TOML value")["v"].clone());
        }
        let registered = tree["clients"].as_array_mut().expect("a list of clients");
        for client in &self.clients {
            registered.push(client.parse::<toml::Table>().expect("the keys of a client").into());
        }
        tree.to_string()
    }
}

/// A port of the loopback that nobody listens on, and that no other call in
/// this process gives. It lies below the ports that the system hands out to
/// outgoing connections (from 32768 on), so that none of those takes it before
/// a service listens there, or while the service starts again.
pub fn free_port() -> u16 {
    const FIRST: u16 = 16_000;
    const COUNT: u16 = 16_000;
    // Another place in every process: their tests may run side by side.
    static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new((std::process::id() % u32::from(COUNT)) as u16));
    (0..COUNT)
        .map(|_| FIRST + NEXT.fetch_add(1, Relaxed) % COUNT)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}

fn put(tree: &mut toml::Table, key: &str, value: toml::Value) {
    match key.split_once('.') {
        None => drop(tree.insert(key.to_owned(), value)),
        Some((table, rest)) => {
            let inner = tree.entry(table).or_insert_with(|| toml::Table::new().into());
            put(inner.as_table_mut().expect("a table"), rest, value);
        }
    }
}

const TEMPLATE: &str = r##"
issuer = "http://127.0.0.1:{port}"

[http]
listen = "127.0.0.1:{port}"

[database]
url = "sqlite://{folder}/idp.db"

[ephemeral]
url = "memory:"

[mail]
url = "smtp://127.0.0.1:{smtp}"
from = "Kaskenranta-tunnus <tunnus@kaskenranta.example.fi>"

[keys]
secret = "k4Zr0vQ1m8yT6uB2xN9sE3wL7pD5hJ0aGfCiOlRtYqM"
algorithms = ["ES256", "RS256"]

[accounts]
privacy = "seed"
password = { profile = "seed" }

[limits]
per_network = 10000
per_account = 10000
wrong_per_network = 10000

[outbound]
allow = ["127.0.0.0/8"]

[organisation]
name = { fi = "Kaskenrannan kaupunki", sv = "Kaskenranta stad", en = "City of Kaskenranta" }
service_name = { fi = "Kaskenranta-tunnus", sv = "Kaskenranta-konto", en = "Kaskenranta account" }
support_phone = "02 555 0100"
support_hours = { fi = "arkisin klo 9–15", sv = "vardagar kl. 9–15", en = "weekdays 9–15" }
support_email = "asiakaspalvelu@kaskenranta.example.fi"
brand_color = "#2a6ebb"

[migration]
opens_at = 2026-01-01T00:00:00Z
closes_at = 2036-01-01T00:00:00Z

[[clients]]
client_id = "web"
name = { fi = "Rakennusvalvonnan asiointi", sv = "Byggnadstillsynens e-tjänst", en = "Building control" }
secret = "{secret}"
token_endpoint_auth_method = "client_secret_basic"
redirect_uris = ["http://127.0.0.1:9999/callback"]
post_logout_redirect_uris = ["http://127.0.0.1:9999/logged-out"]
back_channel_logout_uri = "{logout}"
home_uri = "http://127.0.0.1:9999/"
grant_types = ["authorization_code", "refresh_token"]
scopes = ["openid", "profile", "email", "phone", "address", "offline_access"]
legacy_id_source = "lupa"

[[clients]]
client_id = "feedback"
name = "Palautepalvelu"
secret = "{secret}"
token_endpoint_auth_method = "client_secret_post"
redirect_uris = ["http://127.0.0.1:9998/callback"]
post_logout_redirect_uris = ["http://127.0.0.1:9998/"]
home_uri = "http://127.0.0.1:9998/"
grant_types = ["authorization_code", "refresh_token"]
scopes = ["openid", "profile", "email", "offline_access"]
id_token_alg = "RS256"
claims_in_id_token = true
refresh = "rotate-grace:30s"
legacy_id_source = "palaute"

[[clients]]
client_id = "app"
name = "Mobiilisovellus"
token_endpoint_auth_method = "none"
redirect_uris = ["http://127.0.0.1:9997/callback"]
allowed_origins = ["http://127.0.0.1:9997"]
grant_types = ["authorization_code", "refresh_token"]
scopes = ["openid", "offline_access"]

[[clients]]
client_id = "machine"
name = "Rajapinta"
secret = "{secret}"
grant_types = ["client_credentials"]
scopes = ["reports"]
"##;
