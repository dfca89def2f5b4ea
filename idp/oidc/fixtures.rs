//! Values that the tests of several modules start from.

#![expect(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::authorization_request::AuthorizationRequest;
use crate::claims::{Address, Person};
use crate::client::{AuthMethod, Client, GrantType, RefreshPolicy};
use crate::grant::Grant;
use crate::login_page::{LoginLayout, LoginPage};
use crate::names::{Digest, Localized, SigningAlgorithm};
use crate::params::Params;
use crate::policy::Policy;
use crate::registration::Registration;
use crate::scope::Scope;
use crate::session::Session;

pub(crate) const ISSUER: &str = "https://id.example.fi";
pub(crate) const SECRET: &str = "s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t";
/// [RFC 7636 appendix B].
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// An instant, counted in seconds from an arbitrary day.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

pub(crate) fn params(pairs: &[(&str, &str)]) -> Params {
    Params::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

/// `pairs` with `changes`: a value replaces or adds a parameter, `None` takes
/// it out.
pub(crate) fn changed(pairs: &[(&str, &str)], changes: &[(&str, Option<&str>)]) -> Params {
    let kept = pairs.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name)).copied();
    let put = changes.iter().filter_map(|(name, value)| value.map(|value| (*name, value)));
    params(&kept.chain(put).collect::<Vec<_>>())
}

pub(crate) fn policy() -> Policy {
    Policy {
        issuer: ISSUER.to_owned(),
        registration: Registration::Open,
        code_ttl: TimeDelta::seconds(60),
        access_token_ttl: TimeDelta::minutes(10),
        id_token_ttl: TimeDelta::minutes(5),
        refresh_ttl: TimeDelta::days(30),
        login_page_ttl: TimeDelta::hours(24),
        login_layout: LoginLayout::default(),
    }
}

/// A confidential client that may do everything.
pub(crate) fn client() -> Client {
    Client {
        client_id: "web".to_owned(),
        name: Localized::Same("Web".to_owned()),
        auth_method: AuthMethod::ClientSecretBasic,
        secret_digest: Some(Digest::of(SECRET)),
        redirect_uris: vec!["https://rp.example/cb".to_owned()],
        post_logout_redirect_uris: vec!["https://rp.example/bye".to_owned()],
        back_channel_logout_uri: None,
        initiate_login_uri: None,
        home_uri: None,
        allowed_origins: Vec::new(),
        grant_types: [GrantType::AuthorizationCode, GrantType::RefreshToken, GrantType::ClientCredentials].into(),
        scopes: Scope::parse("openid profile email phone address offline_access reports"),
        require_pkce: true,
        refresh: RefreshPolicy::Rotate,
        id_token_alg: SigningAlgorithm::Es256,
        claims_in_id_token: false,
        legacy_id_source: None,
        registration: None,
        login_page: LoginPage::default(),
        third_party: None,
    }
}

pub(crate) fn public_client() -> Client {
    Client { auth_method: AuthMethod::None, secret_digest: None, ..client() }
}

/// A session that began at 0.
pub(crate) fn session() -> Session {
    Session {
        id: Uuid::from_u128(1),
        sid: "sid-1".to_owned(),
        sub: "sub-1".to_owned(),
        auth_time: at(0),
        amr: vec!["pwd".to_owned()],
        acr: policy().acr_password(),
        created_at: at(0),
        last_seen_at: at(0),
        expires_at: at(1_000_000),
        remembered: false,
    }
}

/// A request of `client()` that arrived at 1000.
pub(crate) fn request() -> AuthorizationRequest {
    AuthorizationRequest {
        client_id: "web".to_owned(),
        redirect_uri: "https://rp.example/cb".to_owned(),
        scope: Scope::parse("openid email offline_access"),
        state: Some("st".to_owned()),
        nonce: Some("no".to_owned()),
        code_challenge: Some(CHALLENGE.to_owned()),
        prompt: [].into(),
        max_age: None,
        login_hint: None,
        expected_sub: None,
        popup: false,
        ui_locales: vec![],
        received_at: at(1000),
    }
}

/// A grant of `client()` and `session()`.
pub(crate) fn grant() -> Grant {
    Grant {
        id: Uuid::from_u128(2),
        code_digest: Digest::of("code"),
        client_id: "web".to_owned(),
        session_id: session().id,
        scope: request().scope,
        auth_time: at(0),
        created_at: at(1000),
        revoked_at: None,
    }
}

/// Everything is known of this person.
pub(crate) fn person() -> Person {
    Person {
        sub: "sub-1".to_owned(),
        name: Some("Minna Meik\u{e4}l\u{e4}inen".to_owned()),
        given_name: Some("Minna".to_owned()),
        family_name: Some("Meik\u{e4}l\u{e4}inen".to_owned()),
        preferred_username: Some("minna".to_owned()),
        email: Some("minna@example.fi".to_owned()),
        email_verified: true,
        phone_number: Some("+358401234567".to_owned()),
        phone_number_verified: false,
        address: Some(Address {
            street_address: "Katu 1 A 2".to_owned(),
            postal_code: "28100".to_owned(),
            locality: "Pori".to_owned(),
        }),
        locale: Some("fi".to_owned()),
        updated_at: Some(at(500)),
        legacy_id: Some("old-7".to_owned()),
    }
}
