//! The authorization code grant [RFC 6749 §4.1.3, RFC 7636 §4.6].
//!
//! The caller takes the code out of its store before it is judged here, so a
//! wrong verifier or redirect URI burns it.

use std::fmt;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::authorization_code::{AuthorizationCode, secret_digest};
use crate::client::{Client, GrantType};
use crate::error::ProtocolError;
use crate::grant::Grant;
use crate::names::Digest;
use crate::params::Params;
use crate::pkce;
use crate::scope::Scope;
use crate::session::Session;

/// The answer to a code that is unknown, expired, redeemed before or another
/// client's: one for all, so that it tells nothing about the code.
pub const INVALID_CODE: ProtocolError = ProtocolError::invalid_grant("the code is not valid");
const WRONG_REDIRECT_URI: ProtocolError =
    ProtocolError::invalid_grant("redirect_uri differs from the authorization request");
const WRONG_VERIFIER: ProtocolError = ProtocolError::invalid_grant("code_verifier does not fit the code_challenge");
const NO_CHALLENGE: ProtocolError = ProtocolError::invalid_grant("the authorization request had no code_challenge");

/// The parameters of a token request with a code.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeExchange {
    code_digest: Digest,
    redirect_uri: String,
    code_verifier: Option<String>,
}

impl CodeExchange {
    /// The parameters of this grant. Stricter than the spec: `redirect_uri` is
    /// always required, as it is at the authorization endpoint.
    ///
    /// # Errors
    /// `invalid_request` when `code` or `redirect_uri` is missing,
    /// `invalid_grant` when the code cannot be one of this provider.
    pub fn parse(params: &Params) -> Result<Self, ProtocolError> {
        let code = params.get("code").ok_or(ProtocolError::invalid_request("code is missing"))?;
        let redirect_uri =
            params.get("redirect_uri").ok_or(ProtocolError::invalid_request("redirect_uri is missing"))?;
        Ok(Self {
            code_digest: secret_digest(code).ok_or(INVALID_CODE)?,
            redirect_uri: redirect_uri.to_owned(),
            code_verifier: params.get("code_verifier").map(str::to_owned),
        })
    }

    /// What the code's record, or the grant that it became, is found by.
    pub fn code_digest(&self) -> &Digest {
        &self.code_digest
    }
}

impl fmt::Debug for CodeExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeExchange(..)")
    }
}

/// What a good code comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// To be stored first: if its `code_digest` is there already, the code was
    /// redeemed before and that grant must be revoked.
    pub grant: Grant,
    /// The login behind it.
    pub session: Session,
    /// What the ID token repeats.
    pub nonce: Option<String>,
    /// Whether the client gets a refresh token.
    pub refreshable: bool,
}

/// What `client` gets for `code`, which was found by `exchange`'s digest and
/// taken out of its store. `grant_id` is the key of the new grant.
///
/// # Errors
/// `invalid_grant`, when anything differs from the authorization request.
pub fn redeem(
    code: AuthorizationCode,
    exchange: &CodeExchange,
    client: &Client,
    grant_id: Uuid,
    now: DateTime<Utc>,
) -> Result<Redemption, ProtocolError> {
    if code.client_id != client.client_id || now >= code.expires_at {
        return Err(INVALID_CODE);
    }
    if code.redirect_uri != exchange.redirect_uri {
        return Err(WRONG_REDIRECT_URI);
    }
    prove_possession(&code, exchange, client)?;
    let refreshable = code.scope.contains(Scope::OFFLINE_ACCESS) && client.may_redeem(GrantType::RefreshToken);
    Ok(Redemption {
        grant: Grant {
            id: grant_id,
            code_digest: exchange.code_digest,
            client_id: code.client_id,
            session_id: code.session.id,
            scope: code.scope,
            auth_time: code.session.auth_time,
            created_at: now,
            revoked_at: None,
        },
        session: code.session,
        nonce: code.nonce,
        refreshable,
    })
}

/// A verifier without a challenge is refused as well: it is the sign of a
/// request whose challenge was stripped on its way [RFC 9700 §4.8.2].
fn prove_possession(code: &AuthorizationCode, exchange: &CodeExchange, client: &Client) -> Result<(), ProtocolError> {
    match (&code.code_challenge, &exchange.code_verifier) {
        (Some(challenge), Some(verifier)) if pkce::proves(verifier, challenge) => Ok(()),
        (Some(_), _) => Err(WRONG_VERIFIER),
        (None, None) if !client.needs_pkce() => Ok(()),
        (None, _) => Err(NO_CHALLENGE),
    }
}

#[cfg(test)]
mod tests;
