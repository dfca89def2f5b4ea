use super::{Change, REQUEST, is_shown, sent, valid, validate};
use crate::authorization_request::{AuthorizationRequest, Prompt};
use crate::client::{AuthMethod, Client, GrantType};
use crate::error::{ErrorCode, Refusal};
use crate::fixtures::{at, client, params, public_client, request};
use crate::scope::Scope;

#[test]
fn only_the_response_type_code_by_query_is_offered() {
    use ErrorCode::{InvalidRequest, UnsupportedResponseType};
    let types = ["token", "id_token", "code token", "code id_token", "none", "CODE", "code "];
    for name in types {
        let found = valid(&[("response_type", Some(name))]);
        assert_eq!(sent(found), Some(UnsupportedResponseType), "{name}");
    }
    assert_eq!(sent(valid(&[("response_type", None)])), Some(InvalidRequest));
    assert_eq!(sent(valid(&[("response_type", Some(""))])), Some(InvalidRequest));
    for mode in ["fragment", "form_post", "query.jwt", "form_post.jwt", "web_message", "Query"] {
        let found = valid(&[("response_mode", Some(mode))]);
        assert_eq!(sent(found), Some(InvalidRequest), "{mode}");
    }
    assert_eq!(valid(&[("response_mode", Some("query"))]), Ok(request()));
    assert_eq!(valid(&[("response_mode", Some(""))]), Ok(request()));
}

#[test]
fn request_objects_are_refused_by_their_own_codes() {
    for (name, expected) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        assert_eq!(sent(valid(&[(name, Some("x"))])), Some(expected));
    }
}

#[test]
fn what_is_unknown_or_merely_helpful_never_causes_an_error() {
    let long = "x".repeat(5000);
    for (name, value) in [
        ("claims", "{"),
        ("claims", "null"),
        ("acr_values", "'\"><svg/onload=alert(7)>"),
        ("display", "hologram"),
        ("claims_locales", "tlh"),
        ("ui_locales", "'\"><svg/onload=alert(7)>"),
        ("ui_locales", &long),
        ("login_hint", &long),
        ("login_hint", "a\u{7}b"),
        ("unheard_of", "x"),
    ] {
        assert_eq!(valid(&[(name, Some(value))]), Ok(request()), "{name}");
    }
}

#[test]
fn hints_for_the_page_are_kept() -> Result<(), Refusal> {
    let found = valid(&[("login_hint", Some("minna@example.fi")), ("ui_locales", Some("sv-FI  <b> fi en"))])?;
    assert_eq!(found.login_hint.as_deref(), Some("minna@example.fi"));
    assert_eq!(found.ui_locales, ["sv-FI", "fi", "en"]);
    let hint = Some("sub-1".to_owned());
    let found = AuthorizationRequest::validate(&params(&REQUEST), &client(), hint, at(1000))?;
    assert_eq!(found.expected_sub.as_deref(), Some("sub-1"));
    Ok(())
}

#[test]
fn a_scope_is_limited_to_what_the_client_may_have() -> Result<(), Refusal> {
    let narrow = Client { scopes: Scope::parse("openid email offline_access"), ..client() };
    for (scope, expected) in [
        ("openid superadmin", "openid"),
        ("openid profile", "openid"),
        ("email", "email"),
        ("email  openid email", "openid email"),
    ] {
        let found = validate(&[("scope", Some(scope))], &narrow)?;
        assert_eq!(found.scope, Scope::parse(expected), "{scope}");
    }
    for scope in [None, Some(""), Some(" "), Some("superadmin"), Some("OPENID")] {
        let found = validate(&[("scope", scope)], &narrow);
        assert_eq!(sent(found), Some(ErrorCode::InvalidScope), "{scope:?}");
    }
    Ok(())
}

#[test]
fn offline_access_is_left_out_for_a_client_that_may_not_refresh() -> Result<(), Refusal> {
    let mut client = client();
    client.grant_types.remove(&GrantType::RefreshToken);
    assert_eq!(validate(&[], &client)?.scope, Scope::parse("openid email"));
    Ok(())
}

#[test]
fn a_challenge_is_s256_or_the_request_is_refused() {
    let (challenge, method) = ("code_challenge", "code_challenge_method");
    let lax = Client { require_pkce: false, ..client() };
    let (long, padded) = ("a".repeat(200), format!("{}=", "a".repeat(43)));
    let (foreign, blanks) = ("\u{e9}".repeat(43), "a b".repeat(15));
    let cases: &[&[Change<'_>]] = &[
        &[(challenge, None)],
        &[(challenge, Some(""))],
        &[(challenge, Some("short"))],
        &[(challenge, Some(&long))],
        &[(challenge, Some(&padded))],
        &[(challenge, Some(&foreign))],
        &[(challenge, Some(&blanks))],
        &[(method, None)],
        &[(method, Some(""))],
        &[(method, Some("plain"))],
        &[(method, Some("s256"))],
        &[(method, Some("S512"))],
        &[(method, Some("S256 "))],
    ];
    for changes in cases {
        for client in [&client(), &lax, &public_client()] {
            let found = validate(changes, client);
            assert_eq!(sent(found), Some(ErrorCode::InvalidRequest), "{changes:?}");
        }
    }
}

#[test]
fn only_a_confidential_client_can_be_registered_without_a_challenge() -> Result<(), Refusal> {
    let without = [("code_challenge", None), ("code_challenge_method", None)];
    let lax = Client { require_pkce: false, ..client() };
    assert_eq!(validate(&without, &lax)?.code_challenge, None);
    assert!(validate(&[], &lax)?.code_challenge.is_some());
    let lax_public = Client { auth_method: AuthMethod::None, ..lax };
    for client in [client(), lax_public] {
        assert_eq!(sent(validate(&without, &client)), Some(ErrorCode::InvalidRequest));
    }
    Ok(())
}

#[test]
fn prompt_has_known_values_and_none_stands_alone() -> Result<(), Refusal> {
    for (prompt, expected) in [
        ("", &[][..]),
        ("none", &[Prompt::None]),
        ("none none", &[Prompt::None]),
        ("login  consent", &[Prompt::Login, Prompt::Consent]),
        ("select_account", &[Prompt::SelectAccount]),
        ("create", &[Prompt::Create]),
    ] {
        let found = valid(&[("prompt", Some(prompt))])?.prompt;
        assert!(found.iter().eq(expected), "{prompt}");
    }
    for prompt in ["none login", "login none", "none create", "CREATE", "LOGIN", "login,consent"] {
        let found = valid(&[("prompt", Some(prompt))]);
        assert_eq!(sent(found), Some(ErrorCode::InvalidRequest), "{prompt}");
    }
    Ok(())
}

#[test]
fn max_age_is_digits_and_saturates() -> Result<(), Refusal> {
    for (max_age, expected) in
        [("", None), ("0", Some(0)), ("0060", Some(60)), ("18446744073709551616", Some(u64::MAX))]
    {
        assert_eq!(valid(&[("max_age", Some(max_age))])?.max_age, expected, "{max_age}");
    }
    for max_age in ["-1", "+1", "abc", "1e99", "0x10", "1.5", " 1", "\u{661}"] {
        let found = valid(&[("max_age", Some(max_age))]);
        assert_eq!(sent(found), Some(ErrorCode::InvalidRequest), "{max_age}");
    }
    Ok(())
}

#[test]
fn state_and_nonce_are_kept_byte_for_byte_up_to_a_limit() -> Result<(), Refusal> {
    let text = " +%20&#\u{e4}\"<>".repeat(8);
    let found = valid(&[("state", Some(&text)), ("nonce", Some(&text))])?;
    assert_eq!(found.state.as_ref(), Some(&text));
    assert_eq!(found.nonce.as_ref(), Some(&text));
    let full = "n".repeat(4094);
    assert!(valid(&[("nonce", Some(&full))]).is_ok());
    let over = "n".repeat(4095);
    assert_eq!(sent(valid(&[("nonce", Some(&over))])), Some(ErrorCode::InvalidRequest));
    let huge = "s".repeat(4097);
    assert!(is_shown(&valid(&[("state", Some(&huge))])));
    Ok(())
}
