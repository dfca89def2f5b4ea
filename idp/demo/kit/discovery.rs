//! What the provider says about itself: its endpoints and its keys, fetched
//! when they are first needed and again when they have grown old
//! [OIDC Discovery §4].

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::{EndSessionUrl, IssuerUrl, ProviderMetadataWithLogout};
use tokio::sync::Mutex;

use super::Clock;
use super::claims::RelyingParty;
use super::connection::Credentials;
use super::http_client::HttpClient;

/// How old the metadata may be in ordinary use.
const METADATA_TTL: TimeDelta = TimeDelta::hours(1);

/// How old it may be when a token names a key that is not in it. Tokens come
/// from outside, so they must not make this site fetch as often as they like.
const UNKNOWN_KEY_TTL: TimeDelta = TimeDelta::seconds(10);

/// How often a provider that may just be starting is asked, and the pause.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);

/// The provider could not be asked and nothing is known of it yet.
#[derive(Debug, thiserror::Error)]
#[error("the provider's metadata could not be fetched")]
pub struct ProviderAway;

/// A provider whose metadata is known.
pub struct Provider {
    /// This site towards that provider.
    pub relying_party: RelyingParty,
    /// The keys that the provider signs with.
    pub keys: CoreJsonWebKeySet,
    /// Where a logout is begun [OIDC RP-Initiated Logout §2.1].
    pub end_session_endpoint: Option<EndSessionUrl>,
    fetched_at: DateTime<Utc>,
}

/// Finds the provider and remembers what it found.
pub struct Discovery {
    http: Arc<HttpClient>,
    issuer: IssuerUrl,
    credentials: Credentials,
    clock: Clock,
    known: Mutex<Option<Arc<Provider>>>,
}

impl Discovery {
    /// A discovery of `issuer` that has asked nothing yet.
    pub fn new(http: Arc<HttpClient>, issuer: IssuerUrl, credentials: Credentials, clock: Clock) -> Self {
        Self { http, issuer, credentials, clock, known: Mutex::new(None) }
    }

    /// The provider as it was within the last hour.
    ///
    /// # Errors
    /// When it is away and was never reached before.
    pub async fn provider(&self) -> Result<Arc<Provider>, ProviderAway> {
        self.not_older_than(METADATA_TTL).await
    }

    /// The provider with its newest keys, for a token signed with an unknown one.
    ///
    /// # Errors
    /// When it is away and was never reached before.
    pub async fn provider_with_new_keys(&self) -> Result<Arc<Provider>, ProviderAway> {
        self.not_older_than(UNKNOWN_KEY_TTL).await
    }

    async fn not_older_than(&self, ttl: TimeDelta) -> Result<Arc<Provider>, ProviderAway> {
        // Held across the fetch, so that many requests at once make one fetch.
        let mut known = self.known.lock().await;
        let now = (self.clock)();
        if let Some(provider) = known.as_ref()
            && now < provider.fetched_at + ttl
        {
            return Ok(Arc::clone(provider));
        }
        let attempts = if known.is_none() { ATTEMPTS } else { 1 };
        match self.fetch(attempts, now).await {
            Some(provider) => Ok(Arc::clone(known.insert(Arc::new(provider)))),
            None => known.clone().ok_or(ProviderAway),
        }
    }

    async fn fetch(&self, attempts: u32, now: DateTime<Utc>) -> Option<Provider> {
        for attempt in 1..=attempts {
            let issuer = self.issuer.clone();
            match ProviderMetadataWithLogout::discover_async(issuer, &*self.http).await {
                Ok(metadata) => return Some(self.accept(metadata, now)),
                Err(error) => tracing::warn!(attempt, %error, "discovery failed"),
            }
            if attempt < attempts {
                tokio::time::sleep(PAUSE).await;
            }
        }
        None
    }

    fn accept(&self, metadata: ProviderMetadataWithLogout, now: DateTime<Utc>) -> Provider {
        let keys = metadata.jwks().clone();
        let end_session_endpoint = metadata.additional_metadata().end_session_endpoint.clone();
        let Credentials { client_id, client_secret, redirect_uri } = self.credentials.clone();
        let relying_party =
            RelyingParty::from_provider_metadata(metadata, client_id, client_secret).set_redirect_uri(redirect_uri);
        Provider { relying_party, keys, end_session_endpoint, fetched_at: now }
    }
}
