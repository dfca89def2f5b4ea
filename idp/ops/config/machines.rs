//! The sections that name machines: listener, stores, mail, outbound HTTP, log.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use ipnet::IpNet;
use lettre::message::Mailbox;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};
use url::Url;

use super::findings::Findings;
use super::schema;
use super::secret::Secret;
use super::{period, read};
use crate::adapters::{NotRedis, RedisUrl};
use crate::ops::certificate::{CertificateFiles, NotUsable};
use crate::ops::telemetry;

const NETWORKS: &str = "networks such as 10.0.0.0/8 or fd00::/8";

/// `[http]`: the public listener.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Where to listen.
    #[serde(deserialize_with = "address")]
    #[schemars(with = "String")]
    pub listen: SocketAddr,
    /// The proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "networks")]
    #[schemars(with = "Vec<String>")]
    pub trusted_proxies: Vec<IpNet>,
    /// How many connections may be open at once; more wait to be accepted.
    pub max_connections: usize,
    /// The PEM file of the certificate; empty where a proxy does TLS.
    pub tls_certificate: PathBuf,
    /// The PEM file of its key; empty likewise.
    pub tls_key: PathBuf,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            trusted_proxies: Vec::new(),
            max_connections: 4096,
            tls_certificate: PathBuf::new(),
            tls_key: PathBuf::new(),
        }
    }
}

impl Http {
    /// The files of the certificate, where the listener speaks TLS.
    pub fn certificate_files(&self) -> Option<CertificateFiles> {
        let is_given = !self.tls_certificate.as_os_str().is_empty();
        is_given.then(|| CertificateFiles { certificate: self.tls_certificate.clone(), key: self.tls_key.clone() })
    }

    /// Finds the files beside the configuration file, in `folder`, and tells
    /// what is wrong with them. Only `idp serve` needs them.
    pub(super) fn find_certificate(&mut self, folder: &Path, findings: &mut Findings) {
        let (certificate, key) = (&mut self.tls_certificate, &mut self.tls_key);
        match [&*certificate, &*key].map(|path| path.as_os_str().is_empty()) {
            [true, true] => return,
            [true, false] => {
                return findings.error("http.tls_certificate", "expected a PEM file, as there is a tls_key");
            }
            [false, true] => {
                return findings.error("http.tls_key", "expected a PEM file, as there is a tls_certificate");
            }
            [false, false] => {}
        }
        *certificate = folder.join(&*certificate);
        *key = folder.join(&*key);
        let files = CertificateFiles { certificate: certificate.clone(), key: key.clone() };
        if let Err(error) = files.read().and_then(|pem| pem.parse().map(drop)) {
            let key = match error {
                NotUsable::Certificate(_) => "http.tls_certificate",
                NotUsable::Key(_) => "http.tls_key",
            };
            findings.refuse(key, files.told(&error));
        }
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        if !(16..=100_000).contains(&self.max_connections) {
            findings.error("http.max_connections", "expected a number from 16 to 100000");
        }
        if let Some(network) = self.trusted_proxies.iter().find(|network| network.trunc() != **network) {
            let (address, whole) = (network.addr(), network.trunc());
            let expected = format!("expected {address} for one proxy, or {whole} for all of that network");
            findings.error("http.trusted_proxies", expected);
        }
        if self.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
            findings.error("http.trusted_proxies", "expected the proxies' own networks, not the whole Internet");
        }
    }
}

/// `[database]`: what must outlive the process.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite:///…` or `postgres://…`; empty when not given.
    #[schemars(with = "String")]
    pub url: Secret,
}

impl Database {
    /// The file of an SQLite database.
    pub fn file(&self) -> Option<&Path> {
        self.url.expose().strip_prefix("sqlite://").map(Path::new)
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        let url = self.url.expose();
        let known = ["sqlite://", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        if !url.is_empty() && !known {
            findings.error("database.url", DATABASE_URL);
        }
    }
}

pub(super) const DATABASE_URL: &str = "expected sqlite:///var/lib/idp/idp.db or postgres://user@host/database";

/// `[ephemeral]`: what may vanish with the process.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ephemeral {
    /// `memory:`, `redis://…`, `redis+sentinel://…` or `redis+cluster://…`.
    #[schemars(with = "String")]
    pub url: Secret,
    /// What every name in Redis begins with.
    pub prefix: String,
}

impl Default for Ephemeral {
    fn default() -> Self {
        Self { url: Secret::new(MEMORY.to_owned()), prefix: "idp:".to_owned() }
    }
}

/// The address of the store inside the process.
const MEMORY: &str = "memory:";

impl Ephemeral {
    /// Where Redis is; `None` for the store inside the process.
    ///
    /// # Errors
    /// What is expected of the address.
    pub fn redis(&self) -> Result<Option<RedisUrl>, NotRedis> {
        if self.url.expose() == MEMORY { Ok(None) } else { self.url.expose().parse().map(Some) }
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        if let Err(expected) = self.redis() {
            findings.error("ephemeral.url", format!("{expected}; or memory:"));
        }
        if self.prefix.contains(['{', '}']) {
            findings.error("ephemeral.prefix", "expected no braces: they decide on the node of a cluster");
        }
    }
}

/// `[mail]`: how mail leaves.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// `smtp://…`, `smtps://…` or `mailbox:`; empty when not given.
    #[schemars(with = "String")]
    pub url: Secret,
    /// The sender, as an address or `Name <address>`; empty when not given.
    pub from: String,
    /// Where answers go, when not to the sender.
    pub reply_to: Option<String>,
}

impl Mail {
    /// Whether mail is kept in a directory and not sent.
    pub fn is_mailbox(&self) -> bool {
        self.url.expose().starts_with("mailbox:")
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        let url = self.url.expose();
        if !url.is_empty() && !self.is_mailbox() && !names_relay(url) {
            findings.error("mail.url", MAIL_URL);
        }
        if !self.from.is_empty() && self.from.parse::<Mailbox>().is_err() {
            findings.error("mail.from", MAIL_ADDRESS);
        }
        if self.reply_to.as_ref().is_some_and(|address| address.parse::<Mailbox>().is_err()) {
            findings.error("mail.reply_to", MAIL_ADDRESS);
        }
    }
}

pub(super) const MAIL_URL: &str = "expected smtp://host:25, smtps://user:password@host or (for development) mailbox:";
pub(super) const MAIL_ADDRESS: &str = "expected an address such as id@example.fi or \"Example <id@example.fi>\"";

fn names_relay(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| ["smtp", "smtps"].contains(&url.scheme()) && url.host_str().is_some())
}

/// `[outbound]`: the service's own HTTP requests.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Outbound {
    /// Private networks that may be called all the same.
    #[serde(deserialize_with = "networks")]
    #[schemars(with = "Vec<String>")]
    pub allow: Vec<IpNet>,
    /// How long one request may take.
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    pub timeout: TimeDelta,
}

impl Default for Outbound {
    fn default() -> Self {
        Self { allow: Vec::new(), timeout: TimeDelta::seconds(3) }
    }
}

impl Outbound {
    pub(super) fn check(&self, findings: &mut Findings) {
        if self.timeout > TimeDelta::seconds(30) {
            findings.error("outbound.timeout", "expected at most 30s");
        }
    }
}

/// `[telemetry]`: what the service tells about itself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// What is logged: see [`telemetry::filter`].
    pub log: String,
    /// Where Prometheus finds `/metrics`; nowhere when not given.
    #[serde(deserialize_with = "some_address")]
    #[schemars(with = "Option<String>")]
    pub metrics_listen: Option<SocketAddr>,
    /// The collector that traces are sent to over OTLP; nowhere when not given.
    #[schemars(regex(pattern = "^https?://"))]
    pub otlp_endpoint: Option<String>,
    /// The part of the traces that is sent, from 0 to 1.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub trace_ratio: f64,
}

impl Default for Telemetry {
    fn default() -> Self {
        Self { log: "info".to_owned(), metrics_listen: None, otlp_endpoint: None, trace_ratio: 1.0 }
    }
}

/// Whether `text` is the address of a collector. A password in it would be
/// told with its failures.
fn is_collector(text: &str) -> bool {
    let is_bare = |url: &Url| url.username().is_empty() && url.password().is_none() && url.query().is_none();
    Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && is_bare(&url))
}

impl Telemetry {
    pub(super) fn check(&self, http: &Http, findings: &mut Findings) {
        if telemetry::filter(&self.log).is_none() {
            findings.error("telemetry.log", "expected error, warn, info, debug or trace");
        }
        if self.metrics_listen.is_some_and(|metrics| metrics.port() != 0 && metrics.port() == http.listen.port()) {
            findings.error("telemetry.metrics_listen", "expected another port than that of http.listen");
        }
        if self.otlp_endpoint.as_deref().is_some_and(|endpoint| !is_collector(endpoint)) {
            findings.error("telemetry.otlp_endpoint", "expected http://host:4318 or https://host, without a password");
        }
        if !(0.0..=1.0).contains(&self.trace_ratio) {
            findings.error("telemetry.trace_ratio", "expected a number from 0 to 1");
        }
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    read::parsed(deserializer, "an address and port such as 0.0.0.0:8080 or [::]:8080")
}

fn some_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    address(deserializer).map(Some)
}

fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    read::parsed_list(deserializer, NETWORKS)
}
