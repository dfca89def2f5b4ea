//! The connection that all acts share, whatever stands behind it. After any
//! failure it is made anew, so that a server that came back, a promoted replica
//! and an address that moved are all found.

use std::time::Duration;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster::ClusterClient;
use redis::cluster_async::ClusterConnection;
use redis::sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType};
use redis::{AsyncConnectionConfig, Client, Cmd, ConnectionAddr, Pipeline, RedisFuture, RedisResult, TlsMode, Value};
use tokio::sync::Mutex;

use super::address::{RedisUrl, Topology};

/// The way to Redis.
pub(super) struct Link {
    state: Mutex<State>,
    config: AsyncConnectionConfig,
}

struct State {
    source: Source,
    open: Option<Connection>,
    /// Grows with every connection, so that a failure of an old one does not
    /// close its successor.
    generation: u64,
}

enum Source {
    Single(Box<Client>),
    Sentinel(Box<SentinelClient>),
    Cluster(Box<ClusterClient>),
}

/// An open connection and which it is.
pub(super) struct Opened {
    pub(super) connection: Connection,
    /// For [`Link::close`].
    pub(super) generation: u64,
}

/// A connection that many acts share at the same time.
#[derive(Clone)]
pub(super) enum Connection {
    Node(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Link {
    /// The way to `url`, where no answer may take longer than `patience`.
    pub(super) fn new(url: &RedisUrl, patience: Duration) -> RedisResult<Self> {
        let source = match &url.topology {
            Topology::Single => {
                let node = url.nodes.first().cloned().ok_or((redis::ErrorKind::InvalidClientConfig, "no server"))?;
                Source::Single(Box::new(Client::open(node)?))
            }
            Topology::Sentinel { master } => Source::Sentinel(Box::new(sentinel(url, master)?)),
            Topology::Cluster => {
                let client = ClusterClient::builder(url.nodes.clone())
                    .connection_timeout(patience)
                    .response_timeout(patience)
                    // A GETDEL whose answer was lost must not be asked again
                    // for long: what was taken is gone.
                    .retries(2)
                    .build()?;
                Source::Cluster(Box::new(client))
            }
        };
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(patience)).set_response_timeout(Some(patience));
        Ok(Self { state: Mutex::new(State { source, open: None, generation: 0 }), config })
    }

    /// The open connection, or a new one; of many callers one opens it.
    pub(super) async fn open(&self) -> RedisResult<Opened> {
        let mut state = self.state.lock().await;
        let connection = match &state.open {
            Some(open) => open.clone(),
            None => {
                let made = state.source.connect(&self.config).await?;
                state.generation += 1;
                state.open.insert(made).clone()
            }
        };
        Ok(Opened { connection, generation: state.generation })
    }

    /// Has the next act open a new connection, unless that was done since
    /// `generation`.
    pub(super) async fn close(&self, generation: u64) {
        let mut state = self.state.lock().await;
        if state.generation == generation {
            state.open = None;
        }
    }
}

impl Source {
    async fn connect(&mut self, config: &AsyncConnectionConfig) -> RedisResult<Connection> {
        match self {
            Self::Single(client) => {
                client.get_multiplexed_async_connection_with_config(config).await.map(Connection::Node)
            }
            Self::Sentinel(client) => client.get_async_connection_with_config(config).await.map(Connection::Node),
            Self::Cluster(client) => client.get_async_connection().await.map(Connection::Cluster),
        }
    }
}

/// The name and password are those of the servers and of the Sentinels.
fn sentinel(url: &RedisUrl, master: &str) -> RedisResult<SentinelClient> {
    let addresses: Vec<ConnectionAddr> = url.nodes.iter().map(|node| node.addr().clone()).collect();
    let tls = addresses.iter().any(|address| matches!(address, ConnectionAddr::TcpTls { .. }));
    let mut builder = SentinelClientBuilder::new(addresses, master, SentinelServerType::Master)?;
    if let Some(settings) = url.nodes.first().map(redis::ConnectionInfo::redis_settings) {
        builder = builder.set_client_to_redis_db(settings.db());
        if let Some(name) = settings.username() {
            builder = builder.set_client_to_redis_username(name).set_client_to_sentinel_username(name);
        }
        if let Some(password) = settings.password() {
            builder = builder.set_client_to_redis_password(password).set_client_to_sentinel_password(password);
        }
    }
    if tls {
        builder =
            builder.set_client_to_redis_tls_mode(TlsMode::Secure).set_client_to_sentinel_tls_mode(TlsMode::Secure);
    }
    builder.build()
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Node(connection) => connection.req_packed_command(command),
            Self::Cluster(connection) => connection.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Node(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Node(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}
