//! The errors that clients see [RFC 6749 §4.1.2.1, §5.2; OIDC Core §3.1.2.6].

use crate::authorization_response::ErrorReply;

/// A registered error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// A parameter is missing, repeated or malformed.
    InvalidRequest,
    /// The client could not prove who it is.
    InvalidClient,
    /// The code or refresh token is not, or no longer, good for this.
    InvalidGrant,
    /// The scope is unknown or wider than what was granted.
    InvalidScope,
    /// The client may not use this grant.
    UnauthorizedClient,
    /// The token endpoint does not know this grant.
    UnsupportedGrantType,
    /// The authorization endpoint does not know this response type.
    UnsupportedResponseType,
    /// A page would be needed, but `prompt=none` forbids it.
    LoginRequired,
    /// A page other than login and consent would be needed, but `prompt=none`
    /// forbids it.
    InteractionRequired,
    /// Consent would have to be asked for, but `prompt=none` forbids it.
    ConsentRequired,
    /// The person said no.
    AccessDenied,
    /// Request objects by value are not supported.
    RequestNotSupported,
    /// Request objects by reference are not supported.
    RequestUriNotSupported,
    /// The `registration` parameter is not supported.
    RegistrationNotSupported,
    /// The access token is not, or no longer, valid [RFC 6750 §3.1].
    InvalidToken,
    /// The access token does not reach this far [RFC 6750 §3.1].
    InsufficientScope,
    /// The provider failed.
    ServerError,
    /// The provider cannot answer now; the same request may work later.
    TemporarilyUnavailable,
}

impl ErrorCode {
    /// The code as it stands in the `error` member.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::LoginRequired => "login_required",
            Self::InteractionRequired => "interaction_required",
            Self::ConsentRequired => "consent_required",
            Self::AccessDenied => "access_denied",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }
}

/// An error for a client: a code and a sentence for its developers.
///
/// Descriptions are constants, so that no error can tell an id, an address or
/// a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {description}", code.as_str())]
pub struct ProtocolError {
    /// What a program looks at.
    pub code: ErrorCode,
    /// What a developer reads.
    pub description: &'static str,
}

impl ProtocolError {
    /// The error with this code and description.
    pub const fn new(code: ErrorCode, description: &'static str) -> Self {
        debug_assert!(is_sendable(description));
        Self { code, description }
    }

    /// `invalid_request` with this description.
    pub const fn invalid_request(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// `invalid_grant` with this description.
    pub const fn invalid_grant(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }

    /// `invalid_scope` with this description.
    pub const fn invalid_scope(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidScope, description)
    }

    /// `invalid_token` with this description.
    pub const fn invalid_token(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidToken, description)
    }
}

/// Why an authorization request is not answered with a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Shown to the person, because the client's address cannot be trusted.
    Shown(ProtocolError),
    /// Sent to the client by way of the browser.
    Redirected(ErrorReply),
}

/// Whether `text` keeps to the characters of `error_description`
/// [RFC 6749 §4.1.2.1].
const fn is_sendable(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    while let [byte, rest @ ..] = bytes {
        if !matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E) {
            return false;
        }
        bytes = rest;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_keeps_to_the_characters_of_rfc_6749() {
        for (text, sendable) in [
            ("redirect_uri is missing", true),
            ("", true),
            ("say \"no\"", false),
            ("back\\slash", false),
            ("line\nbreak", false),
            ("p\u{e4}\u{e4}ttynyt", false),
            ("\u{7f}", false),
        ] {
            assert_eq!(is_sendable(text), sendable, "{text:?}");
        }
    }

    #[test]
    fn an_error_reads_as_code_and_description() {
        let error = ProtocolError::invalid_grant("the code is not valid");
        assert_eq!(error.to_string(), "invalid_grant: the code is not valid");
    }
}
