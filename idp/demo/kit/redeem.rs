//! From an authorization response to a known person: the token request, the
//! checks of the ID token, the userinfo request [OIDC Core §3.1.3, §5.3]; and
//! new tokens for a refresh token [OIDC Core §12].

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::CoreJwsSigningAlgorithm::{EcdsaP256Sha256, RsaSsaPkcs1V15Sha256};
use openidconnect::core::{CoreIdTokenVerifier, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClaimsVerificationError, Nonce, OAuth2TokenResponse as _,
    RefreshToken, SignatureVerificationError, SubjectIdentifier, TokenResponse as _,
};

use super::claims::{ProviderIdToken, TokenResponse, UserInfo};
use super::connection::{Callback, Connection, Wish};
use super::discovery::Provider;
use super::login_failure::LoginFailure;
use super::pending::PendingLogin;

/// The algorithms that tokens may be signed with, whatever the provider's
/// metadata lists: a token must not choose how it is verified [RFC 8725 §3.1].
pub const ALLOWED_ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [EcdsaP256Sha256, RsaSsaPkcs1V15Sha256];

/// How far the clocks of provider and site may differ.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(30);

/// A login that was proved.
pub struct Login {
    /// The proof.
    pub id_token: ProviderIdToken,
    /// The provider's identifier of the login.
    pub sid: Option<String>,
    /// When the person logged in at the provider.
    pub auth_time: Option<DateTime<Utc>>,
    /// What the provider tells of the person.
    pub user_info: UserInfo,
    /// The id that this site knew the person by before the provider.
    pub legacy_id: Option<String>,
    /// What can be used and renewed.
    pub tokens: Tokens,
}

/// An access token and what renews it.
pub struct Tokens {
    /// Opens the provider's userinfo and other services.
    pub access_token: AccessToken,
    /// When it ends; `None` when the provider did not say.
    pub expires_at: Option<DateTime<Utc>>,
    /// Gives the next ones, once.
    pub refresh_token: Option<RefreshToken>,
}

impl Connection {
    /// Ends the login `pending` that the provider answered with `answer`.
    ///
    /// # Errors
    /// When any step fails; then nobody is signed in.
    pub async fn redeem(&self, answer: Callback, pending: PendingLogin) -> Result<Login, LoginFailure> {
        let code = self.code(answer)?;
        let provider = self.discovery.provider().await?;
        let response = provider
            .relying_party
            .exchange_code(code)?
            .set_pkce_verifier(pending.verifier)
            .request_async(&*self.http)
            .await?;
        let id_token = response.id_token().ok_or(LoginFailure::Incomplete("an ID token"))?.clone();
        let provider = self.provider_that_signed(provider, &id_token).await?;
        let claims = id_token.claims(&self.verifier(&provider), &pending.nonce)?;
        if let Some(expected) = claims.access_token_hash() {
            self.check_access_token(&provider, &id_token, response.access_token(), expected)?;
        }
        check_age(pending.wish, claims.auth_time(), pending.began_at, self.now())?;
        let user_info = self.user_info(&provider, response.access_token(), claims.subject().clone()).await?;
        let own = claims.additional_claims();
        Ok(Login {
            sid: own.sid.clone(),
            auth_time: claims.auth_time(),
            legacy_id: user_info.additional_claims().legacy_id.clone().or_else(|| own.legacy_id.clone()),
            user_info,
            tokens: self.tokens(&response),
            id_token,
        })
    }

    /// New tokens for `refresh_token`, which is used up by that. `subject` is
    /// the person whom the old ones were for.
    ///
    /// # Errors
    /// When there are none; a refusal means that the login is over.
    pub async fn refresh(
        &self,
        refresh_token: &RefreshToken,
        subject: &SubjectIdentifier,
    ) -> Result<Tokens, LoginFailure> {
        let provider = self.discovery.provider().await?;
        let response = provider.relying_party.exchange_refresh_token(refresh_token)?.request_async(&*self.http).await?;
        if let Some(id_token) = response.id_token() {
            let provider = self.provider_that_signed(provider, id_token).await?;
            let claims = id_token.claims(&self.verifier(&provider), any_nonce)?;
            if claims.subject() != subject {
                return Err(LoginFailure::AnotherPerson);
            }
        }
        Ok(self.tokens(&response))
    }

    fn code(&self, answer: Callback) -> Result<AuthorizationCode, LoginFailure> {
        // This provider always says who it is, so an answer without it is another's.
        if answer.iss.as_deref() != Some(self.issuer.as_str()) {
            return Err(LoginFailure::ForeignIssuer);
        }
        match (answer.code, answer.error.as_deref()) {
            (Some(code), None) => Ok(AuthorizationCode::new(code)),
            (_, Some("access_denied")) => Err(LoginFailure::Cancelled),
            (_, Some("login_required" | "interaction_required")) => Err(LoginFailure::LoginRequired),
            (_, Some("temporarily_unavailable" | "server_error")) => Err(LoginFailure::ProviderAway),
            _ => Err(LoginFailure::Incomplete("a code")),
        }
    }

    fn tokens(&self, response: &TokenResponse) -> Tokens {
        let lifetime = response.expires_in().and_then(|lifetime| TimeDelta::from_std(lifetime).ok());
        Tokens {
            access_token: response.access_token().clone(),
            expires_at: lifetime.map(|lifetime| self.now() + lifetime),
            refresh_token: response.refresh_token().cloned(),
        }
    }

    /// The provider whose keys verify the token: the one at hand, or the same
    /// with new keys when it has rotated them since.
    async fn provider_that_signed(
        &self,
        provider: Arc<Provider>,
        id_token: &ProviderIdToken,
    ) -> Result<Arc<Provider>, LoginFailure> {
        let unknown_key = ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey);
        let outcome = id_token.claims(&self.verifier(&provider), any_nonce).err();
        if outcome != Some(unknown_key) {
            return Ok(provider);
        }
        Ok(self.discovery.provider_with_new_keys().await?)
    }

    /// Checks signature, issuer, audience, expiry and, with `claims`, the nonce.
    fn verifier<'a>(&'a self, provider: &'a Provider) -> CoreIdTokenVerifier<'a> {
        provider.relying_party.id_token_verifier().set_allowed_algs(ALLOWED_ALGORITHMS).set_time_fn(|| self.now())
    }

    fn check_access_token(
        &self,
        provider: &Provider,
        id_token: &ProviderIdToken,
        access_token: &AccessToken,
        expected: &AccessTokenHash,
    ) -> Result<(), LoginFailure> {
        let verifier = self.verifier(provider);
        let key = id_token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
        let algorithm = id_token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
        match AccessTokenHash::from_token(access_token, algorithm, key) {
            Ok(actual) if actual == *expected => Ok(()),
            _ => Err(LoginFailure::ForeignAccessToken),
        }
    }

    async fn user_info(
        &self,
        provider: &Provider,
        access_token: &AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<UserInfo, LoginFailure> {
        provider
            .relying_party
            .user_info(access_token.clone(), Some(subject))?
            .request_async(&*self.http)
            .await
            .map_err(|_| LoginFailure::UserInfo)
    }
}

/// A refreshed ID token has no nonce to check [OIDC Core §12.2].
fn any_nonce(_: Option<&Nonce>) -> Result<(), String> {
    Ok(())
}

/// Whether the login is as young as was asked for. What a browser carried to
/// the provider may have been changed on the way, so the answer is what counts
/// [OIDC Core §3.1.3.7].
fn check_age(
    wish: Wish,
    auth_time: Option<DateTime<Utc>>,
    began_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), LoginFailure> {
    let oldest = match wish {
        Wish::Fresh => began_at,
        Wish::Recent(age) => now - age,
        Wish::Any | Wish::Silent | Wish::AnotherAccount | Wish::NewAccount => return Ok(()),
    };
    match auth_time {
        Some(at) if at + CLOCK_SKEW >= oldest => Ok(()),
        _ => Err(LoginFailure::TooOld),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_login_must_be_as_young_as_was_asked_for() {
        let began: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        let now = began + TimeDelta::minutes(1);
        let recent = Wish::Recent(TimeDelta::minutes(15));
        for (wish, seconds_before_now, is_fine) in [
            (Wish::Fresh, Some(5), true),
            (Wish::Fresh, Some(90), true),
            (Wish::Fresh, Some(91), false),
            (Wish::Fresh, None, false),
            (recent, Some(930), true),
            (recent, Some(931), false),
            (recent, None, false),
            (Wish::Any, Some(1_000_000), true),
            (Wish::Silent, None, true),
            (Wish::AnotherAccount, None, true),
        ] {
            let auth_time = seconds_before_now.map(|seconds| now - TimeDelta::seconds(seconds));
            let found = check_age(wish, auth_time, began, now).is_ok();
            assert_eq!(found, is_fine, "{wish:?} {seconds_before_now:?}");
        }
    }
}
