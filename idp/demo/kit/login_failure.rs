//! Why a login did not come about. The texts name no person.

use openidconnect::{ClaimsVerificationError, ConfigurationError, RequestTokenError};

use super::claims::TokenError;
use super::discovery::ProviderAway;
use super::http_client::HttpError;

/// Why a login or a refresh gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum LoginFailure {
    /// The person went back at the provider.
    #[error("the person gave up")]
    Cancelled,
    /// Nobody is logged in, and no page might be shown.
    #[error("nobody is logged in at the provider")]
    LoginRequired,
    /// The login is older than the site accepts.
    #[error("the login is older than what was asked for")]
    TooOld,
    /// The tokens are another person's than those before.
    #[error("the tokens are another person's")]
    AnotherPerson,
    /// Another provider answered.
    #[error("the answer does not come from the provider that was asked")]
    ForeignIssuer,
    /// The provider did not answer, or said that it cannot now.
    #[error("the provider is away")]
    ProviderAway,
    /// The token endpoint refused, with this OAuth error code.
    #[error("the token endpoint refused: {0}")]
    Refused(String),
    /// An answer lacked something that it must have.
    #[error("the provider's answer lacks {0}")]
    Incomplete(&'static str),
    /// The ID token is not to be believed.
    #[error("the ID token was not accepted: {0}")]
    Untrusted(#[from] ClaimsVerificationError),
    /// The access token is not the one that the ID token was issued with.
    #[error("the access token does not belong to the ID token")]
    ForeignAccessToken,
    /// The userinfo endpoint gave no answer about this person.
    #[error("the userinfo endpoint gave no usable answer")]
    UserInfo,
}

impl From<ProviderAway> for LoginFailure {
    fn from(_: ProviderAway) -> Self {
        Self::ProviderAway
    }
}

impl From<ConfigurationError> for LoginFailure {
    fn from(_: ConfigurationError) -> Self {
        Self::Incomplete("an endpoint")
    }
}

impl From<RequestTokenError<HttpError, TokenError>> for LoginFailure {
    fn from(error: RequestTokenError<HttpError, TokenError>) -> Self {
        match error {
            RequestTokenError::Request(_) => Self::ProviderAway,
            RequestTokenError::ServerResponse(answer) => match answer.error().as_ref() {
                "temporarily_unavailable" | "server_error" => Self::ProviderAway,
                code => Self::Refused(code.to_owned()),
            },
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => Self::Incomplete("a token response"),
        }
    }
}
