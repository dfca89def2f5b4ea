//! Consent: what a client that is not the organisation's own would be told,
//! word for word, and what it says that it needs it for.

use accounts::Locale;
use askama::Template;
use oidc::Scope;
use oidc::claims::Person;

use super::form::Hidden;
use super::frame::{Frame, name_key};

/// Who somebody is comes first, what is given up besides comes last.
const ORDER: [&str; 6] = ["profile", "email", "phone", "address", Scope::OPENID, Scope::OFFLINE_ACCESS];

/// `/consent`.
#[derive(Template)]
#[template(path = "consent.html")]
pub struct ConsentPage {
    /// What all pages share, with the person in the header.
    pub frame: Frame,
    /// What people call the service that asks.
    pub client_name: String,
    /// What it says that it uses the data for.
    pub purpose: String,
    /// Where its privacy notice is.
    pub privacy_href: String,
    /// What it asks for.
    pub scope: Scope,
    /// What it would be told.
    pub person: Person,
    /// What the form that approves sends.
    pub approve: Vec<Hidden>,
    /// What the form that denies sends.
    pub deny: Vec<Hidden>,
}

impl ConsentPage {
    fn introduction(&self) -> String {
        self.frame.with("consent_intro", "client_name", self.client_name.as_str())
    }

    fn privacy_label(&self) -> String {
        self.frame.with("consent_privacy_link", "client_name", self.client_name.as_str())
    }

    /// What would be told: a label and the value; an empty value is not known
    /// yet, and would be told once it is.
    fn facts(&self) -> Vec<(String, String)> {
        let mut values: Vec<&str> = self.scope.iter().collect();
        values.sort_by_key(|value| ORDER.iter().position(|known| known == value).unwrap_or(ORDER.len()));
        let mut facts: Vec<_> = values.into_iter().flat_map(|value| self.facts_of(value)).collect();
        let legacy_id = self.person.legacy_id.iter().map(|id| (self.frame.t("consent_legacy_id"), id.clone()));
        facts.extend(legacy_id);
        facts
    }

    fn facts_of(&self, scope_value: &str) -> Vec<(String, String)> {
        let person = &self.person;
        let known = |value: &Option<String>| value.clone().unwrap_or_default();
        let fact = |key: &str, value: String| (self.frame.t(key), value);
        match scope_value {
            Scope::OPENID => vec![fact("consent_scope_openid", self.frame.t("consent_identifier_hint"))],
            "profile" => vec![
                fact("consent_scope_profile", known(&person.name)),
                fact("consent_username", known(&person.preferred_username)),
                fact("consent_language", self.language()),
            ],
            "email" => vec![fact("consent_scope_email", known(&person.email))],
            "phone" => vec![fact("consent_scope_phone", known(&person.phone_number))],
            "address" => vec![fact("consent_scope_address", self.address())],
            Scope::OFFLINE_ACCESS => vec![fact("consent_scope_offline", self.frame.t("consent_yes"))],
            other => vec![fact("consent_scope_other", other.to_owned())],
        }
    }

    fn language(&self) -> String {
        let locale = self.person.locale.as_deref().and_then(Locale::from_tag);
        locale.map(|locale| self.frame.t(name_key(locale))).unwrap_or_default()
    }

    fn address(&self) -> String {
        let Some(address) = &self.person.address else {
            return String::new();
        };
        let town = format!("{} {}", address.postal_code, address.locality);
        let lines = [address.street_address.as_str(), town.trim()];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
