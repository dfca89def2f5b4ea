//! Clients.

use std::collections::BTreeSet;

use idp::adapters::{ClientRecord, Origin};
use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::login_page::{LoginLayout, LoginPage};
use oidc::names::{Digest, Localized, SigningAlgorithm};
use oidc::registration::Registration;
use oidc::{Client, Scope};

use super::bed::Bed;
use super::on_every_store;
use super::rows::at;

on_every_store!(
    every_setting_of_a_client_comes_back,
    a_client_that_left_the_file_is_disabled_until_it_comes_back,
    nothing_is_written_when_nothing_changed,
);

fn client(client_id: &str) -> Client {
    Client {
        client_id: client_id.to_owned(),
        name: Localized::Each([("fi".to_owned(), "Asiointi".to_owned())].into()),
        auth_method: AuthMethod::ClientSecretBasic,
        secret_digest: Some(Digest::of("secret")),
        redirect_uris: vec!["https://rp.example.fi/cb?x=1".to_owned()],
        post_logout_redirect_uris: vec!["https://rp.example.fi/".to_owned()],
        back_channel_logout_uri: Some("https://rp.example.fi/logout".to_owned()),
        initiate_login_uri: Some("https://rp.example.fi/login".to_owned()),
        home_uri: Some("https://rp.example.fi/".to_owned()),
        allowed_origins: vec!["https://rp.example.fi".to_owned()],
        grant_types: BTreeSet::from([GrantType::AuthorizationCode, GrantType::RefreshToken]),
        scopes: Scope::parse("openid profile"),
        require_pkce: true,
        refresh: RefreshPolicy::RotateGrace(30),
        id_token_alg: SigningAlgorithm::Rs256,
        claims_in_id_token: true,
        legacy_id_source: Some("library".to_owned()),
        registration: Some(Registration::Closed),
        login_page: LoginPage {
            layout: Some(LoginLayout::OnePage),
            notice: Localized::Same("Oma tunnus".to_owned()),
            help_link: Localized::Absent,
        },
        third_party: Some(oidc::client::ThirdParty::default()),
    }
}

async fn every_setting_of_a_client_comes_back(bed: &Bed) {
    let full = client("full");
    let bare = Client {
        name: Localized::Absent,
        auth_method: AuthMethod::None,
        secret_digest: None,
        post_logout_redirect_uris: Vec::new(),
        back_channel_logout_uri: None,
        initiate_login_uri: None,
        home_uri: None,
        refresh: RefreshPolicy::Static,
        legacy_id_source: None,
        registration: None,
        third_party: None,
        ..client("bare")
    };
    assert_eq!(bed.sync_file_clients(&[full.clone(), bare.clone()], at(0)).await.unwrap(), 2);
    assert_eq!(bed.find_client("full").await.unwrap().as_ref(), Some(&full));
    assert_eq!(bed.find_client("bare").await.unwrap().as_ref(), Some(&bare));
    assert_eq!(bed.find_client("FULL").await.unwrap(), None);
    let record = |client| ClientRecord { client, origin: Origin::File, disabled_at: None };
    assert_eq!(bed.list_clients().await.unwrap(), [record(bare), record(full)]);
}

async fn a_client_that_left_the_file_is_disabled_until_it_comes_back(bed: &Bed) {
    let both = [client("a"), client("b")];
    bed.sync_file_clients(&both, at(0)).await.unwrap();
    let renamed = Client { claims_in_id_token: false, ..client("a") };
    assert_eq!(bed.sync_file_clients(std::slice::from_ref(&renamed), at(1)).await.unwrap(), 2);
    assert_eq!(bed.find_client("a").await.unwrap(), Some(renamed));
    assert_eq!(bed.find_client("b").await.unwrap(), None);
    assert_eq!(bed.list_clients().await.unwrap()[1].disabled_at, Some(at(1)));
    bed.sync_file_clients(&both, at(2)).await.unwrap();
    assert_eq!(bed.find_client("b").await.unwrap(), Some(client("b")));
}

async fn nothing_is_written_when_nothing_changed(bed: &Bed) {
    let both = [client("a"), client("b")];
    bed.sync_file_clients(&both, at(0)).await.unwrap();
    assert_eq!(bed.sync_file_clients(&both, at(1)).await.unwrap(), 0);
    bed.sync_file_clients(&both[..1], at(2)).await.unwrap();
    assert_eq!(bed.sync_file_clients(&both[..1], at(3)).await.unwrap(), 0, "disabled once is enough");
}
