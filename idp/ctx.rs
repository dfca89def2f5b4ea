//! `Ctx`: everything that a flow may touch, in one cheap handle.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use accounts::audit::{Entry, Event};
use accounts::{Account, Locale};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use keys::{Algorithm, KeyRing, Sealer};
use oidc::Client;
use oidc::names::SigningAlgorithm;
use serde::Serialize;
use tokio::sync::Notify;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::adapters::{
    Channel, Clock, Entropy, Ephemeral, Fault, Hasher, Mailer, Meters, Outbound, Rate, Sender, Store,
};
use crate::locales::{Organisation, Texts};
use crate::reference::Reference;

/// The service's parts; cloning it clones one pointer. A request has one from
/// its begin to its end, so that it sees one registry and one organisation.
#[derive(Clone)]
pub struct Ctx(Arc<Parts>);

/// What a [`Ctx`] points to.
#[derive(Clone)]
pub struct Parts {
    /// The protocol's settings.
    pub oidc: oidc::Policy,
    /// The accounts' settings.
    pub accounts: accounts::Policy,
    /// How often a costly step may be taken.
    pub limits: Limits,
    /// What must outlive the process.
    pub store: Store,
    /// What may vanish with the process.
    pub ephemeral: Arc<dyn Ephemeral>,
    /// The bounded pool that hashes passwords.
    pub hasher: Arc<Hasher>,
    /// The registered clients.
    pub clients: Clients,
    /// The signing keys in use.
    pub keys: Arc<Keys>,
    /// Seals what leaves the process and must come back unread and unchanged.
    pub sealer: Arc<Sealer>,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// The system's randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Whom mail comes from.
    pub sender: Sender,
    /// Where answers to it go, if anywhere.
    pub reply_to: Option<String>,
    /// Calls clients over HTTP.
    pub outbound: Arc<Outbound>,
    /// The texts of pages and mails.
    pub texts: Arc<Texts>,
    /// Who runs the service.
    pub organisation: Arc<Organisation>,
    /// What is counted for those who run the service.
    pub meters: Meters,
    /// Rung when something was put into the outbox.
    pub outbox_bell: Arc<Bell>,
    /// Whether the service was asked to stop.
    pub stopping: Arc<AtomicBool>,
}

impl Ctx {
    /// A handle to `parts`.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// A handle to the same parts, but for what `change` makes of them.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = self.0.as_ref().clone();
        change(&mut parts);
        Self::new(parts)
    }

    /// `N` random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.entropy.bytes()
    }

    /// `claims` as a JWT with the header's `typ`, signed with the current key
    /// of `algorithm`.
    ///
    /// # Errors
    /// A [`Fault`] when there is no such key.
    pub fn sign(
        &self,
        algorithm: SigningAlgorithm,
        typ: Option<&str>,
        claims: &impl Serialize,
    ) -> Result<String, Fault> {
        let algorithm = match algorithm {
            SigningAlgorithm::Es256 => Algorithm::Es256,
            SigningAlgorithm::Rs256 => Algorithm::Rs256,
        };
        self.keys.ring().sign(algorithm, typ, claims).map_err(|error| Fault::new("sign a token", error))
    }

    /// `plain` as base64url text that only this service can read, under
    /// `label`, and only `browser` can bring back.
    pub fn seal_for(&self, browser: &BrowserId, label: &str, plain: &[u8]) -> String {
        let sealed = self.sealer.seal(label, browser.0.as_bytes(), plain, self.random());
        sealed.map(|bytes| URL_SAFE_NO_PAD.encode(bytes)).unwrap_or_else(|error| {
            // An empty text opens nowhere: the person begins again.
            tracing::error!(%error, "sealing failed");
            String::new()
        })
    }

    /// What [`seal_for`](Self::seal_for) sealed for `browser` under `label`;
    /// `None` for anything else.
    pub fn open_from(&self, browser: &BrowserId, label: &str, text: &str) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = URL_SAFE_NO_PAD.decode(text).ok()?;
        self.sealer.open(label, browser.0.as_bytes(), &sealed).ok()
    }

    /// Words that a password of this person must not consist of.
    pub fn words_of(&self, account: &Account) -> Vec<String> {
        let mut words =
            vec![account.given_name.clone(), account.family_name.clone(), account.sign_in_name().to_owned()];
        words.extend(account.email.as_ref().map(|email| email.as_str().to_owned()));
        words.extend(self.organisation.names().map(str::to_owned));
        words
    }

    /// Whether pages tell about the change of systems at this moment.
    pub fn is_migration_open(&self) -> bool {
        self.accounts.migration_window.is_open_at(self.clock.now())
    }

    /// From now on the service says that it is not ready for new work.
    pub fn begin_stopping(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the service was asked to stop.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

impl Deref for Ctx {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Wakes those who empty the outbox, each of whom serves one channel.
#[derive(Debug, Default)]
pub struct Bell {
    mail: Notify,
    logout: Notify,
}

impl Bell {
    /// Something was put into the outbox.
    pub fn ring(&self) {
        self.mail.notify_one();
        self.logout.notify_one();
    }

    /// Comes when it was rung since the last time that `channel` asked.
    pub async fn heard(&self, channel: Channel) {
        match channel {
            Channel::Mail => self.mail.notified().await,
            Channel::Logout => self.logout.notified().await,
        }
    }
}

/// How often a step that costs a password hash or a mail may be taken.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// By all browsers of one network together.
    pub per_network: Rate,
    /// By one network on one account.
    pub per_account: Rate,
    /// Wrong passwords of all browsers of one network together.
    pub wrong_per_network: Rate,
}

/// The registered clients that are not disabled, by `client_id`.
#[derive(Clone, Default)]
pub struct Clients(HashMap<String, Arc<Client>>);

impl Clients {
    /// The client with this id.
    pub fn find(&self, client_id: &str) -> Option<&Arc<Client>> {
        self.0.get(client_id)
    }

    /// Whether scripts of `origin` may call the token endpoint and userinfo
    /// for some client.
    pub fn allows_origin(&self, origin: &[u8]) -> bool {
        self.iter().any(|client| client.allowed_origins.iter().any(|allowed| allowed.as_bytes() == origin))
    }

    /// Every client, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Client>> {
        self.0.values()
    }
}

impl FromIterator<Client> for Clients {
    fn from_iter<I: IntoIterator<Item = Client>>(clients: I) -> Self {
        Self(clients.into_iter().map(|client| (client.client_id.clone(), Arc::new(client))).collect())
    }
}

/// The key ring in use; a rotation puts another in its place.
pub struct Keys(RwLock<Arc<Published>>);

struct Published {
    ring: Arc<KeyRing>,
    jwks: Bytes,
}

impl Published {
    fn new(ring: KeyRing) -> Arc<Self> {
        let jwks = Bytes::from(ring.jwks().to_string());
        Arc::new(Self { ring: Arc::new(ring), jwks })
    }
}

impl Keys {
    /// Begins with `ring`.
    pub fn new(ring: KeyRing) -> Self {
        Self(RwLock::new(Published::new(ring)))
    }

    /// The ring as it is now.
    pub fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.read().ring)
    }

    /// The ring's JWK Set, ready to be sent [RFC 7517 §5].
    pub fn jwks(&self) -> Bytes {
        self.read().jwks.clone()
    }

    /// Puts `ring` in place of the one in use.
    pub fn replace(&self, ring: KeyRing) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Published::new(ring);
    }

    fn read(&self) -> RwLockReadGuard<'_, Arc<Published>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The browser and network that a request came from.
#[derive(Clone, Debug)]
pub struct Caller {
    /// An IPv4 address, or the /64 of an IPv6 address.
    pub network: String,
    /// The browser's description of itself, shortened.
    pub user_agent: String,
    /// The language that the pages are shown in.
    pub locale: Locale,
    /// Which browser it is: a random id in a cookie.
    pub browser: BrowserId,
    /// The reference of this request.
    pub reference: Reference,
}

impl Caller {
    /// An entry of the audit trail about something that this caller did.
    pub fn entry(&self, at: DateTime<Utc>, event: Event, account_id: Option<Uuid>) -> Entry {
        Entry {
            at,
            event,
            account_id,
            client_id: None,
            session_id: None,
            network: Some(self.network.clone()),
            reference: Some(self.reference.to_string()),
            detail: None,
        }
    }
}

/// A random id that tells one browser from another; not a login.
#[derive(Clone, PartialEq, Eq)]
pub struct BrowserId(pub String);

impl BrowserId {
    /// SHA-256 of the id, for the database.
    pub fn digest(&self) -> [u8; 32] {
        oidc::names::Digest::of(&self.0).0
    }
}

impl std::fmt::Debug for BrowserId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserId(..)")
    }
}
