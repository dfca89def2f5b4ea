//! What is counted for those who run the service: the one port by which flows
//! and web report. Each machine has a meter of its own beside it, in the same
//! terms. To count takes a fraction of a microsecond and never waits for
//! anything; `ops/metrics` shows the counts.

mod housekeeping;
mod login;
mod requests;
mod series;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

pub use housekeeping::{HousekeepingMeter, HousekeepingTask};
pub use login::LoginOutcome;
pub use requests::RequestMeter;
pub(super) use requests::method_of;
pub use series::{Buckets, Counts, Durations, PairCounts};

use super::ephemeral::EphemeralMeter;
use accounts::one_time_token::Purpose;

/// The grants of the token endpoint, as they are called in its requests.
const GRANTS: [&str; 3] = ["authorization_code", "refresh_token", "client_credentials"];
/// Upper bounds in seconds of what is delivered over the network.
const DELIVERY_BOUNDS: &[f64] = &[0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// The counts of one service. Cheap to clone; clones count together.
#[derive(Clone, Debug)]
pub struct Meters {
    /// Requests of the public listener.
    pub requests: RequestMeter,
    /// The connections that are open at the public listener.
    pub connections: Gauge,
    /// Tries to log in.
    pub logins: Counts,
    /// Names that were locked by wrong passwords.
    pub locks: Counter,
    /// Links that were mailed, by what they are for.
    pub links: Counts,
    /// Deliveries that were tried, by channel and what came of it.
    pub deliveries: PairCounts,
    /// How long deliveries took.
    pub delivery_times: Durations,
    /// Tokens that were issued, by grant.
    pub tokens: Counts,
    /// Requests for tokens that were refused, by the error that the client got.
    pub token_refusals: Counts,
    /// Codes and refresh tokens that came a second time.
    pub replays: Counts,
    /// When each task of the housekeeping last went well, how often it did
    /// not, and whether it is this replica that does what is for all.
    pub housekeeping: HousekeepingMeter,
    /// The ephemeral store.
    pub ephemeral: EphemeralMeter,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            requests: RequestMeter::default(),
            connections: Gauge::default(),
            logins: Counts::new("outcome", LoginOutcome::ALL.map(LoginOutcome::name)),
            locks: Counter::default(),
            links: Counts::new("purpose", Purpose::ALL.map(Purpose::name)),
            deliveries: PairCounts::new(["channel", "outcome"], &["mail", "logout"], &["sent", "retried", "given_up"]),
            delivery_times: Durations::new("channel", &["mail", "logout"], DELIVERY_BOUNDS),
            tokens: Counts::new("grant", GRANTS),
            token_refusals: Counts::new("error", []),
            replays: Counts::new("what", ["code", "refresh token"]),
            housekeeping: HousekeepingMeter::default(),
            ephemeral: EphemeralMeter::default(),
        }
    }
}

impl Meters {
    /// Enters all counts into `registry`.
    pub fn register(&self, registry: &mut Registry) {
        self.requests.register(registry);
        registry.register("http_connections", "Connections that are open", self.connections.clone());
        self.logins.register(registry, "logins", "Tries to log in with a password");
        registry.register("lockouts", "Names locked by wrong passwords", self.locks.clone());
        self.links.register(registry, "links_mailed", "Links that were mailed");
        self.deliveries.register(registry, "deliveries", "Deliveries tried: mails and log-out notices");
        self.delivery_times.register(registry, "delivery_duration_seconds", "Time that a delivery took");
        self.tokens.register(registry, "tokens_issued", "Answers of the token endpoint with tokens");
        self.token_refusals.register(registry, "token_refusals", "Answers of the token endpoint with an error");
        self.replays.register(registry, "replays", "Codes and refresh tokens that came a second time");
        self.housekeeping.register(registry);
        self.ephemeral.register(registry);
    }
}
