//! Puts the service together and takes it apart again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accounts::Locale;
use axum::body::Bytes;
use keys::{Algorithm, Sealer};
use oidc::names::SigningAlgorithm;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::Config;
use super::courier;
use super::janitor::{Janitor, Plan};
use super::live::Live;
use super::metrics;
use super::server::tls::Tls;
use super::server::{self, Limits as ConnectionLimits};
use super::watch;
use crate::adapters::{
    AddressRule, Channel, Clock, Cost, Entropy, Ephemeral, Fault, Hasher, Mailer, MeasuredEphemeral, MemoryEphemeral,
    Meters, Outbound, Rate, RedisEphemeral, Sender, Smtp, Store, SystemClock, SystemEntropy,
};
use crate::ctx::{Clients, Ctx, Keys, Limits, Parts};
use crate::flows::rotate_keys::{Vault, ring};
use crate::locales::Texts;
use crate::web::app::{App, AppParts};
use crate::web::cookies::Jar;
use crate::web::dev::{self, Dev};
use crate::web::health::Readiness;
use crate::web::pages::Site;
use crate::web::router;

/// How often the house is kept.
const HOUSEKEEPING: Duration = Duration::from_secs(60);
/// Connections to the database at the most.
const DATABASE_CONNECTIONS: u32 = 8;
/// How long the database may take to be closed.
const CLOSES_WITHIN: Duration = Duration::from_secs(5);
/// Entries of the in-process store at the most.
const EPHEMERAL_CAPACITY: usize = 200_000;
/// Connections of Prometheus at the most.
const METRICS_CONNECTIONS: usize = 16;
/// Passwords that may wait for a hash, for each one being hashed.
const HASH_QUEUE: usize = 32;

/// The machines that tests put others in place of.
pub struct Machines {
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// The system's randomness.
    pub entropy: Arc<dyn Entropy>,
    /// How often the house is kept.
    pub housekeeping: Duration,
    /// Whether the database schema is brought up to date first.
    pub migrate: bool,
    /// The development pages and what they steer; `idp dev` alone has them.
    pub dev: Option<Dev>,
}

impl Default for Machines {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            housekeeping: HOUSEKEEPING,
            migrate: false,
            dev: None,
        }
    }
}

/// A service at work.
pub struct Running {
    /// Where the public listener listens.
    pub address: SocketAddr,
    /// Where `/metrics` is, if anywhere.
    pub metrics_address: Option<SocketAddr>,
    /// The service's parts, as it was started with.
    pub ctx: Ctx,
    /// What is served now.
    pub live: Live,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Running {
    /// Stops taking requests, answers those that were taken, ends the
    /// background work, and returns when all of it is done.
    pub async fn stop(self) {
        self.ctx.begin_stopping();
        self.stop.cancel();
        self.tasks.wait().await;
        // A server that is away would be waited for.
        match tokio::time::timeout(CLOSES_WITHIN, self.ctx.store.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => tracing::warn!(cause = fault.to_operator(), "the database was not closed cleanly"),
            Err(_elapsed) => tracing::warn!("the database was left without closing: it does not answer"),
        }
    }
}

/// Starts the service of `config` and returns when it answers.
///
/// # Errors
/// A [`Fault`] whose one line tells the operator what to do.
pub async fn start(config: Config, machines: Machines) -> Result<Running, Fault> {
    let listeners = Listeners::bind(&config).await?;
    let store = open_store(&config, machines.migrate).await?;
    store.sync_file_clients(&config.clients, machines.clock.now()).await?;
    let ctx = assemble(&config, &machines, store).await?;
    level(&ctx).await;
    let app = app(ctx.clone(), &config)?;
    let mut routes = router(app.clone());
    if let Some(dev) = machines.dev {
        routes = dev::router(app, dev).merge(routes);
    }
    let plan = Plan::new(&config, machines.housekeeping);
    run(listeners, Live::new(ctx, routes), &config, plan)
}

struct Listeners {
    public: TcpListener,
    metrics: Option<TcpListener>,
}

impl Listeners {
    /// First of all: what is taken is told before anything else is touched.
    async fn bind(config: &Config) -> Result<Self, Fault> {
        let bind = |address| async move { server::bind(address).await.map_err(|error| Fault::new("start", error)) };
        let public = bind(config.http.listen).await?;
        let metrics = match config.telemetry.metrics_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        Ok(Self { public, metrics })
    }
}

fn run(listeners: Listeners, live: Live, config: &Config, plan: Plan) -> Result<Running, Fault> {
    let at = |listener: &TcpListener| listener.local_addr().map_err(|error| Fault::new("listen", error));
    let address = at(&listeners.public)?;
    let metrics_address = listeners.metrics.as_ref().map(at).transpose()?;
    let tls = config.http.certificate_files().map(Tls::open).transpose()?.map(Arc::new);
    let ctx = live.ctx();
    let stop = CancellationToken::new();
    let tasks = TaskTracker::new();
    let limits = ConnectionLimits {
        max_connections: config.http.max_connections,
        proxies: config.http.trusted_proxies.clone(),
        ..ConnectionLimits::default()
    };
    if let Some(tls) = &tls {
        tasks.spawn(Arc::clone(tls).watch(stop.clone()));
    }
    if let Some(listener) = listeners.metrics {
        let limits = ConnectionLimits { max_connections: METRICS_CONNECTIONS, ..ConnectionLimits::default() };
        let routes = metrics::router(live.clone(), plan, tls.clone());
        tasks.spawn(server::serve(listener, routes, limits, stop.clone()));
    }
    let limits = ConnectionLimits { connections: Some(ctx.meters.connections.clone()), tls, ..limits };
    tasks.spawn(server::serve(listeners.public, live.router(), limits, stop.clone()));
    for channel in Channel::ALL {
        tasks.spawn(courier::run(live.clone(), channel, stop.clone()));
    }
    tasks.spawn(Janitor::new(live.clone(), plan).run(stop.clone()));
    tasks.spawn(watch::run(live.clone(), stop.clone()));
    tasks.close();
    Ok(Running { address, metrics_address, ctx, live, stop, tasks })
}

/// What browsers and clients meet of the service whose parts are `ctx`.
///
/// # Errors
/// A [`Fault`] when a ready document cannot be written.
pub(super) fn app(ctx: Ctx, config: &Config) -> Result<App, Fault> {
    Ok(App::new(AppParts {
        site: Site::new(Arc::clone(&ctx.texts), Arc::clone(&ctx.organisation)),
        jar: Jar { secure: ctx.oidc.issuer.starts_with("https://") },
        trusted_proxies: config.http.trusted_proxies.clone(),
        old_addresses: config.old_addresses.clone(),
        readiness: Readiness::default(),
        discovery: discovery(&ctx, config)?,
        mail_from: config.mail.from.clone(),
        ctx,
    }))
}

/// The clients that are not disabled.
///
/// # Errors
/// A [`Fault`] when the database is away.
pub(super) async fn clients(store: &Store) -> Result<Clients, Fault> {
    let records = store.list_clients().await?;
    Ok(records.into_iter().filter(|record| record.disabled_at.is_none()).map(|record| record.client).collect())
}

/// The database of `config`, its schema as this release needs it.
///
/// # Errors
/// A [`Fault`] when it is away or its schema is another release's.
pub async fn open_store(config: &Config, migrate: bool) -> Result<Store, Fault> {
    let url = config.database.url.expose();
    if migrate {
        return migrated_store(config).await.map(|(store, _)| store);
    }
    let store = Store::connect_existing(url, DATABASE_CONNECTIONS).await?;
    if !store.schema_is_current().await? {
        let advice = "its schema is older than this release: run idp migrate with the same --config";
        return Err(Fault::new("use the database", advice));
    }
    Ok(store)
}

/// The database of `config`, made or brought up to this release; and whether it
/// held nothing before.
///
/// # Errors
/// A [`Fault`] when it is away, or a step fails.
pub async fn migrated_store(config: &Config) -> Result<(Store, bool), Fault> {
    let store = Store::connect(config.database.url.expose(), DATABASE_CONNECTIONS).await?;
    let was_empty = store.schema_is_absent().await?;
    store.migrate().await?;
    Ok((store, was_empty))
}

/// The parts of the service of `config` for a command beside it, which leaves
/// the clients of the database as they are.
///
/// # Errors
/// A [`Fault`] whose one line tells the operator what to do.
pub async fn context(config: &Config) -> Result<Ctx, Fault> {
    assemble(config, &Machines::default(), open_store(config, false).await?).await
}

/// The sealer of `config`'s secret.
///
/// # Errors
/// A [`Fault`] when the secret is too short.
pub fn sealer(config: &Config) -> Result<Sealer, Fault> {
    Sealer::new(config.keys.secret.expose().as_bytes()).map_err(|error| Fault::new("use keys.secret", error))
}

async fn assemble(config: &Config, machines: &Machines, store: Store) -> Result<Ctx, Fault> {
    let now = machines.clock.now();
    let clients = clients(&store).await?;
    let sealer = sealer(config)?;
    let vault = Vault { store: &store, sealer: &sealer, entropy: machines.entropy.as_ref() };
    let records = vault.open(&algorithms(config), now).await?;
    let ring = ring(&records, &sealer)?;
    let hasher = hasher()?;
    let meters = Meters::default();
    let ephemeral = MeasuredEphemeral::new(ephemeral(config)?, meters.ephemeral.clone());
    ephemeral.begin_generation(&store.ephemeral_generation().await?);
    Ok(Ctx::new(Parts {
        oidc: config.oidc.clone(),
        accounts: config.accounts.clone(),
        limits: limits(config),
        store,
        ephemeral: Arc::new(ephemeral),
        hasher: Arc::new(hasher),
        clients,
        keys: Arc::new(Keys::new(ring)),
        sealer: Arc::new(sealer),
        clock: Arc::clone(&machines.clock),
        entropy: Arc::clone(&machines.entropy),
        mailer: mailer(config, machines)?,
        sender: Sender::parse(&config.mail.from).ok_or_else(|| Fault::new("use mail.from", "expected an address"))?,
        reply_to: config.mail.reply_to.clone(),
        outbound: Arc::new(outbound(config)?),
        texts: Arc::new(Texts::default()),
        organisation: Arc::new(config.organisation.clone()),
        meters,
        outbox_bell: Arc::default(),
        stopping: Arc::default(),
    }))
}

/// The algorithms that keys are kept for. Access tokens are always ES256.
pub fn algorithms(config: &Config) -> Vec<Algorithm> {
    let mut algorithms = vec![Algorithm::Es256];
    if config.keys.algorithms.contains(&SigningAlgorithm::Rs256) {
        algorithms.push(Algorithm::Rs256);
    }
    algorithms
}

/// Has unknown names take as long as known ones. A start does not fail by it.
async fn level(ctx: &Ctx) {
    match ctx.store.slow_legacy_passwords().await {
        Ok(recipes) => recipes.iter().for_each(|stored| ctx.hasher.level_with(stored)),
        Err(fault) => {
            let cause = fault.to_operator();
            tracing::warn!(
                cause,
                "the recipes of kept passwords are not known: logins may tell known names by their time"
            );
        }
    }
}

fn hasher() -> Result<Hasher, Fault> {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    Hasher::new(Cost::default(), cores, cores * HASH_QUEUE)
        .map_err(|error| Fault::new("start the password pool", error))
}

fn ephemeral(config: &Config) -> Result<Arc<dyn Ephemeral>, Fault> {
    let redis = config.ephemeral.redis().map_err(|error| Fault::new("use ephemeral.url", error))?;
    Ok(match redis {
        Some(url) => Arc::new(RedisEphemeral::new(&url, &config.ephemeral.prefix)?),
        None => Arc::new(MemoryEphemeral::new(EPHEMERAL_CAPACITY)),
    })
}

fn limits(config: &Config) -> Limits {
    let rate = |per_minute: u32| Rate { per_minute, burst: per_minute };
    Limits {
        per_network: rate(config.limits.per_network),
        per_account: rate(config.limits.per_account),
        wrong_per_network: rate(config.limits.wrong_per_network),
    }
}

fn mailer(config: &Config, machines: &Machines) -> Result<Arc<dyn Mailer>, Fault> {
    match &machines.dev {
        Some(dev) if config.mail.is_mailbox() => Ok(Arc::clone(&dev.mailbox) as Arc<dyn Mailer>),
        _ => Ok(Arc::new(Smtp::new(config.mail.url.expose())?)),
    }
}

fn outbound(config: &Config) -> Result<Outbound, Fault> {
    let timeout = config.outbound.timeout.to_std().map_err(|error| Fault::new("use outbound.timeout", error))?;
    Ok(Outbound::new(AddressRule::new(config.outbound.allow.clone()), timeout))
}

fn discovery(ctx: &Ctx, config: &Config) -> Result<Bytes, Fault> {
    let languages = Locale::ALL.map(Locale::tag);
    let document = oidc::discovery::metadata(&ctx.oidc, &config.keys.algorithms, &languages);
    serde_json::to_vec(&document).map(Bytes::from).map_err(|error| Fault::new("write the discovery document", error))
}
