use super::*;
use crate::error::ErrorCode;
use crate::fixtures::{CHALLENGE, VERIFIER, at, changed, client, policy, public_client, request, session};

const CODE: &str = "ac_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
const EXCHANGE: [(&str, &str); 4] = [
    ("grant_type", "authorization_code"),
    ("code", CODE),
    ("redirect_uri", "https://rp.example/cb"),
    ("code_verifier", VERIFIER),
];

fn exchange(changes: &[(&str, Option<&str>)]) -> Result<CodeExchange, ProtocolError> {
    CodeExchange::parse(&changed(&EXCHANGE, changes))
}

fn code() -> AuthorizationCode {
    AuthorizationCode::issue(&request(), &session(), &policy(), [7; 32], at(1000)).1
}

fn redeem_at(
    code: AuthorizationCode,
    changes: &[(&str, Option<&str>)],
    client: &Client,
    seconds: i64,
) -> Result<Redemption, ProtocolError> {
    redeem(code, &exchange(changes)?, client, Uuid::from_u128(9), at(seconds))
}

#[test]
fn a_good_code_becomes_a_grant() -> Result<(), ProtocolError> {
    let redemption = redeem_at(code(), &[], &client(), 1059)?;
    assert_eq!(redemption.grant.id, Uuid::from_u128(9));
    assert_eq!(Some(redemption.grant.code_digest), secret_digest(CODE));
    assert_eq!(redemption.grant.scope, request().scope);
    assert_eq!(redemption.grant.session_id, session().id);
    assert_eq!(redemption.grant.auth_time, session().auth_time);
    assert_eq!(redemption.grant.created_at, at(1059));
    assert_eq!(redemption.grant.revoked_at, None);
    assert_eq!(redemption.nonce.as_deref(), Some("no"));
    assert!(redemption.grant.scope.contains(Scope::OPENID) && redemption.refreshable);
    Ok(())
}

#[test]
fn what_differs_from_the_authorization_request_is_refused() {
    let other = Client { client_id: "other".to_owned(), ..client() };
    let uri = "redirect_uri";
    let verifier = "code_verifier";
    for (changes, client, seconds, expected) in [
        (&[][..], &client(), 1060, INVALID_CODE),
        (&[], &other, 1001, INVALID_CODE),
        (&[(uri, Some("https://evil.test/cb"))], &client(), 1001, WRONG_REDIRECT_URI),
        (&[(uri, Some("https://rp.example/cb/"))], &client(), 1001, WRONG_REDIRECT_URI),
        (&[(uri, Some("https://RP.example/cb"))], &client(), 1001, WRONG_REDIRECT_URI),
        (&[(verifier, None)], &client(), 1001, WRONG_VERIFIER),
        (&[(verifier, Some(""))], &client(), 1001, WRONG_VERIFIER),
        (&[(verifier, Some(CHALLENGE))], &client(), 1001, WRONG_VERIFIER),
        (&[(verifier, Some("short"))], &client(), 1001, WRONG_VERIFIER),
    ] {
        assert_eq!(redeem_at(code(), changes, client, seconds), Err(expected), "{changes:?}");
    }
}

#[test]
fn a_code_without_challenge_is_for_clients_registered_without_pkce_alone() {
    let without = AuthorizationCode { code_challenge: None, ..code() };
    let lax = Client { require_pkce: false, ..client() };
    let lax_public = Client { require_pkce: false, ..public_client() };
    let absent = [("code_verifier", None)];
    for (changes, client, expected) in [
        (&absent[..], &lax, Ok(())),
        (&[], &lax, Err(NO_CHALLENGE)),
        (&absent, &client(), Err(NO_CHALLENGE)),
        (&absent, &lax_public, Err(NO_CHALLENGE)),
    ] {
        let found = redeem_at(without.clone(), changes, client, 1001).map(|_| ());
        assert_eq!(found, expected);
    }
    let with = redeem_at(code(), &absent, &lax, 1001);
    assert_eq!(with, Err(WRONG_VERIFIER));
}

#[test]
fn missing_parameters_are_invalid_requests_and_garbage_is_no_code() {
    let long = "a".repeat(100_000);
    for (change, expected) in [
        (("code", None), ErrorCode::InvalidRequest),
        (("code", Some("")), ErrorCode::InvalidRequest),
        (("redirect_uri", None), ErrorCode::InvalidRequest),
        (("code", Some("x")), ErrorCode::InvalidGrant),
        (("code", Some("\0")), ErrorCode::InvalidGrant),
        (("code", Some("../../x")), ErrorCode::InvalidGrant),
        (("code", Some("\u{e5}")), ErrorCode::InvalidGrant),
        (("code", Some(&long)), ErrorCode::InvalidGrant),
    ] {
        assert_eq!(exchange(&[change]).err().map(|error| error.code), Some(expected));
    }
}

#[test]
fn a_refresh_token_needs_offline_access_and_a_client_that_may_refresh() {
    let mut online = code();
    online.scope = Scope::parse("openid");
    assert!(redeem_at(online, &[], &client(), 1001).is_ok_and(|found| !found.refreshable));
    let mut client = client();
    client.grant_types.remove(&GrantType::RefreshToken);
    assert!(redeem_at(code(), &[], &client, 1001).is_ok_and(|found| !found.refreshable));
}

#[test]
fn without_openid_there_is_no_id_token() {
    let mut plain = code();
    plain.scope = Scope::parse("email");
    assert!(redeem_at(plain, &[], &client(), 1001).is_ok_and(|found| !found.grant.scope.contains(Scope::OPENID)));
}
