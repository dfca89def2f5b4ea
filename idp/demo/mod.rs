//! What `idp dev` and the tests put around the provider: a demo e-service that
//! is a true relying party, and the people of its old login system.
//!
//! Nothing here is reachable from a production deployment.

use std::collections::BTreeSet;

use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::names::{Digest, Localized, SigningAlgorithm};
use oidc::{Client, Scope};
use serde::{Deserialize, Serialize};

pub mod eservice;

/// The `client_id` of the demo e-service.
pub const CLIENT_ID: &str = "eservice";

/// The import source whose ids the demo e-service knows people by.
pub const LEGACY_SOURCE: &str = "lupa";

/// The sample people of the old login system, as a file that `idp import`
/// reads. The e-service has cases of most of them.
pub const LEGACY_USERS: &str = include_str!("data/legacy-users.csv");

/// The demo e-service as the provider registers it; it runs at `base_url`
/// (scheme, host and port, no trailing slash) and proves itself with `secret`.
pub fn client(base_url: &str, secret: &str) -> Client {
    let at = |path: &str| format!("{base_url}{path}");
    let names = [
        ("fi", "Rakennusvalvonnan asiointi"),
        ("sv", "Byggnadstillsynens e-tjänst"),
        ("en", "Building control e-service"),
    ];
    Client {
        client_id: CLIENT_ID.to_owned(),
        name: Localized::Each(names.map(|(language, name)| (language.to_owned(), name.to_owned())).into()),
        auth_method: AuthMethod::ClientSecretBasic,
        secret_digest: Some(Digest::of(secret)),
        redirect_uris: vec![at("/callback")],
        post_logout_redirect_uris: vec![at("/logged-out")],
        back_channel_logout_uri: Some(at("/backchannel-logout")),
        initiate_login_uri: Some(at("/initiate-login")),
        home_uri: Some(at("/")),
        allowed_origins: Vec::new(),
        grant_types: BTreeSet::from([GrantType::AuthorizationCode]),
        scopes: Scope::parse("openid profile email phone address"),
        require_pkce: true,
        refresh: RefreshPolicy::Rotate,
        id_token_alg: SigningAlgorithm::Es256,
        claims_in_id_token: false,
        legacy_id_source: Some(LEGACY_SOURCE.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_registration_names_the_addresses_of_the_service() {
        let client = client("http://127.0.0.1:9001", "secret");
        assert_eq!(client.redirect_uris, ["http://127.0.0.1:9001/callback"]);
        let start = "http://127.0.0.1:9001/initiate-login?iss=http%3A%2F%2Flocalhost%3A8080";
        assert_eq!(client.start_uri("http://localhost:8080").as_deref(), Some(start));
        assert!(client.secret_digest.unwrap().matches("secret"));
        assert!(!client.may_redeem(GrantType::RefreshToken));
        assert_eq!(client.name.get("sv"), Some("Byggnadstillsynens e-tjänst"));
    }

    #[test]
    fn the_sample_people_cover_the_kinds_that_a_migration_meets() {
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(LEGACY_USERS.as_bytes());
        let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
        let count = |column: &str, value: &str| rows.iter().filter(|row| row.get(column).unwrap() == value).count();
        assert_eq!(rows.len(), 8);
        assert_eq!(count("source_system", LEGACY_SOURCE), 8);
        for (column, value) in [
            ("user_type", "official"),
            ("user_type", "tenant"),
            ("username", "minna"),
            ("locale", "sv"),
            ("locale", "en"),
            ("enabled", "false"),
        ] {
            assert_eq!(count(column, value), 1, "{column} {value}");
        }
    }
}

/// One of the sample people, as `idp dev` shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampleUser {
    /// What the person types to sign in: a username or an e-mail address.
    pub sign_in: String,
    /// Given and family name.
    pub name: String,
    /// What is special about the person, for whoever tries the service out.
    pub kind: String,
}

/// The people of [`LEGACY_USERS`] that can sign in.
pub fn sample_users() -> Vec<SampleUser> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(LEGACY_USERS.as_bytes());
    let rows = reader.deserialize::<SampleRow>().filter_map(Result::ok).filter(|row| row.enabled == "true");
    rows.map(|row| SampleUser {
        sign_in: if row.username.is_empty() { row.email } else { row.username },
        name: format!("{} {}", row.given_name, row.family_name),
        kind: row.user_type,
    })
    .collect()
}

#[derive(Deserialize)]
struct SampleRow {
    username: String,
    email: String,
    given_name: String,
    family_name: String,
    user_type: String,
    enabled: String,
}
