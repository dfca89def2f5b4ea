//! The answer to an authorization request: a redirect to the client that
//! carries a code or an error [OIDC Core §3.1.2.5, §3.1.2.6], and always `iss`
//! [RFC 9207].

use crate::authorization_request::AuthorizationRequest;
use crate::error::ProtocolError;
use crate::redirect::with_query;

/// An error that travels to the client by way of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorReply {
    /// The registered URI that it goes to.
    pub redirect_uri: String,
    /// The request's state, byte for byte.
    pub state: Option<String>,
    /// What is wrong.
    pub error: ProtocolError,
}

impl ErrorReply {
    /// The address to send the browser to.
    pub fn location(&self, issuer: &str) -> String {
        let mut pairs = vec![("error", self.error.code.as_str()), ("error_description", self.error.description)];
        pairs.extend(self.state.as_deref().map(|state| ("state", state)));
        pairs.push(("iss", issuer));
        with_query(&self.redirect_uri, &pairs)
    }
}

/// The address that brings `code` to the client.
pub fn reply_code(request: &AuthorizationRequest, code: &str, issuer: &str) -> String {
    let mut pairs = vec![("code", code)];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    pairs.push(("iss", issuer));
    with_query(&request.redirect_uri, &pairs)
}

/// The address that brings `error` to the client.
pub fn reply_error(request: &AuthorizationRequest, error: ProtocolError, issuer: &str) -> String {
    request.error_reply(error).location(issuer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{ISSUER, request};
    use crate::interaction::LOGIN_REQUIRED;

    #[test]
    fn a_code_comes_with_state_and_iss_alone() {
        let mut request = request();
        request.state = Some("s p+\u{e4}".to_owned());
        assert_eq!(
            reply_code(&request, "ac_x", ISSUER),
            "https://rp.example/cb?code=ac_x&state=s%20p%2B%C3%A4&iss=https%3A%2F%2Fid.example.fi"
        );
        request.state = None;
        assert_eq!(
            reply_code(&request, "ac_x", ISSUER),
            "https://rp.example/cb?code=ac_x&iss=https%3A%2F%2Fid.example.fi"
        );
    }

    #[test]
    fn an_error_comes_with_description_state_and_iss_alone() {
        let mut request = request();
        request.redirect_uri = "https://rp.example/cb?tenant=7".to_owned();
        request.state = Some("s".to_owned());
        let location = reply_error(&request, LOGIN_REQUIRED, ISSUER);
        assert_eq!(
            location,
            "https://rp.example/cb?tenant=7&error=login_required\
             &error_description=the%20person%20must%20log%20in%20first\
             &state=s&iss=https%3A%2F%2Fid.example.fi"
        );
    }
}
