//! Client authentication at the token endpoint [RFC 6749 §2.3, OIDC Core §9].
//!
//! What the request presents is parsed first, so that the caller can look the
//! client up; then it is judged. An unknown client and a wrong secret get the
//! same answer after the same work.
//!
//! In a `Basic` header the secret counts form-decoded, as the specification
//! has it, and also as it stands: many clients (Authlib for one) encode
//! nothing, and a secret in base64 has signs that decoding changes.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::client::{AuthMethod, Client};
use crate::error::{ErrorCode, ProtocolError};
use crate::names::Digest;
use crate::params::Params;

const REFUSED: ProtocolError = ProtocolError::new(ErrorCode::InvalidClient, "client authentication failed");
const ABSENT: ProtocolError = ProtocolError::new(ErrorCode::InvalidClient, "client authentication is missing");
const MALFORMED: ProtocolError = ProtocolError::new(ErrorCode::InvalidClient, "the Authorization header is malformed");
const UNKNOWN_METHOD: ProtocolError =
    ProtocolError::new(ErrorCode::InvalidClient, "client assertions are not supported");
const TWO_METHODS: ProtocolError = ProtocolError::invalid_request("the client authenticates in more than one way");
const TWO_CLIENTS: ProtocolError = ProtocolError::invalid_request("client_id differs from the Authorization header");

/// What a request presents to prove which client it comes from.
#[derive(Clone, PartialEq, Eq)]
pub struct Presented {
    client_id: String,
    method: AuthMethod,
    secret: String,
    /// The secret before it was form-decoded.
    verbatim: String,
}

impl Presented {
    /// The credentials in the `Authorization` header or in the body.
    ///
    /// # Errors
    /// `invalid_request` for a repeated parameter, two ways at once or two
    /// clients; `invalid_client` for a header that cannot be read and for no
    /// credentials at all.
    pub fn parse(authorization: Option<&str>, params: &Params) -> Result<Self, ProtocolError> {
        params.refuse_repeated()?;
        let body_id = params.get("client_id");
        let body_secret = params.get("client_secret");
        if params.get("client_assertion").or(params.get("client_assertion_type")).is_some() {
            return Err(UNKNOWN_METHOD);
        }
        let Some(header) = authorization else {
            let secret = body_secret.unwrap_or_default().to_owned();
            return Ok(Self {
                client_id: body_id.ok_or(ABSENT)?.to_owned(),
                method: body_secret.map_or(AuthMethod::None, |_| AuthMethod::ClientSecretPost),
                verbatim: secret.clone(),
                secret,
            });
        };
        let (client_id, verbatim) = basic_credentials(header).ok_or(MALFORMED)?;
        if body_secret.is_some() {
            return Err(TWO_METHODS);
        }
        if body_id.is_some_and(|body_id| body_id != client_id) {
            return Err(TWO_CLIENTS);
        }
        let secret = form_decode(&verbatim).unwrap_or_else(|| verbatim.clone());
        Ok(Self { client_id, method: AuthMethod::ClientSecretBasic, secret, verbatim })
    }

    /// The client that the request says it comes from, not yet proven.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").field("method", &self.method).finish_non_exhaustive()
    }
}

/// `client`, now known to have sent the request; `None` when no client of that
/// id exists.
///
/// # Errors
/// `invalid_client`, always the same: for an unknown client, a wrong secret
/// and another method than the registered one.
pub fn authenticate<'a>(presented: &Presented, client: Option<&'a Client>) -> Result<&'a Client, ProtocolError> {
    let stored = client.and_then(|client| client.secret_digest);
    // Also when there is nothing to compare with, so that the answer takes as
    // long for a client that does not exist.
    let digest = stored.unwrap_or(Digest([0; 32]));
    let secret_matches = digest.matches(&presented.secret) | digest.matches(&presented.verbatim);
    client
        .filter(|client| client.client_id == presented.client_id)
        .filter(|client| client.auth_method == presented.method)
        .filter(|client| client.is_public() || (stored.is_some() && secret_matches))
        .ok_or(REFUSED)
}

/// The id of a `Basic` header, form-decoded [RFC 6749 §2.3.1], and its secret
/// as it stands there.
fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let joined = STANDARD.decode(credentials.trim_matches(' ')).ok()?;
    let joined = String::from_utf8(joined).ok()?;
    let (id, secret) = joined.split_once(':')?;
    let id = form_decode(id)?;
    let is_text = !id.is_empty() && !secret.chars().any(char::is_control);
    is_text.then(|| (id, secret.to_owned()))
}

/// The text that was form-encoded as `encoded`; it has no control characters
/// [RFC 6749 appendix A.1, A.2]. Stricter than the spec: a percent sign without
/// two hexadecimal digits is an error.
fn form_decode(encoded: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(bytes.next()?)? << 4 | hex_digit(bytes.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok().filter(|text| !text.chars().any(char::is_control))
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests;
