//! The section `[migration]`: the change from an older login to this one.

use std::collections::BTreeSet;

use accounts::Locale;
use accounts::migration::Window;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::findings::Findings;
use super::schema;
use crate::web::account::old_address::OldAddress;

/// `[migration]`: the window in which pages tell about the change of systems,
/// and the addresses of the older login.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Migration {
    #[serde(deserialize_with = "instant")]
    #[schemars(schema_with = "schema::instant")]
    opens_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "instant")]
    #[schemars(schema_with = "schema::instant")]
    closes_at: Option<DateTime<Utc>>,
    old_addresses: Vec<Old>,
}

/// One of `[[migration.old_addresses]]`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Old {
    path: String,
    #[schemars(schema_with = "schema::one_of::<Locale>")]
    locale: Option<Locale>,
    client: Option<String>,
}

impl Migration {
    /// The window, for the accounts' rules.
    pub(super) fn window(&self) -> Window {
        Window { opens_at: self.opens_at, closes_at: self.closes_at }
    }

    /// The addresses of the older login.
    pub(super) fn old_addresses(self) -> Vec<OldAddress> {
        let addresses = self.old_addresses.into_iter();
        addresses.map(|old| OldAddress { path: old.path, locale: old.locale, client_id: old.client }).collect()
    }

    /// `startable` are the ids of the clients whose login can be begun from
    /// outside.
    pub(super) fn check(&self, startable: &BTreeSet<&str>, findings: &mut Findings) {
        if let (Some(opens_at), Some(closes_at)) = (self.opens_at, self.closes_at)
            && closes_at <= opens_at
        {
            findings.error("migration.closes_at", "expected a time after migration.opens_at");
        }
        let mut known = BTreeSet::new();
        for (index, old) in self.old_addresses.iter().enumerate() {
            let at = |key| format!("migration.old_addresses[{index}].{key}");
            if !is_path(&old.path) {
                findings.error(&at("path"), "expected a path such as /Account/Login.aspx, without a query");
            } else if !known.insert(old.path.trim_end_matches('/').to_ascii_lowercase()) {
                findings.error(&at("path"), "expected a path that no other old address has");
            }
            if old.client.as_deref().is_some_and(|client| !startable.contains(client)) {
                findings.error(&at("client"), "expected a client_id whose client has initiate_login_uri or home_uri");
            }
        }
    }
}

/// Whether browsers send it like this as a path below the front page.
fn is_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"?#\"<>\\^`{|}".contains(&byte);
    // Browsers take two slashes for a host, and walk dots before they ask.
    let is_walked = |part: &str| part == "." || part == "..";
    let is_below = text.starts_with('/') && !text.starts_with("//") && !text.split('/').any(is_walked);
    text.len() <= 512 && is_below && text.bytes().any(|byte| byte != b'/') && text.bytes().all(plain)
}

/// Reads a time with its offset, as TOML's own kind or as a text.
///
/// # Errors
/// `expected …` when it is neither.
pub(super) fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    let text = match toml::Value::deserialize(deserializer)? {
        toml::Value::Datetime(instant) => instant.to_string(),
        toml::Value::String(text) => text,
        _ => String::new(),
    };
    DateTime::parse_from_rfc3339(&text)
        .map(|instant| Some(instant.with_timezone(&Utc)))
        .map_err(|_| D::Error::custom("expected a time with its offset such as 2026-11-23T06:00:00+02:00"))
}
