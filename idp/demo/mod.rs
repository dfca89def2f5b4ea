//! What `idp dev` and the tests put around the provider: a demo e-service that
//! is a true relying party, and the people of its old login system.
//!
//! Nothing here is reachable from a production deployment.

use std::collections::BTreeSet;

use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::names::{Digest, Localized, SigningAlgorithm};
use oidc::{Client, Scope};

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
        name: Localized::Each(
            names
                .map(|(language, name)| (language.to_owned(), name.to_owned()))
                .into(),
        ),
        auth_method: AuthMethod::ClientSecretBasic,
        secret_digest: Some(Digest::of(secret)),
        redirect_uris: vec![at("/callback")],
        post_logout_redirect_uris: vec![at("/logged-out")],
        back_channel_logout_uri: Some(at("/backchannel-logout")),
        initiate_login_uri: Some(at("/initiate-login")),
        home_uri: Some(at("/")),
        grant_types: BTreeSet::from([GrantType::AuthorizationCode]),
        scopes: Scope::parse("openid profile email phone address"),
        require_pkce: true,
        refresh: RefreshPolicy::Rotate,
        id_token_alg: SigningAlgorithm::Es256,
        claims_in_id_token: false,
        legacy_id_source: Some(LEGACY_SOURCE.to_owned()),
    }
}
