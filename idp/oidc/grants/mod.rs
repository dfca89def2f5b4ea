//! The token endpoint's grants [RFC 6749 §1.3], one file each. A request is
//! parsed here and then goes its grant's own way.

pub mod authorization_code;
pub mod client_credentials;
pub mod refresh_token;

use crate::client::{Client, GrantType};
use crate::error::{ErrorCode, ProtocolError};
use crate::params::Params;

use authorization_code::CodeExchange;
use client_credentials::CredentialsRequest;
use refresh_token::RefreshRequest;

const FORBIDDEN: ProtocolError = ProtocolError::new(ErrorCode::UnauthorizedClient, "the client may not use this grant");
const UNSUPPORTED: ProtocolError =
    ProtocolError::new(ErrorCode::UnsupportedGrantType, "the grant_type is not supported");

/// A token request of a client that may use its grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantRequest {
    /// A code is to be redeemed.
    AuthorizationCode(CodeExchange),
    /// A refresh token is to be used.
    RefreshToken(RefreshRequest),
    /// The client asks for itself.
    ClientCredentials(CredentialsRequest),
}

impl GrantRequest {
    /// The token request of `client`, which has authenticated.
    ///
    /// # Errors
    /// `invalid_request`, `unsupported_grant_type`, `unauthorized_client`, or
    /// what the grant itself says of its parameters.
    pub fn parse(params: &Params, client: &Client) -> Result<Self, ProtocolError> {
        params.refuse_repeated()?;
        let name = params.get("grant_type").ok_or(ProtocolError::invalid_request("grant_type is missing"))?;
        let grant_type = GrantType::from_name(name).ok_or(UNSUPPORTED)?;
        if !client.may_redeem(grant_type) {
            return Err(FORBIDDEN);
        }
        match grant_type {
            GrantType::AuthorizationCode => CodeExchange::parse(params).map(Self::AuthorizationCode),
            GrantType::RefreshToken => RefreshRequest::parse(params).map(Self::RefreshToken),
            GrantType::ClientCredentials => CredentialsRequest::parse(params, client).map(Self::ClientCredentials),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{client, params};

    fn code_of(pairs: &[(&str, &str)], client: &Client) -> Option<ErrorCode> {
        GrantRequest::parse(&params(pairs), client).err().map(|error| error.code)
    }

    #[test]
    fn an_unknown_or_missing_grant_type_is_refused() {
        let client = client();
        assert_eq!(code_of(&[], &client), Some(ErrorCode::InvalidRequest));
        assert_eq!(code_of(&[("grant_type", "")], &client), Some(ErrorCode::InvalidRequest));
        for name in
            ["password", "implicit", "urn:evil", "Authorization_Code", "urn:ietf:params:oauth:grant-type:jwt-bearer"]
        {
            let found = code_of(&[("grant_type", name), ("username", "u")], &client);
            assert_eq!(found, Some(ErrorCode::UnsupportedGrantType), "{name}");
        }
    }

    #[test]
    fn a_grant_that_the_client_is_not_registered_for_is_refused() {
        for grant_type in GrantType::ALL {
            let mut client = client();
            client.grant_types.remove(&grant_type);
            let found = code_of(&[("grant_type", grant_type.name())], &client);
            assert_eq!(found, Some(ErrorCode::UnauthorizedClient));
        }
    }

    #[test]
    fn a_repeated_parameter_is_refused() {
        let pairs = [("grant_type", "client_credentials"), ("scope", "a"), ("scope", "a")];
        assert_eq!(code_of(&pairs, &client()), Some(ErrorCode::InvalidRequest));
    }

    #[test]
    fn each_grant_is_recognised() -> Result<(), ProtocolError> {
        let code = format!("ac_{}", "a".repeat(43));
        let redeem =
            params(&[("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", "https://rp.example/cb")]);
        let refresh = params(&[("grant_type", "refresh_token"), ("refresh_token", "rt_x")]);
        let credentials = params(&[("grant_type", "client_credentials")]);
        let client = client();
        assert!(matches!(GrantRequest::parse(&redeem, &client)?, GrantRequest::AuthorizationCode(_)));
        assert!(matches!(GrantRequest::parse(&refresh, &client)?, GrantRequest::RefreshToken(_)));
        assert!(matches!(GrantRequest::parse(&credentials, &client)?, GrantRequest::ClientCredentials(_)));
        Ok(())
    }
}
