//! The network that a request comes from, for throttles and the audit trail.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Whether a connection comes from a trusted proxy.
pub fn is_proxy(peer: SocketAddr, trusted: &[IpNet]) -> bool {
    is_in(peer.ip().to_canonical(), trusted)
}

fn is_in(address: IpAddr, networks: &[IpNet]) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// The address of the browser: the connection's peer, or, when that is a
/// trusted proxy, the last address of `X-Forwarded-For` that is not one.
pub fn client_address(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let peer = peer.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
    if !is_in(peer, trusted) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter();
    let hops: Vec<&[u8]> = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).collect();
    let mut nearest = peer;
    for hop in hops.into_iter().rev() {
        // What stands left of a hop that cannot be read may be made up.
        let Some(address) = str::from_utf8(hop).ok().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) else { break };
        nearest = address.to_canonical();
        if !is_in(nearest, trusted) {
            break;
        }
    }
    nearest
}

/// The network of an address: all of an IPv4 address, the /64 of an IPv6 one.
pub fn network_of(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let prefix = u128::from(address) >> 64 << 64;
            format!("{}/64", Ipv6Addr::from(prefix))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use axum::http::HeaderValue;

    use super::*;

    fn address(peer: &str, forwarded: &'static str, trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())]);
        client_address(Some(SocketAddr::new(peer.parse().unwrap(), 1)), &headers, &trusted).to_string()
    }

    #[test]
    fn forwarded_addresses_count_only_behind_a_trusted_proxy() {
        for (peer, forwarded, trusted, expected) in [
            ("192.0.2.1", "198.51.100.7", &[][..], "192.0.2.1"),
            ("10.0.0.1", "198.51.100.7", &["10.0.0.0/8"][..], "198.51.100.7"),
            ("10.0.0.1", "6.6.6.6, 198.51.100.7, 10.0.0.2", &["10.0.0.0/8"][..], "198.51.100.7"),
            ("10.0.0.1", "6.6.6.6, nonsense", &["10.0.0.0/8"][..], "10.0.0.1"),
            ("10.0.0.1", "", &["10.0.0.0/8"][..], "10.0.0.1"),
            ("::ffff:10.0.0.1", "198.51.100.7", &["10.0.0.0/8"][..], "198.51.100.7"),
        ] {
            assert_eq!(address(peer, forwarded, trusted), expected, "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_proxy_is_known_by_its_own_address() {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        for (peer, expected) in [("10.0.0.1:1", true), ("[::ffff:10.0.0.1]:1", true), ("192.0.2.1:1", false)] {
            assert_eq!(is_proxy(peer.parse().unwrap(), &trusted), expected, "{peer}");
        }
        assert!(!is_proxy("127.0.0.1:1".parse().unwrap(), &[]));
    }

    #[test]
    fn bytes_that_are_no_text_hide_no_address() {
        let forwarded = HeaderValue::from_bytes(b"\xff\xfe, 203.0.113.5").unwrap();
        let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded)]);
        let peer = Some("10.0.0.1:1".parse().unwrap());
        assert_eq!(client_address(peer, &headers, &["10.0.0.0/8".parse().unwrap()]).to_string(), "203.0.113.5");
    }

    #[test]
    fn a_network_is_an_ipv4_address_or_an_ipv6_prefix() {
        assert_eq!(network_of("192.0.2.1".parse().unwrap()), "192.0.2.1");
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::/64");
    }
}
