//! The client of the canary: what it asks for, and what it checks before it
//! believes an answer [OIDC Core §3.1, RFC 9207]. ID tokens are verified by the
//! openidconnect crate, not by what signed them.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::CoreJwsSigningAlgorithm::{EcdsaP256Sha256, RsaSsaPkcs1V15Sha256};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, ClientSecret, IssuerUrl, Nonce};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::Canary;
use super::browser::{Answer, Browser, ask};
use super::report::Trouble;
use crate::adapters::Entropy;

/// Clocks that differ by more break logins elsewhere too.
const FARTHEST_CLOCK: TimeDelta = TimeDelta::seconds(60);

/// What the provider says of itself, as far as a login needs it.
#[derive(Deserialize)]
pub(super) struct Provider {
    issuer: String,
    authorization_endpoint: Url,
    token_endpoint: Url,
    userinfo_endpoint: Url,
    pub(super) end_session_endpoint: Url,
    jwks_uri: Url,
}

/// A login that was begun.
pub(super) struct Attempt {
    pub(super) url: Url,
    state: String,
    nonce: String,
    verifier: String,
}

/// What the token endpoint gave.
#[derive(Deserialize)]
pub(super) struct Tokens {
    access_token: String,
    pub(super) id_token: String,
}

impl Provider {
    /// Reads the metadata of `issuer`, whose endpoints must all be there.
    pub(super) async fn discover(browser: &Browser<'_>, issuer: &str) -> Result<Self, Trouble> {
        let request = browser.client().get(format!("{issuer}/.well-known/openid-configuration"));
        let provider: Self = json(&ask(request).await?.fine("the metadata")?)?;
        if provider.issuer != issuer {
            return Err(Trouble::new("the metadata are of another issuer"));
        }
        let origin = Url::parse(issuer).ok().map(|url| url.origin());
        let Self { authorization_endpoint, token_endpoint, userinfo_endpoint, end_session_endpoint, jwks_uri, .. } =
            &provider;
        let endpoints = [authorization_endpoint, token_endpoint, userinfo_endpoint, end_session_endpoint, jwks_uri];
        match endpoints.iter().all(|url| Some(url.origin()) == origin) {
            true => Ok(provider),
            false => Err(Trouble::new("an endpoint is at another origin than the issuer")),
        }
    }

    /// Reads the keys that ID tokens are signed with.
    pub(super) async fn keys(&self, browser: &Browser<'_>) -> Result<CoreJsonWebKeySet, Trouble> {
        let request = browser.client().get(self.jwks_uri.clone());
        let keys: CoreJsonWebKeySet = json(&ask(request).await?.fine("the keys")?)?;
        match keys.keys().is_empty() {
            true => Err(Trouble::new("there is no usable key")),
            false => Ok(keys),
        }
    }

    /// A login for `canary` that nobody can guess anything of.
    pub(super) fn begin(&self, canary: &Canary, entropy: &dyn Entropy) -> Attempt {
        let random = || URL_SAFE_NO_PAD.encode(entropy.bytes::<32>());
        let (state, nonce, verifier) = (random(), random(), random());
        let mut url = self.authorization_endpoint.clone();
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &canary.client_id),
            ("redirect_uri", &canary.redirect_uri),
            ("scope", "openid"),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier))),
            ("code_challenge_method", oidc::pkce::METHOD),
        ]);
        Attempt { url, state, nonce, verifier }
    }

    /// The tokens for `code`.
    pub(super) async fn redeem(
        &self,
        browser: &Browser<'_>,
        canary: &Canary,
        attempt: &Attempt,
        code: &str,
    ) -> Result<Tokens, Trouble> {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let request = browser
            .client()
            .post(self.token_endpoint.clone())
            .basic_auth(encoded(&canary.client_id), Some(encoded(canary.client_secret.expose())))
            .form(&[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", &canary.redirect_uri),
                ("code_verifier", &attempt.verifier),
            ]);
        let answer = ask(request).await?;
        match answer.status {
            200 => json(&answer),
            401 => Err(answer.trouble("client id or secret is wrong")),
            _ => Err(answer.trouble("expected tokens")),
        }
    }

    /// The subject that userinfo tells, or the status of its refusal.
    pub(super) async fn userinfo(&self, browser: &Browser<'_>, tokens: &Tokens) -> Result<Answer, Trouble> {
        ask(browser.client().get(self.userinfo_endpoint.clone()).bearer_auth(&tokens.access_token)).await
    }
}

impl Attempt {
    /// The code that `back` brings, if it is the answer to this attempt.
    pub(super) fn code(&self, back: &Url, issuer: &str) -> Result<String, Trouble> {
        let mut answer: BTreeMap<_, _> = back.query_pairs().collect();
        if answer.get("state").map(AsRef::as_ref) != Some(self.state.as_str()) {
            return Err(Trouble::new("the answer has another state"));
        }
        if answer.get("iss").map(AsRef::as_ref) != Some(issuer) {
            return Err(Trouble::new("the answer has another iss"));
        }
        if let Some(error) = answer.get("error") {
            let is_word = error.len() <= 40 && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            return Err(Trouble::new(format!("the answer is error={}", if is_word { error } else { "…" })));
        }
        let code = answer.remove("code").filter(|code| !code.is_empty());
        code.map(Into::into).ok_or_else(|| Trouble::new("the answer has no code"))
    }
}

impl Tokens {
    /// The subject of the ID token, if that is genuine, new, and for `attempt`.
    pub(super) fn verify(
        &self,
        canary: &Canary,
        keys: CoreJsonWebKeySet,
        attempt: &Attempt,
        now: DateTime<Utc>,
    ) -> Result<String, Trouble> {
        let flaw = |what: &str| Trouble::new(format!("the ID token's {what} is wrong"));
        let token: CoreIdToken = self.id_token.parse().map_err(|_| flaw("form"))?;
        let issuer = IssuerUrl::new(canary.issuer.clone()).map_err(|_| flaw("iss"))?;
        let (id, secret) = (canary.client_id.clone(), canary.client_secret.expose().to_owned());
        let is_new = move |issued_at: DateTime<Utc>| match (now - issued_at).abs() > FARTHEST_CLOCK {
            true => Err(String::new()),
            false => Ok(()),
        };
        let verifier =
            CoreIdTokenVerifier::new_confidential_client(ClientId::new(id), ClientSecret::new(secret), issuer, keys)
                .set_allowed_algs([EcdsaP256Sha256, RsaSsaPkcs1V15Sha256])
                .set_issue_time_verifier_fn(is_new)
                .set_time_fn(move || now);
        let claims = token.claims(&verifier, &Nonce::new(attempt.nonce.clone())).map_err(|error| match error {
            ClaimsVerificationError::InvalidIssuer(_) => flaw("iss"),
            ClaimsVerificationError::InvalidAudience(_) => flaw("aud"),
            ClaimsVerificationError::InvalidNonce(_) => flaw("nonce"),
            ClaimsVerificationError::Expired(_) => flaw("exp or iat, or a clock,"),
            _ => flaw("signature"),
        })?;
        let (algorithm, key) = match (token.signing_alg(), token.signing_key(&verifier)) {
            (Ok(algorithm), Ok(key)) => (algorithm, key),
            _ => return Err(flaw("signature")),
        };
        let access_token = AccessToken::new(self.access_token.clone());
        let hash = AccessTokenHash::from_token(&access_token, algorithm, key).map_err(|_| flaw("at_hash"))?;
        match claims.access_token_hash() == Some(&hash) {
            true => Ok(claims.subject().to_string()),
            false => Err(flaw("at_hash")),
        }
    }
}

/// The JSON of an answer, no word of which is told: it may hold tokens.
pub(super) fn json<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    serde_json::from_str(&answer.body).map_err(|_| answer.trouble("the answer is not the JSON that was expected"))
}
