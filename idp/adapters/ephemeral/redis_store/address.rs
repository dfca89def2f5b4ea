//! Where Redis is: `redis://`, `redis+sentinel://` or `redis+cluster://`, with
//! `rediss` for TLS.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use redis::{ConnectionAddr, ConnectionInfo, IntoConnectionInfo as _};

/// A Redis server, the Sentinels that know it, or the nodes of a cluster.
#[derive(Clone)]
pub struct RedisUrl {
    pub(super) topology: Topology,
    /// At least one.
    pub(super) nodes: Vec<ConnectionInfo>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topology {
    Single,
    Sentinel { master: String },
    Cluster,
}

/// What was expected of the address; never the address, which holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotRedis(&'static str);

impl fmt::Display for NotRedis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotRedis {}

const SCHEMES: NotRedis = NotRedis(
    "expected redis://[user:password@]host[:port][/database], redis+sentinel://…@host,host/master[/database] or \
     redis+cluster://…@host,host; rediss in place of redis for TLS",
);
const MASTER: NotRedis =
    NotRedis("expected the master's name after the Sentinels: redis+sentinel://host,host/mymaster");
const CLUSTER_DATABASE: NotRedis = NotRedis("expected no database: a cluster has only one");
const NODE: NotRedis = NotRedis("expected host or host:port, several parted by commas");
const DATABASE: NotRedis = NotRedis("expected a number as the database");
const SENTINEL_PORT: &str = "26379";

impl FromStr for RedisUrl {
    type Err = NotRedis;

    fn from_str(text: &str) -> Result<Self, NotRedis> {
        let (scheme, rest) = text.split_once("://").ok_or(SCHEMES)?;
        let (scheme, kind) = scheme.split_once('+').unwrap_or((scheme, ""));
        if !["redis", "rediss"].contains(&scheme) || rest.contains(['?', '#']) {
            return Err(SCHEMES);
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, hosts) = authority.rsplit_once('@').map_or((None, authority), |(user, hosts)| (Some(user), hosts));
        let (topology, database) = match kind {
            "" if hosts.contains(',') => return Err(SCHEMES),
            "" => (Topology::Single, path),
            "sentinel" => {
                let (master, database) = path.split_once('/').unwrap_or((path, ""));
                if master.is_empty() {
                    return Err(MASTER);
                }
                (Topology::Sentinel { master: master.to_owned() }, database)
            }
            "cluster" if !path.is_empty() => return Err(CLUSTER_DATABASE),
            "cluster" => (Topology::Cluster, ""),
            _ => return Err(SCHEMES),
        };
        if !database.is_empty() && database.parse::<u16>().is_err() {
            return Err(DATABASE);
        }
        let default_port = matches!(topology, Topology::Sentinel { .. }).then_some(SENTINEL_PORT);
        let nodes = hosts.split(',').map(|host| node(scheme, user, host, default_port, database));
        Ok(Self { topology, nodes: nodes.collect::<Result<_, _>>()? })
    }
}

impl RedisUrl {
    /// Whether anybody on the network is let in: no password, and not on this
    /// machine alone.
    pub fn is_open_to_all(&self) -> bool {
        let is_here = |node: &ConnectionInfo| match node.addr() {
            ConnectionAddr::Tcp(host, _) | ConnectionAddr::TcpTls { host, .. } => {
                host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
            }
            ConnectionAddr::Unix(_) => true,
            _ => false,
        };
        self.nodes.iter().any(|node| node.redis_settings().password().is_none() && !is_here(node))
    }
}

/// One node's address, read by the driver.
fn node(
    scheme: &str,
    user: Option<&str>,
    host: &str,
    default_port: Option<&str>,
    database: &str,
) -> Result<ConnectionInfo, NotRedis> {
    let user = user.map(|user| format!("{user}@")).unwrap_or_default();
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']'));
    let port = default_port.filter(|_| !has_port).map(|port| format!(":{port}")).unwrap_or_default();
    let url = format!("{scheme}://{user}{host}{port}/{database}");
    if host.is_empty() {
        return Err(NODE);
    }
    url.into_connection_info().map_err(|_unfit| NODE)
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nodes: Vec<String> = self.nodes.iter().map(|node| node.addr().to_string()).collect();
        f.debug_struct("RedisUrl").field("topology", &self.topology).field("nodes", &nodes).finish()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn servers_sentinels_and_clusters_are_told_apart() {
        let sentinel = || Topology::Sentinel { master: "idp".to_owned() };
        for (url, topology, nodes, database) in [
            ("redis://cache", Topology::Single, &["cache:6379"][..], 0),
            ("redis://cache:6380/3", Topology::Single, &["cache:6380"], 3),
            ("rediss://u:p@cache", Topology::Single, &["cache:6379"], 0),
            ("redis+sentinel://a,b:1/idp", sentinel(), &["a:26379", "b:1"], 0),
            ("rediss+sentinel://a/idp/2", sentinel(), &["a:26379"], 2),
            ("redis+cluster://a:1,b:2,[::1]:3", Topology::Cluster, &["a:1", "b:2", "::1:3"], 0),
        ] {
            let found: RedisUrl = url.parse().unwrap();
            let hosts: Vec<String> = found.nodes.iter().map(|node| node.addr().to_string()).collect();
            assert_eq!((found.topology, hosts), (topology, nodes.iter().map(ToString::to_string).collect()), "{url}");
            assert!(found.nodes.iter().all(|node| node.redis_settings().db() == database), "{url}");
        }
    }

    #[test]
    fn a_server_elsewhere_without_a_password_is_open_to_all() {
        for (url, expected) in [
            ("redis://cache", true),
            ("rediss://cache", true),
            ("redis+cluster://127.0.0.1,cache", true),
            ("redis://:secret@cache", false),
            ("redis+sentinel://u:p@a,b/idp", false),
            ("redis://localhost", false),
            ("redis://[::1]:6379", false),
        ] {
            assert_eq!(url.parse::<RedisUrl>().unwrap().is_open_to_all(), expected, "{url}");
        }
    }

    #[test]
    fn a_name_and_password_are_read_as_a_url_spells_them() {
        let found: RedisUrl = "redis+cluster://idp:p%40ss,w%3Ard@a,b".parse().unwrap();
        for node in &found.nodes {
            assert_eq!(node.redis_settings().username(), Some("idp"));
            assert_eq!(node.redis_settings().password(), Some("p@ss,w:rd"));
        }
    }

    #[test]
    fn an_unfit_address_is_told_without_its_password() {
        for (url, expected) in [
            ("", SCHEMES),
            ("memory:", SCHEMES),
            ("http://cache", SCHEMES),
            ("redis+proxy://cache", SCHEMES),
            ("redis://a,b", SCHEMES),
            ("redis://cache?timeout=9", SCHEMES),
            ("redis://cache/hunter2", DATABASE),
            ("redis://:hunter2@", NODE),
            ("redis+sentinel://a,b", MASTER),
            ("redis+cluster://a,,b", NODE),
            ("redis+cluster://a/1", CLUSTER_DATABASE),
        ] {
            assert_eq!(url.parse::<RedisUrl>().err(), Some(expected), "{url}");
        }
        let found: RedisUrl = "redis://idp:hunter2@cache".parse().unwrap();
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}
