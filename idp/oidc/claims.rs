//! The claims about a person, by scope [OIDC Core §5.1, §5.4]. What is not
//! known is left out; nothing is ever null or empty.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::scope::Scope;

/// Every claim that tokens and userinfo of this provider can hold.
pub const SUPPORTED: [&str; 23] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "sid",
    "at_hash",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "locale",
    "updated_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "legacy_id",
];

/// A person as one client may see them. Empty texts are not known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The subject identifier.
    pub sub: String,
    /// The whole name.
    pub name: Option<String>,
    /// Given names.
    pub given_name: Option<String>,
    /// Family name.
    pub family_name: Option<String>,
    /// What the person signs in with.
    pub preferred_username: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether mail to it reached the person.
    pub email_verified: bool,
    /// Telephone number.
    pub phone_number: Option<String>,
    /// Whether a message to it reached the person.
    pub phone_number_verified: bool,
    /// Postal address.
    pub address: Option<Address>,
    /// The language that the person uses, as a BCP 47 tag.
    pub locale: Option<String>,
    /// When any of this last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// The id by which this client, and no other, knew the person before.
    pub legacy_id: Option<String>,
}

/// A postal address [OIDC Core §5.1.1]. Empty texts are not known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub street_address: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub locality: String,
}

impl Address {
    /// As it is written on a letter; the last line is postal code and town.
    fn formatted(&self) -> String {
        let town = format!("{} {}", self.postal_code, self.locality);
        format!("{}\n{}", self.street_address, town.trim()).trim().to_owned()
    }

    fn claim(&self) -> Map<String, Value> {
        let mut claim = Map::new();
        put(&mut claim, "formatted", Some(&self.formatted()));
        put(&mut claim, "street_address", Some(&self.street_address));
        put(&mut claim, "postal_code", Some(&self.postal_code));
        put(&mut claim, "locality", Some(&self.locality));
        claim
    }
}

/// The userinfo response: `sub` and the claims of `scope` [OIDC Core §5.3.2].
pub fn userinfo(person: &Person, scope: &Scope) -> Map<String, Value> {
    let mut claims = claims_of(person, scope);
    put(&mut claims, "sub", Some(&person.sub));
    claims
}

/// The claims of `scope`, without `sub`, and the client's old id of the person
/// whatever the scope.
pub fn claims_of(person: &Person, scope: &Scope) -> Map<String, Value> {
    let mut claims = Map::new();
    if scope.contains("profile") {
        put_profile(&mut claims, person);
    }
    if scope.contains("email") && put(&mut claims, "email", person.email.as_deref()) {
        claims.insert("email_verified".to_owned(), person.email_verified.into());
    }
    if scope.contains("phone") && put(&mut claims, "phone_number", person.phone_number.as_deref()) {
        claims.insert("phone_number_verified".to_owned(), person.phone_number_verified.into());
    }
    if scope.contains("address") {
        let address = person.address.as_ref().map(Address::claim).unwrap_or_default();
        if !address.is_empty() {
            claims.insert("address".to_owned(), address.into());
        }
    }
    put(&mut claims, "legacy_id", person.legacy_id.as_deref());
    claims
}

fn put_profile(claims: &mut Map<String, Value>, person: &Person) {
    put(claims, "name", person.name.as_deref());
    put(claims, "given_name", person.given_name.as_deref());
    put(claims, "family_name", person.family_name.as_deref());
    put(claims, "preferred_username", person.preferred_username.as_deref());
    put(claims, "locale", person.locale.as_deref());
    if let Some(updated_at) = person.updated_at {
        claims.insert("updated_at".to_owned(), updated_at.timestamp().into());
    }
}

/// Whether there was anything to put.
fn put(claims: &mut Map<String, Value>, name: &str, text: Option<&str>) -> bool {
    match text {
        Some(text) if !text.is_empty() => {
            claims.insert(name.to_owned(), text.into());
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::fixtures::{at, person};

    #[test]
    fn each_scope_value_opens_its_claims() {
        let profile = json!({
            "sub": "sub-1",
            "name": "Minna Meik\u{e4}l\u{e4}inen",
            "given_name": "Minna",
            "family_name": "Meik\u{e4}l\u{e4}inen",
            "preferred_username": "minna",
            "locale": "fi",
            "updated_at": at(500).timestamp(),
            "legacy_id": "old-7",
        });
        let email = json!({
            "sub": "sub-1", "email": "minna@example.fi", "email_verified": true, "legacy_id": "old-7",
        });
        let phone = json!({
            "sub": "sub-1",
            "phone_number": "+358401234567",
            "phone_number_verified": false,
            "legacy_id": "old-7",
        });
        let address = json!({
            "sub": "sub-1",
            "address": {
                "formatted": "Katu 1 A 2\n28100 Pori",
                "street_address": "Katu 1 A 2",
                "postal_code": "28100",
                "locality": "Pori",
            },
            "legacy_id": "old-7",
        });
        for (scope, expected) in [
            ("openid", json!({ "sub": "sub-1", "legacy_id": "old-7" })),
            ("openid profile", profile),
            ("openid email", email),
            ("openid phone", phone),
            ("openid address", address),
        ] {
            assert_eq!(json!(userinfo(&person(), &Scope::parse(scope))), expected, "{scope}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let scope = Scope::parse("openid profile email phone address");
        let unknown = Person { sub: "sub-1".to_owned(), ..Person::default() };
        let empty = Person {
            name: Some(String::new()),
            email: Some(String::new()),
            email_verified: true,
            phone_number: Some(String::new()),
            address: Some(Address::default()),
            legacy_id: Some(String::new()),
            ..unknown.clone()
        };
        for person in [unknown, empty] {
            assert_eq!(json!(userinfo(&person, &scope)), json!({ "sub": "sub-1" }));
        }
    }

    #[test]
    fn a_part_of_an_address_is_written_without_gaps() {
        for (street_address, postal_code, locality, expected) in [
            ("Katu 1", "", "Pori", "Katu 1\nPori"),
            ("", "28100", "Pori", "28100 Pori"),
            ("Katu 1", "28100", "", "Katu 1\n28100"),
            ("Katu 1", "", "", "Katu 1"),
        ] {
            let address = Address {
                street_address: street_address.to_owned(),
                postal_code: postal_code.to_owned(),
                locality: locality.to_owned(),
            };
            assert_eq!(address.formatted(), expected);
        }
    }
}
