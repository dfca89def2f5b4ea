//! The `openidconnect` crate's types with the claims that the sites read
//! besides the standard ones. Its `Core…` types drop unknown claims.

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken,
    IdTokenFields, StandardErrorResponse, StandardTokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};

/// Claims of this provider besides those of OpenID Connect Core.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProviderClaims {
    /// The login at the provider, in ID tokens [OIDC Back-Channel Logout §2.1].
    pub sid: Option<String>,
    /// The id that this site knew the person by before the provider.
    pub legacy_id: Option<String>,
}

impl AdditionalClaims for ProviderClaims {}

/// An ID token with the claims above.
pub type ProviderIdToken =
    IdToken<ProviderClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// The userinfo answer with the claims above.
pub type UserInfo = UserInfoClaims<ProviderClaims, CoreGenderClaim>;

/// The error answer of the token endpoint.
pub type TokenError = StandardErrorResponse<CoreErrorResponseType>;

/// The answer of the token endpoint.
pub type TokenResponse = StandardTokenResponse<
    IdTokenFields<
        ProviderClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// This site towards a provider whose metadata is known.
pub type RelyingParty = Client<
    ProviderClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    TokenError,
    TokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
