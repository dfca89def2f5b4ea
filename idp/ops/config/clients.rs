//! The `[[clients]]` of the configuration: relying parties and what they may.

use std::collections::{BTreeMap, BTreeSet};

use oidc::Client;
use oidc::client::{AuthMethod, GrantType, RefreshPolicy, ThirdParty};
use oidc::login_page::{LoginLayout, LoginPage};
use oidc::names::{Digest, Localized, SigningAlgorithm};
use oidc::registration::Registration;
use oidc::scope::Scope;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::client_uri::{self, Use};
use super::findings::Findings;
use super::organisation::{check_links, check_texts};
use super::overlay;
use super::period;
use super::protocol::{Keys, SECRET_LENGTH};
use super::schema;
use super::secret::Secret;

/// One of `[[clients]]`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(rename = "Client")]
pub(super) struct Section {
    client_id: String,
    #[schemars(schema_with = "schema::localized")]
    name: Localized,
    #[schemars(with = "String")]
    secret: Secret,
    #[schemars(schema_with = "schema::one_of::<AuthMethod>")]
    token_endpoint_auth_method: Option<AuthMethod>,
    redirect_uris: Vec<String>,
    post_logout_redirect_uris: Vec<String>,
    back_channel_logout_uri: Option<String>,
    initiate_login_uri: Option<String>,
    home_uri: Option<String>,
    allowed_origins: Vec<String>,
    #[schemars(schema_with = "schema::some_of::<GrantType>")]
    grant_types: BTreeSet<GrantType>,
    scopes: Vec<String>,
    require_pkce: bool,
    #[serde(deserialize_with = "refresh")]
    #[schemars(schema_with = "schema::refresh")]
    refresh: RefreshPolicy,
    #[schemars(schema_with = "schema::one_of::<SigningAlgorithm>")]
    id_token_alg: Option<SigningAlgorithm>,
    claims_in_id_token: bool,
    legacy_id_source: Option<String>,
    #[schemars(schema_with = "schema::one_of::<Registration>")]
    registration: Option<Registration>,
    #[schemars(schema_with = "schema::one_of::<LoginLayout>")]
    login: Option<LoginLayout>,
    #[schemars(schema_with = "schema::localized")]
    notice: Localized,
    #[schemars(schema_with = "schema::localized")]
    help_link: Localized,
    third_party: bool,
    #[schemars(schema_with = "schema::localized")]
    purpose: Localized,
    #[schemars(schema_with = "schema::localized")]
    privacy: Localized,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            name: Localized::Absent,
            secret: Secret::default(),
            token_endpoint_auth_method: None,
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            back_channel_logout_uri: None,
            initiate_login_uri: None,
            home_uri: None,
            allowed_origins: Vec::new(),
            grant_types: [GrantType::AuthorizationCode].into(),
            scopes: vec!["openid".to_owned()],
            require_pkce: true,
            refresh: RefreshPolicy::default(),
            id_token_alg: None,
            claims_in_id_token: false,
            legacy_id_source: None,
            registration: None,
            login: None,
            notice: Localized::Absent,
            help_link: Localized::Absent,
            third_party: false,
            purpose: Localized::Absent,
            privacy: Localized::Absent,
        }
    }
}

/// Whether every client can be registered, and no two are the same.
pub(super) fn check(clients: &[Section], keys: &Keys, findings: &mut Findings) {
    let mut known = BTreeMap::new();
    for (index, client) in clients.iter().enumerate() {
        let at = format!("clients[{index}]");
        client.check(&at, keys, findings);
        // As environment variables spell it, so that one of them never sets
        // the secret of two clients.
        let id = client.client_id.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        if let Some(first) = known.insert(id, index) {
            let message = format!("expected an id that differs from that of clients[{first}] in its letters or digits");
            findings.error(&format!("{at}.client_id"), message);
        }
    }
}

/// The ids of the clients whose login can be begun from outside.
pub(super) fn startable(clients: &[Section]) -> BTreeSet<&str> {
    let can_start = |client: &&Section| client.initiate_login_uri.is_some() || client.home_uri.is_some();
    clients.iter().filter(can_start).map(|client| client.client_id.as_str()).collect()
}

impl Section {
    fn auth_method(&self) -> AuthMethod {
        self.token_endpoint_auth_method.unwrap_or(AuthMethod::ClientSecretBasic)
    }

    fn is_public(&self) -> bool {
        self.auth_method() == AuthMethod::None
    }

    fn check(&self, at: &str, keys: &Keys, findings: &mut Findings) {
        let id_is_plain = self.client_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
        if self.client_id.is_empty() || self.client_id.len() > 100 || !id_is_plain {
            findings
                .error(&format!("{at}.client_id"), "expected 1 to 100 letters, digits, hyphens, dots or underscores");
        }
        check_texts(&format!("{at}.name"), &self.name, findings);
        if self.name == Localized::Absent {
            findings.error(&format!("{at}.name"), "expected the name that people call the service by");
        }
        check_texts(&format!("{at}.notice"), &self.notice, findings);
        check_links(&format!("{at}.help_link"), &self.help_link, findings);
        self.check_secret(&format!("{at}.secret"), findings);
        self.check_grants(at, findings);
        self.check_uris(at, findings);
        self.check_third_party(at, findings);
        self.check_origins(&format!("{at}.allowed_origins"), findings);
        if self.id_token_alg.is_some_and(|alg| !keys.algorithms.contains(&alg)) {
            findings.error(&format!("{at}.id_token_alg"), "expected one of keys.algorithms");
        }
        if self.is_public() && !self.require_pkce {
            findings.error(
                &format!("{at}.require_pkce"),
                "expected true: a public client has nothing else to prove itself",
            );
        }
    }

    fn check_secret(&self, key: &str, findings: &mut Findings) {
        if self.is_public() {
            if !self.secret.is_empty() {
                findings.error(key, "expected no secret, because token_endpoint_auth_method is \"none\"");
            }
        } else if self.secret.is_empty() || self.secret.expose().chars().count() < SECRET_LENGTH {
            let variable = overlay::secret_of(&self.client_id);
            let places = format!("in {variable} or in the file that {variable}_FILE names");
            findings.error(key, format!("expected at least 32 random characters, {places}"));
        } else if !self.secret.looks_random() {
            findings.refuse(key, "expected 32 random characters; make them with: openssl rand -base64 32");
        }
    }

    fn check_grants(&self, at: &str, findings: &mut Findings) {
        let key = format!("{at}.grant_types");
        if self.grant_types.is_empty() {
            findings.error(&key, "expected authorization_code, refresh_token or client_credentials");
        }
        if self.is_public() && self.grant_types.contains(&GrantType::ClientCredentials) {
            findings.error(&key, "expected no client_credentials for a public client [RFC 6749 §4.4]");
        }
        let code = self.grant_types.contains(&GrantType::AuthorizationCode);
        if !code && self.grant_types.contains(&GrantType::RefreshToken) {
            findings.error(&key, "expected authorization_code beside refresh_token");
        }
        if code && self.redirect_uris.is_empty() {
            findings.error(&format!("{at}.redirect_uris"), "expected at least one redirect URI");
        }
        if self.scopes.is_empty() || !self.scopes.iter().all(|scope| is_scope_value(scope)) {
            findings.error(&format!("{at}.scopes"), "expected scope values such as \"openid\" [RFC 6749 §3.3]");
        }
    }

    fn check_uris(&self, at: &str, findings: &mut Findings) {
        let app = self.is_public();
        let lists =
            [("redirect_uris", &self.redirect_uris), ("post_logout_redirect_uris", &self.post_logout_redirect_uris)];
        for (name, uris) in lists {
            for (index, uri) in uris.iter().enumerate() {
                if let Err(expected) = client_uri::check(uri, Use::Redirect { app }) {
                    findings.error(&format!("{at}.{name}[{index}]"), expected);
                }
            }
        }
        let links = [
            ("back_channel_logout_uri", &self.back_channel_logout_uri),
            ("initiate_login_uri", &self.initiate_login_uri),
            ("home_uri", &self.home_uri),
        ];
        for (name, uri) in links {
            if let Some(uri) = uri
                && let Err(expected) = client_uri::check(uri, Use::Link)
            {
                findings.error(&format!("{at}.{name}"), expected);
            }
        }
    }

    fn check_third_party(&self, at: &str, findings: &mut Findings) {
        let texts = [("purpose", &self.purpose), ("privacy", &self.privacy)];
        for (key, text) in texts {
            let key = format!("{at}.{key}");
            check_texts(&key, text, findings);
            if self.third_party && *text == Localized::Absent {
                findings.error(&key, "expected a text: people are shown it before their data is shared");
            }
        }
        check_links(&format!("{at}.privacy"), &self.privacy, findings);
    }

    fn check_origins(&self, key: &str, findings: &mut Findings) {
        if !self.is_public() && !self.allowed_origins.is_empty() {
            findings.error(key, "expected none: a client that runs in browsers can keep no secret");
        }
        for (index, origin) in self.allowed_origins.iter().enumerate() {
            if let Err(expected) = client_uri::check_origin(origin) {
                findings.error(&format!("{key}[{index}]"), expected);
            }
        }
    }

    /// The client as the protocol knows it.
    pub(super) fn client(self, keys: &Keys) -> Client {
        let auth_method = self.auth_method();
        Client {
            client_id: self.client_id,
            name: self.name,
            auth_method,
            secret_digest: (auth_method != AuthMethod::None).then(|| Digest::of(self.secret.expose())),
            redirect_uris: self.redirect_uris,
            post_logout_redirect_uris: self.post_logout_redirect_uris,
            back_channel_logout_uri: self.back_channel_logout_uri,
            initiate_login_uri: self.initiate_login_uri,
            home_uri: self.home_uri,
            allowed_origins: self.allowed_origins,
            grant_types: self.grant_types,
            scopes: Scope::parse(&self.scopes.join(" ")),
            require_pkce: self.require_pkce,
            refresh: self.refresh,
            id_token_alg: self.id_token_alg.unwrap_or_else(|| keys.default_algorithm()),
            claims_in_id_token: self.claims_in_id_token,
            legacy_id_source: self.legacy_id_source,
            registration: self.registration,
            login_page: LoginPage { layout: self.login, notice: self.notice, help_link: self.help_link },
            third_party: self.third_party.then_some(ThirdParty { purpose: self.purpose, privacy: self.privacy }),
        }
    }
}

/// `scope-token` of [RFC 6749 §3.3].
fn is_scope_value(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\')
}

fn refresh<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RefreshPolicy, D::Error> {
    const EXPECTED: &str = "expected rotate, rotate-grace:30s (at most 5m) or static";
    let text = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => text,
        _ => return Err(D::Error::custom(EXPECTED)),
    };
    match (text.as_str(), text.strip_prefix("rotate-grace:").and_then(period::parse)) {
        ("rotate", _) => Ok(RefreshPolicy::Rotate),
        ("static", _) => Ok(RefreshPolicy::Static),
        (_, Some(grace)) if grace.num_seconds() <= 300 => {
            Ok(RefreshPolicy::RotateGrace(u32::try_from(grace.num_seconds()).map_err(D::Error::custom)?))
        }
        _ => Err(D::Error::custom(EXPECTED)),
    }
}
