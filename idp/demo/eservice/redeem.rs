//! From an authorization code to a known person: the token request, the checks
//! of the ID token, the userinfo request [OIDC Core §3.1.3, §5.3].

use std::sync::Arc;

use openidconnect::core::CoreJwsSigningAlgorithm::{EcdsaP256Sha256, RsaSsaPkcs1V15Sha256};
use openidconnect::core::{CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClaimsVerificationError, ConfigurationError, Nonce,
    OAuth2TokenResponse as _, RequestTokenError, SignatureVerificationError, SubjectIdentifier, TokenResponse as _,
};

use super::Parts;
use super::claims::{EServiceIdToken, TokenError, UserInfo};
use super::discovery::{Provider, ProviderAway};
use super::http_client::HttpError;
use super::language::Language;
use super::pending::PendingLogin;
use super::sessions::Session;

/// The algorithms that tokens may be signed with, whatever the provider's
/// metadata lists: a token must not choose how it is verified [RFC 8725 §3.1].
pub const ALLOWED_ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [EcdsaP256Sha256, RsaSsaPkcs1V15Sha256];

/// Why a code did not become a login. The texts name no person.
#[derive(Debug, thiserror::Error)]
pub enum LoginFailure {
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

/// Redeems `code` and gives the session that the person now has here.
///
/// # Errors
/// When any step fails; then nobody is signed in.
pub async fn redeem(parts: &Parts, code: AuthorizationCode, login: PendingLogin) -> Result<Session, LoginFailure> {
    let provider = parts.discovery.provider().await?;
    let tokens = provider
        .relying_party
        .exchange_code(code)?
        .set_pkce_verifier(login.verifier)
        .request_async(&*parts.http)
        .await?;
    let id_token = tokens.id_token().ok_or(LoginFailure::Incomplete("an ID token"))?.clone();
    let provider = provider_that_signed(parts, provider, &id_token, &login.nonce).await?;
    let claims = id_token.claims(&verifier(parts, &provider), &login.nonce)?;
    if let Some(expected) = claims.access_token_hash() {
        check_access_token(parts, &provider, &id_token, tokens.access_token(), expected)?;
    }
    let subject = claims.subject().clone();
    let user_info = user_info(parts, &provider, tokens.access_token(), subject).await?;
    let own = claims.additional_claims();
    let sid = own.sid.clone();
    let legacy_id = own.legacy_id.clone();
    Ok(session(parts, id_token, user_info, sid, legacy_id))
}

/// The provider whose keys verify the token: the one at hand, or the same with
/// new keys when it has rotated them since.
async fn provider_that_signed(
    parts: &Parts,
    provider: Arc<Provider>,
    id_token: &EServiceIdToken,
    nonce: &Nonce,
) -> Result<Arc<Provider>, LoginFailure> {
    let unknown_key = ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey);
    let outcome = id_token.claims(&verifier(parts, &provider), nonce).err();
    if outcome != Some(unknown_key) {
        return Ok(provider);
    }
    Ok(parts.discovery.provider_with_new_keys().await?)
}

/// Checks signature, issuer, audience, expiry and, with `claims`, the nonce.
fn verifier<'a>(parts: &'a Parts, provider: &'a Provider) -> CoreIdTokenVerifier<'a> {
    provider.relying_party.id_token_verifier().set_allowed_algs(ALLOWED_ALGORITHMS).set_time_fn(|| parts.now())
}

fn check_access_token(
    parts: &Parts,
    provider: &Provider,
    id_token: &EServiceIdToken,
    access_token: &AccessToken,
    expected: &AccessTokenHash,
) -> Result<(), LoginFailure> {
    let verifier = verifier(parts, provider);
    let key = id_token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
    let algorithm = id_token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
    match AccessTokenHash::from_token(access_token, algorithm, key) {
        Ok(actual) if actual == *expected => Ok(()),
        _ => Err(LoginFailure::ForeignAccessToken),
    }
}

async fn user_info(
    parts: &Parts,
    provider: &Provider,
    access_token: &AccessToken,
    subject: SubjectIdentifier,
) -> Result<UserInfo, LoginFailure> {
    provider
        .relying_party
        .user_info(access_token.clone(), Some(subject))?
        .request_async(&*parts.http)
        .await
        .map_err(|_| LoginFailure::UserInfo)
}

fn session(
    parts: &Parts,
    id_token: EServiceIdToken,
    user_info: UserInfo,
    sid: Option<String>,
    legacy_id: Option<String>,
) -> Session {
    let email = user_info.email().map(|email| email.to_string());
    let username = user_info.preferred_username().map(|username| username.to_string());
    let full_name = user_info.name().and_then(|name| name.get(None)).map(|name| name.to_string());
    Session {
        sub: user_info.subject().to_string(),
        sid,
        id_token,
        name: full_name.or(username).or_else(|| email.clone()).unwrap_or_default(),
        email,
        language: user_info.locale().and_then(|tag| Language::from_tags(tag)),
        legacy_id: user_info.additional_claims().legacy_id.clone().or(legacy_id),
        began_at: parts.now(),
    }
}
