//! The demo sites as the provider registers them, and the mobile app of one.
//! Each runs at a `base_url` (scheme, host and port, no trailing slash).

use std::collections::BTreeSet;

use oidc::client::{AuthMethod, GrantType, RefreshPolicy, ThirdParty};
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
/// The `client_id` of the association's site.
pub const NEIGHBOURS: &str = "neighbours";
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

/// The association's site, which proves itself with `secret`: somebody else's
/// than the city's, so that people are asked before it is told anything.
pub fn neighbours(base_url: &str, secret: &str) -> Client {
    let each = |texts: [(&str, &str); 3]| {
        Localized::Each(texts.map(|(language, text)| (language.to_owned(), text.to_owned())).into())
    };
    let names = [("fi", "Naapuriapu"), ("sv", "Grannhjälpen"), ("en", "Neighbour Help")];
    let purpose = each([
        ("fi", "vapaaehtoisten ja apua tarvitsevien yhdistäminen"),
        ("sv", "att föra samman frivilliga och dem som behöver hjälp"),
        ("en", "bringing volunteers and people who need help together"),
    ]);
    let privacy = Localized::Same(format!("{base_url}/privacy"));
    Client {
        legacy_id_source: None,
        scopes: Scope::parse("openid profile email phone"),
        third_party: Some(ThirdParty { purpose, privacy }),
        ..site(NEIGHBOURS, names, base_url, secret, "")
    }
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
    fn the_site_of_somebody_else_is_told_nothing_by_old_ids_and_asks_first() {
        let client = neighbours("http://127.0.0.1:9004", "secret");
        let third_party = client.third_party.unwrap();
        assert_eq!(third_party.privacy.get("sv"), Some("http://127.0.0.1:9004/privacy"));
        assert!(third_party.purpose.get("en").is_some() && client.legacy_id_source.is_none());
    }

    #[test]
    fn every_site_knows_people_by_ids_of_its_own() {
        let sources: BTreeSet<_> = [eservice("", ""), portal("", ""), kodinportaali("", "")]
            .map(|client| client.legacy_id_source.unwrap())
            .into();
        assert_eq!(sources.len(), 3);
    }
}
