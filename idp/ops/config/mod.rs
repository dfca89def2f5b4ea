//! The configuration: a TOML file, environment variables over it, and the
//! domain's own settings out of it.
//!
//! Text → `document` (values and lines) → `overlay` (environment) → `read`
//! (typed sections) → the sections' own checks → [`Config`]. Nothing stops at
//! the first fault: a person gets all of them at once, one line each.

mod audit;
mod changes;
mod client_uri;
mod clients;
mod document;
mod documents;
pub mod example;
mod findings;
mod machines;
mod migration;
pub mod operator;
mod organisation;
mod overlay;
mod people;
pub mod period;
mod production;
mod protocol;
mod read;
pub mod schema;
mod secret;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oidc::Client;
use schemars::JsonSchema;
use serde::Deserialize;

pub use self::findings::{ConfigError, Problem};
pub use self::machines::{Database, Ephemeral, Http, Mail, Outbound, Telemetry};
pub use self::people::Limits;
pub use self::protocol::Keys;
pub use self::secret::Secret;

use self::changes::Written;
use self::document::Document;
use self::findings::Findings;
use crate::locales::Organisation;
use crate::web::account::old_address::OldAddress;

/// The settings of one deployment, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The protocol's settings; its issuer is empty when not given.
    pub oidc: oidc::Policy,
    /// The accounts' settings.
    pub accounts: accounts::Policy,
    /// The clients of the file.
    pub clients: Vec<Client>,
    /// Who runs the service.
    pub organisation: Organisation,
    /// The addresses of the older login.
    pub old_addresses: Vec<OldAddress>,
    /// The public listener.
    pub http: Http,
    /// What must outlive the process.
    pub database: Database,
    /// What may vanish with the process.
    pub ephemeral: Ephemeral,
    /// How mail leaves.
    pub mail: Mail,
    /// Sealing and signing.
    pub keys: Keys,
    /// How often costly steps may be taken.
    pub limits: Limits,
    /// The service's own HTTP requests.
    pub outbound: Outbound,
    /// How long lines of the audit trail are kept.
    pub audit: accounts::audit::Retention,
    /// What the service tells about itself.
    pub telemetry: Telemetry,
    written: Written,
    unsafe_settings: Vec<Problem>,
    warnings: Vec<Problem>,
}

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct File {
    issuer: String,
    http: Http,
    database: Database,
    ephemeral: Ephemeral,
    mail: Mail,
    keys: Keys,
    accounts: people::Accounts,
    limits: Limits,
    sessions: people::Sessions,
    tokens: protocol::Tokens,
    outbound: Outbound,
    organisation: organisation::Section,
    migration: migration::Migration,
    audit: audit::Audit,
    telemetry: Telemetry,
    clients: Vec<clients::Section>,
}

impl Config {
    /// The configuration in the file at `path`, with the process's environment
    /// over it.
    ///
    /// # Errors
    /// Every fault, among them `IDP__…` variables that set no key.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        Self::load_with(path, "")
    }

    /// As [`load`](Self::load), with `more` at the end of the file.
    ///
    /// # Errors
    /// As there.
    pub fn load_with(path: &Path, more: &str) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            let mut findings = Findings::new(&name, BTreeMap::new());
            findings.error("", format!("expected a readable file: {error}"));
            ConfigError(findings.errors)
        })?;
        Self::read(&(text + more), &name, &environment())
    }

    /// As [`Self::parse`], but a variable that sets no key is a fault as well.
    fn read(text: &str, name: &str, variables: &BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let asked = RefCell::new(BTreeSet::new());
        let read = Self::parse(text, name, |variable| {
            asked.borrow_mut().insert(variable.to_owned());
            variables.get(variable).cloned()
        });
        let mut unknown = Findings::new(name, BTreeMap::new());
        for variable in variables.keys().filter(|variable| !asked.borrow().contains(*variable)) {
            unknown.error(variable, "expected a variable that names a key, such as IDP__HTTP__LISTEN");
        }
        match read {
            Ok(config) if unknown.errors.is_empty() => Ok(config),
            Ok(_) => Err(ConfigError(unknown.errors)),
            // Of a file that is not TOML no key was looked for.
            Err(error) if asked.borrow().is_empty() => Err(error),
            Err(ConfigError(problems)) => Err(ConfigError([problems, unknown.errors].concat())),
        }
    }

    /// The configuration in `text`, which is called `name` in messages and
    /// beside which its documents lie, with the variables that `env` knows over
    /// it. Empty text is fine: every key
    /// has a default or may be absent.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(text: &str, name: &str, env: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let Document { mut tree, lines } = Document::parse(text).map_err(|errors| {
            let mut findings = Findings::new(name, BTreeMap::new());
            for error in errors {
                findings.syntax(error.line, &error.message);
            }
            ConfigError(findings.errors)
        })?;
        let mut findings = Findings::new(name, lines);
        overlay::apply(&mut tree, &example::keys(), &env, &mut findings);
        let written = Written::new(tree.clone());
        let mut file: File = read::sections(tree, &mut findings);
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        file.organisation.read_documents(folder, &mut findings);
        file.accounts.read_postal_codes(folder, &mut findings);
        file.http.find_certificate(folder, &mut findings);
        file.check(&mut findings);
        production::check(&file, &mut findings);
        if findings.errors.is_empty() { Ok(file.config(written, findings)) } else { Err(ConfigError(findings.errors)) }
    }

    /// The settings that a service in production must not run with; empty when
    /// it may.
    pub fn check_for_production(&self) -> &[Problem] {
        &self.unsafe_settings
    }

    /// What an operator should know about otherwise usable settings.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

/// The process's variables that begin with `IDP__`.
fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("IDP__"))
        .collect()
}

impl File {
    fn check(&self, findings: &mut Findings) {
        protocol::check_issuer(&self.issuer, findings);
        self.http.check(findings);
        self.database.check(findings);
        self.ephemeral.check(findings);
        self.mail.check(findings);
        self.keys.check(&self.tokens, findings);
        self.accounts.check(findings);
        self.limits.check(findings);
        self.sessions.check(findings);
        self.tokens.check(findings);
        self.outbound.check(findings);
        self.organisation.check(findings);
        self.migration.check(&clients::startable(&self.clients), findings);
        self.audit.check(findings);
        self.telemetry.check(&self.http, findings);
        clients::check(&self.clients, &self.keys, findings);
    }

    fn config(self, written: Written, findings: Findings) -> Config {
        Config {
            oidc: self.tokens.policy(&self.issuer, self.accounts.registration, self.accounts.login),
            accounts: accounts::Policy {
                editions: documents::editions(&self.organisation.editions),
                ..self.accounts.policy(&self.sessions, &self.limits, &self.migration)
            },
            clients: self.clients.into_iter().map(|client| client.client(&self.keys)).collect(),
            organisation: self.organisation.organisation(),
            old_addresses: self.migration.old_addresses(),
            http: self.http,
            database: self.database,
            ephemeral: self.ephemeral,
            mail: self.mail,
            keys: self.keys,
            limits: self.limits,
            outbound: self.outbound,
            audit: self.audit.retention(),
            telemetry: self.telemetry,
            written,
            unsafe_settings: findings.unsafe_settings,
            warnings: findings.warnings,
        }
    }
}
