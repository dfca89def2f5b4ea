//! The rule of each single parameter of an authorization request.

use std::collections::BTreeSet;

use super::Prompt;
use crate::client::{Client, GrantType};
use crate::error::{ErrorCode, ProtocolError};
use crate::params::Params;
use crate::pkce;
use crate::scope::Scope;

pub(super) const NO_CHALLENGE: ProtocolError = ProtocolError::invalid_request("code_challenge is missing");

/// Bytes of `state` and `nonce` together: they wait in a form field, travel in
/// URLs and cannot be shortened.
const KEPT_MAX: usize = 4096;
/// Bytes of a login hint: no username is longer.
const HINT_MAX: usize = 320;
/// Bytes of a language tag [RFC 5646 §4.4.1].
const LANGUAGE_TAG_MAX: usize = 35;
const LANGUAGES_MAX: usize = 8;

/// Request objects and in-line registration would change what the request
/// says, so they cannot be ignored [OIDC Core §6.1, §6.2, §7.2.1].
pub(super) fn refuse_unsupported(params: &Params) -> Result<(), ProtocolError> {
    for (name, code, description) in [
        ("request", ErrorCode::RequestNotSupported, "request objects are not supported"),
        ("request_uri", ErrorCode::RequestUriNotSupported, "request_uri is not supported"),
        ("registration", ErrorCode::RegistrationNotSupported, "registration is not supported"),
    ] {
        if params.get(name).is_some() {
            return Err(ProtocolError::new(code, description));
        }
    }
    Ok(())
}

pub(super) fn response_type(params: &Params) -> Result<(), ProtocolError> {
    match params.get("response_type") {
        Some("code") => Ok(()),
        Some(_) => {
            Err(ProtocolError::new(ErrorCode::UnsupportedResponseType, "only the response type code is supported"))
        }
        None => Err(ProtocolError::invalid_request("response_type is missing")),
    }
}

pub(super) fn response_mode(params: &Params) -> Result<(), ProtocolError> {
    match params.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err(ProtocolError::invalid_request("only the response mode query is supported")),
    }
}

/// The scope values that the client may have; what it may not have, and what
/// nobody knows, is left out [OIDC Core §3.1.2.1].
pub(super) fn scope(params: &Params, client: &Client) -> Result<Scope, ProtocolError> {
    let requested = params.get("scope").ok_or(ProtocolError::invalid_scope("scope is missing"))?;
    grantable(&Scope::parse(requested), client)
}

/// What of `requested` `client` may have.
pub(super) fn grantable(requested: &Scope, client: &Client) -> Result<Scope, ProtocolError> {
    let mut scope = requested.limited_to(&client.scopes);
    if !client.may_redeem(GrantType::RefreshToken) {
        scope = scope.without(&[Scope::OFFLINE_ACCESS]);
    }
    if scope.is_empty() {
        return Err(ProtocolError::invalid_scope("the client may ask for none of these scopes"));
    }
    Ok(scope)
}

pub(super) fn state(params: &Params) -> Result<Option<&str>, ProtocolError> {
    capped(params.get("state"), KEPT_MAX)
}

pub(super) fn nonce(params: &Params) -> Result<Option<&str>, ProtocolError> {
    let state_length = params.get("state").map_or(0, str::len);
    capped(params.get("nonce"), KEPT_MAX.saturating_sub(state_length))
}

fn capped(value: Option<&str>, max: usize) -> Result<Option<&str>, ProtocolError> {
    match value {
        Some(text) if text.len() > max => Err(ProtocolError::invalid_request("state and nonce are too long")),
        _ => Ok(value),
    }
}

/// The S256 challenge. A challenge without a method would mean `plain`
/// [RFC 7636 §4.3], which is refused. Stricter than the spec: required of
/// confidential clients too, unless they are registered without.
pub(super) fn code_challenge<'a>(params: &'a Params, client: &Client) -> Result<Option<&'a str>, ProtocolError> {
    match (params.get("code_challenge"), params.get("code_challenge_method")) {
        (None, None) if client.needs_pkce() => Err(NO_CHALLENGE),
        (None, None) => Ok(None),
        (None, Some(_)) => Err(NO_CHALLENGE),
        (Some(challenge), Some(pkce::METHOD)) if pkce::is_challenge(challenge) => Ok(Some(challenge)),
        (Some(_), Some(pkce::METHOD)) => {
            Err(ProtocolError::invalid_request("code_challenge is not 43 base64url characters"))
        }
        (Some(_), _) => Err(ProtocolError::invalid_request("code_challenge_method must be S256")),
    }
}

/// Unknown values are refused: who asks for one and gets an ordinary login page
/// would look for the fault in the wrong place.
pub(super) fn prompt(params: &Params) -> Result<BTreeSet<Prompt>, ProtocolError> {
    let prompt = words(params, "prompt")
        .map(prompt_value)
        .collect::<Option<BTreeSet<_>>>()
        .ok_or(ProtocolError::invalid_request("prompt has an unknown value"))?;
    if prompt.contains(&Prompt::None) && prompt.len() > 1 {
        return Err(ProtocolError::invalid_request("prompt has none together with other values"));
    }
    Ok(prompt)
}

fn prompt_value(name: &str) -> Option<Prompt> {
    match name {
        "none" => Some(Prompt::None),
        "login" => Some(Prompt::Login),
        "consent" => Some(Prompt::Consent),
        "select_account" => Some(Prompt::SelectAccount),
        "create" => Some(Prompt::Create),
        _ => None,
    }
}

pub(super) fn max_age(params: &Params) -> Result<Option<u64>, ProtocolError> {
    let Some(text) = params.get("max_age") else {
        return Ok(None);
    };
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ProtocolError::invalid_request("max_age is not a number of seconds"));
    }
    Ok(Some(text.parse().unwrap_or(u64::MAX)))
}

/// A hint is never a reason to refuse: one that cannot be a username is left
/// out.
pub(super) fn login_hint(params: &Params) -> Option<&str> {
    params.get("login_hint").filter(|hint| hint.len() <= HINT_MAX && !hint.chars().any(char::is_control))
}

/// Every other way of showing pages is the same full page.
pub(super) fn is_popup(params: &Params) -> bool {
    params.get("display") == Some("popup")
}

/// Neither is a language that no page exists in.
pub(super) fn ui_locales(params: &Params) -> Vec<String> {
    words(params, "ui_locales")
        .filter(|tag| tag.len() <= LANGUAGE_TAG_MAX)
        .filter(|tag| tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        .take(LANGUAGES_MAX)
        .map(str::to_owned)
        .collect()
}

fn words<'a>(params: &'a Params, name: &str) -> impl Iterator<Item = &'a str> {
    params.get(name).unwrap_or_default().split(' ').filter(|word| !word.is_empty())
}
