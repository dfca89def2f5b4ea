//! The issuer and the sections `[tokens]` and `[keys]`.

use chrono::TimeDelta;
use oidc::login_page::LoginLayout;
use oidc::names::SigningAlgorithm;
use oidc::registration::Registration;
use schemars::JsonSchema;
use serde::Deserialize;
use url::Url;

use super::findings::Findings;
use super::period;
use super::schema;
use super::secret::Secret;

/// The least number of characters of a secret.
pub(super) const SECRET_LENGTH: usize = 32;

/// How long a login page may stay open: overnight.
const LOGIN_PAGE_TTL: TimeDelta = TimeDelta::hours(24);

/// `[tokens]`: how long things are valid.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Tokens {
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    access_ttl: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    code_ttl: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    id_ttl: TimeDelta,
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    refresh_ttl: TimeDelta,
}

impl Default for Tokens {
    fn default() -> Self {
        Self {
            access_ttl: TimeDelta::minutes(10),
            code_ttl: TimeDelta::seconds(60),
            id_ttl: TimeDelta::minutes(10),
            refresh_ttl: TimeDelta::days(30),
        }
    }
}

impl Tokens {
    pub(super) fn check(&self, findings: &mut Findings) {
        if self.code_ttl > TimeDelta::minutes(10) {
            findings.error("tokens.code_ttl", "expected at most 10m [RFC 6749 §4.1.2]");
        }
        for (key, ttl) in [("tokens.access_ttl", self.access_ttl), ("tokens.id_ttl", self.id_ttl)] {
            if ttl > TimeDelta::hours(24) {
                findings.error(key, "expected at most 24h");
            }
        }
        if self.access_ttl > TimeDelta::hours(1) {
            findings.warn("tokens.access_ttl", "other services honour a revoked token this long; 10m is common");
        }
    }

    /// The protocol's settings at `issuer`.
    pub(super) fn policy(&self, issuer: &str, registration: Registration, login_layout: LoginLayout) -> oidc::Policy {
        oidc::Policy {
            issuer: issuer.to_owned(),
            registration,
            code_ttl: self.code_ttl,
            access_token_ttl: self.access_ttl,
            id_token_ttl: self.id_ttl,
            refresh_ttl: self.refresh_ttl,
            login_page_ttl: LOGIN_PAGE_TTL,
            login_layout,
        }
    }

    /// How long a token that is not asked back about can be in use.
    fn longest_signed(&self) -> TimeDelta {
        self.access_ttl.max(self.id_ttl)
    }
}

/// `[keys]`: sealing and signing.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Keys {
    /// Seals what is stored; empty when not given.
    #[schemars(with = "String")]
    pub secret: Secret,
    /// The algorithms offered for tokens; the first is the default of clients.
    #[schemars(schema_with = "schema::some_of::<SigningAlgorithm>")]
    pub algorithms: Vec<SigningAlgorithm>,
    /// The age at which a signing key gives way to the next.
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    pub rotate_after: TimeDelta,
    /// How long a key that gave way still verifies.
    #[serde(deserialize_with = "period::deserialize")]
    #[schemars(schema_with = "schema::period")]
    pub retire_after: TimeDelta,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            secret: Secret::default(),
            algorithms: vec![SigningAlgorithm::Es256, SigningAlgorithm::Rs256],
            rotate_after: TimeDelta::days(90),
            retire_after: TimeDelta::days(7),
        }
    }
}

impl Keys {
    /// The algorithm of a client that names none.
    pub fn default_algorithm(&self) -> SigningAlgorithm {
        self.algorithms.first().copied().unwrap_or_default()
    }

    pub(super) fn check(&self, tokens: &Tokens, findings: &mut Findings) {
        if !self.secret.is_empty() && self.secret.expose().chars().count() < SECRET_LENGTH {
            findings.error("keys.secret", KEY_SECRET);
        }
        if self.algorithms.is_empty() {
            findings.error("keys.algorithms", "expected at least one of ES256, RS256");
        }
        if self.retire_after < tokens.longest_signed().max(TimeDelta::hours(1)) {
            let message = "expected at least 1h, and no less than tokens.access_ttl and tokens.id_ttl";
            findings.error("keys.retire_after", message);
        }
        if self.rotate_after < TimeDelta::days(1) {
            findings.error("keys.rotate_after", "expected at least 1d");
        }
    }
}

pub(super) const KEY_SECRET: &str = "expected at least 32 characters; make one with: openssl rand -base64 32";

/// Whether `issuer` may be one [OIDC Discovery §3]; empty means not given.
/// Stricter than the spec: no path, because the service owns its whole origin.
pub(super) fn check_issuer(issuer: &str, findings: &mut Findings) {
    if issuer.is_empty() {
        return;
    }
    let Ok(url) = Url::parse(issuer) else {
        findings.error("issuer", ISSUER);
        return;
    };
    let plain = ["https", "http"].contains(&url.scheme()) && url.username().is_empty() && url.password().is_none();
    // An origin says how the URL is written in full: without path, query,
    // fragment, default port and capitals.
    if !plain || url.origin().ascii_serialization() != issuer {
        findings.error("issuer", ISSUER);
    }
}

pub(super) const ISSUER: &str =
    "expected an origin such as https://id.example.fi, without path, query, fragment or slash at the end";

/// Whether `url` leads to this machine itself.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
