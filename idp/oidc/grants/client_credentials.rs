//! The client credentials grant: a client asks for itself [RFC 6749 §4.4].
//! There is no person in it, so no ID token, no refresh token and none of the
//! scope values that concern one.

use crate::client::Client;
use crate::error::{ErrorCode, ProtocolError};
use crate::params::Params;
use crate::scope::Scope;

const PUBLIC: ProtocolError =
    ProtocolError::new(ErrorCode::UnauthorizedClient, "only a client with a secret may do this");
const TOO_WIDE: ProtocolError =
    ProtocolError::invalid_scope("the scope has values that the client may not have by itself");

/// A token request of a client for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsRequest {
    /// What it gets: what it asked for, else all that it may have.
    pub scope: Scope,
}

impl CredentialsRequest {
    /// The parameters of this grant.
    ///
    /// # Errors
    /// `unauthorized_client` for a public client, `invalid_scope` for a value
    /// that the client may not have or that concerns a person.
    pub fn parse(params: &Params, client: &Client) -> Result<Self, ProtocolError> {
        if client.is_public() {
            return Err(PUBLIC);
        }
        let own = client.scopes.without(&Scope::STANDARD);
        let scope = match params.get("scope").map(Scope::parse) {
            None => own,
            Some(requested) if requested.is_within(&own) => requested,
            Some(_) => return Err(TOO_WIDE),
        };
        Ok(Self { scope })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{client, params, public_client};

    #[test]
    fn a_client_gets_its_own_scope_values_and_none_of_a_person() {
        for (requested, expected) in [
            ("", Ok("reports")),
            ("reports", Ok("reports")),
            ("openid", Err(TOO_WIDE)),
            ("reports offline_access", Err(TOO_WIDE)),
            ("reports email", Err(TOO_WIDE)),
            ("admin", Err(TOO_WIDE)),
        ] {
            let found = CredentialsRequest::parse(&params(&[("scope", requested)]), &client());
            let expected = expected.map(|scope| CredentialsRequest { scope: Scope::parse(scope) });
            assert_eq!(found, expected, "{requested}");
        }
    }

    #[test]
    fn a_public_client_is_refused() {
        assert_eq!(CredentialsRequest::parse(&params(&[]), &public_client()), Err(PUBLIC));
    }
}
