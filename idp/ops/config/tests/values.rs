//! What the settings become.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use accounts::policy::Privacy;
use chrono::TimeDelta;
use oidc::client::{AuthMethod, GrantType, RefreshPolicy};
use oidc::names::{Digest, SigningAlgorithm};

use super::{STRONG, client, parse};

#[test]
fn an_empty_file_gives_the_defaults() {
    let config = parse("").unwrap();
    assert_eq!(config.oidc.issuer, "");
    assert_eq!(config.oidc.code_ttl, TimeDelta::seconds(60));
    assert_eq!(config.oidc.access_token_ttl, TimeDelta::minutes(10));
    assert_eq!(config.accounts.privacy, Privacy::Neutral);
    assert_eq!(config.accounts.lockout.attempts, 5);
    assert_eq!(config.accounts.lockout.duration, TimeDelta::hours(24));
    assert_eq!(config.accounts.mails_per_day, 5);
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.http.max_connections, 4096);
    assert_eq!(config.keys.algorithms, [SigningAlgorithm::Es256, SigningAlgorithm::Rs256]);
    assert!(config.keys.secret.is_empty() && config.clients.is_empty());
}

#[test]
fn a_client_becomes_what_the_protocol_knows() {
    let config = parse(&client(
        "refresh = 'rotate-grace:30s'\ngrant_types = ['authorization_code', 'refresh_token']\n\
         scopes = ['openid', 'email']\nname = { fi = 'Lupa', en = 'Permit' }",
    ))
    .unwrap();
    let client = &config.clients[0];
    assert_eq!(client.client_id, "app");
    assert_eq!(client.name.get("en"), Some("Permit"));
    assert_eq!(client.auth_method, AuthMethod::ClientSecretBasic);
    assert!(client.secret_digest.is_some_and(|digest| digest == Digest::of(STRONG)));
    assert_eq!(client.grant_types, [GrantType::AuthorizationCode, GrantType::RefreshToken].into());
    assert_eq!(client.scopes.to_string(), "email openid");
    assert_eq!(client.refresh, RefreshPolicy::RotateGrace(30));
    assert_eq!(client.id_token_alg, SigningAlgorithm::Es256);
    assert!(client.require_pkce && !client.claims_in_id_token);

    let public = parse(&client_without_secret()).unwrap();
    assert_eq!((public.clients[0].auth_method, public.clients[0].secret_digest), (AuthMethod::None, None));
}

fn client_without_secret() -> String {
    client("secret = ''\ntoken_endpoint_auth_method = 'none'")
}

#[test]
fn no_secret_is_printed_with_the_configuration() {
    let text = format!(
        "[keys]\nsecret = '{STRONG}'\n[database]\nurl = 'postgres://idp:{STRONG}@db/idp'\n\
         [mail]\nurl = 'smtps://u:{STRONG}@relay'\n{}",
        client("")
    );
    let printed = format!("{:?}", parse(&text).unwrap());
    assert!(!printed.contains(STRONG), "{printed}");
}
