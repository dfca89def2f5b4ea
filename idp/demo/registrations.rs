//! The demo sites as the provider registers them, and the mobile app of one.
//! Each runs at a `base_url` (scheme, host and port, no trailing slash).

use std::collections::BTreeSet;

use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::login_page::LoginPage;
use oidc::names::{Digest, Localized, SigningAlgorithm};
use oidc::{Client, Scope};

use super::people;

/// The `client_id` of the e-service.
pub const ESERVICE: &str = "eservice";
/// The `client_id` of the tenant portal.
pub const PORTAL: &str = "portal";
/// The `client_id` of Kodinportaali.
pub const KODINPORTAALI: &str = "kodinportaali";
/// The `client_id` of Kodinportaali's mobile app.
pub const APP: &str = "kodinportaali-app";

/// The e-service, which proves itself with `secret`.
pub fn eservice(base_url: &str, secret: &str) -> Client {
    let names = [
        ("fi", "Rakennusvalvonnan asiointi"),
        ("sv", "Byggnadstillsynens e-tjänst"),
        ("en", "Building control e-service"),
    ];
    site(ESERVICE, names, base_url, secret, people::SOURCE)
}

/// The tenant portal, which proves itself with `secret`.
pub fn portal(base_url: &str, secret: &str) -> Client {
    let names = [("fi", "Asukassivusto"), ("sv", "Boendesidan"), ("en", "Tenant portal")];
    site(PORTAL, names, base_url, secret, "asukas")
}

/// Kodinportaali, which proves itself with `secret`.
pub fn kodinportaali(base_url: &str, secret: &str) -> Client {
    let names = ["fi", "sv", "en"].map(|language| (language, "Kodinportaali"));
    site(KODINPORTAALI, names, base_url, secret, "kodinportaali")
}

/// Kodinportaali's mobile app: a public client that is played by a page of
/// Kodinportaali at `base_url`.
pub fn app(base_url: &str) -> Client {
    let at = |path: &str| format!("{base_url}{path}");
    let names = [("fi", "Kodinportaalin sovellus"), ("sv", "Kodinportaalis app"), ("en", "Kodinportaali app")];
    Client {
        auth_method: AuthMethod::None,
        secret_digest: None,
        redirect_uris: vec![at("/app/callback")],
        post_logout_redirect_uris: vec![at("/app")],
        back_channel_logout_uri: None,
        initiate_login_uri: None,
        home_uri: Some(at("/app")),
        grant_types: BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken]),
        scopes: Scope::parse("openid profile offline_access"),
        ..site(APP, names, base_url, "", "kodinportaali")
    }
}

fn site(client_id: &str, names: [(&str, &str); 3], base_url: &str, secret: &str, legacy_source: &str) -> Client {
    let at = |path: &str| format!("{base_url}{path}");
    Client {
        client_id: client_id.to_owned(),
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
        legacy_id_source: Some(legacy_source.to_owned()),
        registration: None,
        login_page: LoginPage::default(),
        third_party: None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_registration_names_the_addresses_of_the_site() {
        let client = eservice("http://127.0.0.1:9001", "secret");
        assert_eq!(client.redirect_uris, ["http://127.0.0.1:9001/callback"]);
        let start = "http://127.0.0.1:9001/initiate-login?iss=http%3A%2F%2Flocalhost%3A8080";
        assert_eq!(client.start_uri("http://localhost:8080").as_deref(), Some(start));
        assert!(client.secret_digest.unwrap().matches("secret"));
        assert!(!client.grant_types.contains(&GrantType::RefreshToken));
        assert_eq!(client.name.get("sv"), Some("Byggnadstillsynens e-tjänst"));
    }

    #[test]
    fn the_app_has_no_secret_and_its_tokens_change_at_every_use() {
        let client = app("http://127.0.0.1:9003");
        assert!(client.is_public() && client.needs_pkce() && client.secret_digest.is_none());
        assert_eq!(client.redirect_uris, ["http://127.0.0.1:9003/app/callback"]);
        assert!(client.may_redeem(GrantType::RefreshToken));
        assert_eq!(client.refresh, RefreshPolicy::Rotate);
    }

    #[test]
    fn every_site_knows_people_by_ids_of_its_own() {
        let sources: BTreeSet<_> = [eservice("", ""), portal("", ""), kodinportaali("", "")]
            .map(|client| client.legacy_id_source.unwrap())
            .into();
        assert_eq!(sources.len(), 3);
    }
}
