mod parameters;

use super::*;
use crate::fixtures::{CHALLENGE, at, changed, client, params, request};

const URI: &str = "https://rp.example/cb";
const REQUEST: [(&str, &str); 8] = [
    ("client_id", "web"),
    ("response_type", "code"),
    ("redirect_uri", URI),
    ("scope", "openid email offline_access"),
    ("state", "st"),
    ("nonce", "no"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

type Change<'a> = (&'a str, Option<&'a str>);

fn validate(changes: &[Change<'_>], client: &Client) -> Result<AuthorizationRequest, Refusal> {
    AuthorizationRequest::validate(&changed(&REQUEST, changes), client, None, at(1000))
}

fn valid(changes: &[Change<'_>]) -> Result<AuthorizationRequest, Refusal> {
    validate(changes, &client())
}

/// The code of an error that is sent to the client with its state.
fn sent(found: Result<AuthorizationRequest, Refusal>) -> Option<ErrorCode> {
    match found {
        Err(Refusal::Redirected(reply)) => {
            assert_eq!(reply.redirect_uri, URI);
            assert_eq!(reply.state.as_deref(), Some("st"));
            Some(reply.error.code)
        }
        Err(Refusal::Shown(_)) | Ok(_) => None,
    }
}

fn is_shown(found: &Result<AuthorizationRequest, Refusal>) -> bool {
    matches!(found, Err(Refusal::Shown(_)))
}

#[test]
fn a_sound_request_is_understood() {
    assert_eq!(valid(&[]), Ok(request()));
}

#[test]
fn a_redirect_uri_that_is_not_byte_equal_is_shown_and_never_followed() {
    let long = format!("{URI}{}", "a".repeat(6000));
    for uri in [
        "https://evil.test/cb",
        "https://rp.example/cb/x",
        "https://rp.example/cbx",
        "https://rp.example/cb/../x",
        "https://rp.example/cb/.",
        "https://rp.example/cb?x=1",
        "https://rp.example/cb?",
        "https://rp.example/cb&x=1",
        "https://rp.example/cb#",
        "https://rp.example/cb%23f",
        "https://rp.example/cb/",
        "https://rp.example/CB",
        "https://RP.example/cb",
        "https://rp.example@evil.test/cb",
        "https://evil.test@rp.example/cb",
        "https://rp.example:443/cb",
        "https://rp.example.evil.test/cb",
        "https://evilrp.example/cb",
        "https://rpXexample/cb",
        "http://rp.example/cb",
        "javascript:alert(1)",
        "data:text/html,x",
        "//rp.example/cb",
        "https:\\\\rp.example/cb",
        " https://rp.example/cb",
        "https://rp.example/cb ",
        "https://rp.example/cb\0",
        "https://rp.example/cb\n",
        "",
        &long,
    ] {
        let found = valid(&[("redirect_uri", Some(uri)), ("response_type", None)]);
        assert!(is_shown(&found), "{uri}");
    }
    assert!(is_shown(&valid(&[("redirect_uri", None)])));
}

#[test]
fn a_client_id_that_is_not_the_clients_is_shown() {
    for client_id in [None, Some(""), Some("other"), Some("WEB")] {
        assert!(is_shown(&valid(&[("client_id", client_id)])), "{client_id:?}");
    }
    assert_eq!(AuthorizationRequest::client_id_in(&params(&REQUEST)), Ok("web"));
}

#[test]
fn a_repeated_parameter_is_shown_only_when_the_address_is_in_doubt() {
    let twice = |name| {
        let again = REQUEST.iter().filter(|(known, _)| *known == name);
        let pairs: Vec<_> = REQUEST.iter().chain(again).copied().collect();
        AuthorizationRequest::validate(&params(&pairs), &client(), None, at(1000))
    };
    for name in ["client_id", "redirect_uri"] {
        assert!(is_shown(&twice(name)), "{name}");
    }
    for name in ["response_type", "scope", "nonce", "code_challenge", "code_challenge_method"] {
        assert_eq!(sent(twice(name)), Some(ErrorCode::InvalidRequest), "{name}");
    }
    let Err(Refusal::Redirected(reply)) = twice("state") else {
        unreachable!("a repeated state is sent to the client");
    };
    assert_eq!((reply.state, reply.error.code), (None, ErrorCode::InvalidRequest));
    let mut pairs = REQUEST.to_vec();
    pairs.extend([("unheard_of", "a"), ("unheard_of", "b")]);
    let found = AuthorizationRequest::validate(&params(&pairs), &client(), None, at(1000));
    assert_eq!(sent(found), Some(ErrorCode::InvalidRequest));
}

#[test]
fn a_client_without_the_code_grant_is_refused() {
    let client = Client { grant_types: [GrantType::ClientCredentials].into(), ..client() };
    assert_eq!(sent(validate(&[], &client)), Some(ErrorCode::UnauthorizedClient));
}

#[test]
fn a_waiting_request_is_judged_by_the_client_as_it_is_now() {
    assert_eq!(request().revalidate(&client()), Ok(request()));
    let narrowed = Client { scopes: Scope::parse("openid"), ..client() };
    let found = request().revalidate(&narrowed).map(|request| request.scope);
    assert_eq!(found, Ok(Scope::parse("openid")));

    let moved = Client { redirect_uris: vec!["https://rp.example/new".to_owned()], ..client() };
    assert!(is_shown(&request().revalidate(&moved)));
    let renamed = Client { client_id: "other".to_owned(), ..client() };
    assert!(is_shown(&request().revalidate(&renamed)));

    let scopeless = Client { scopes: Scope::parse("reports"), ..client() };
    assert_eq!(sent(request().revalidate(&scopeless)), Some(ErrorCode::InvalidScope));
    let grantless = Client { grant_types: [].into(), ..client() };
    assert_eq!(sent(request().revalidate(&grantless)), Some(ErrorCode::UnauthorizedClient));
    let without = AuthorizationRequest { code_challenge: None, ..request() };
    assert_eq!(sent(without.clone().revalidate(&client())), Some(ErrorCode::InvalidRequest));
    let lax = Client { require_pkce: false, ..client() };
    assert_eq!(without.clone().revalidate(&lax), Ok(without));
}

#[test]
fn a_sealed_request_comes_back_as_it_was() -> serde_json::Result<()> {
    let sealed = serde_json::to_string(&request())?;
    assert_eq!(serde_json::from_str::<AuthorizationRequest>(&sealed)?, request());
    Ok(())
}
