//! Which addresses may be reached: public ones, and what the operator allows.
//! The list follows the registries of special-purpose addresses [RFC 6890].

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net};

/// Which addresses outbound requests may reach.
#[derive(Clone, Debug, Default)]
pub struct AddressRule {
    allowed: Vec<IpNet>,
}

impl AddressRule {
    /// Public addresses and the networks of `allowed`.
    pub fn new(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// Whether `address` may be reached.
    pub fn permits(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.allowed
            .iter()
            .any(|network| network.contains(&address))
            || is_public(address)
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    const SPECIAL: [(Ipv4Addr, u8); 14] = [
        (Ipv4Addr::new(0, 0, 0, 0), 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 0, 0, 0), 24),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(192, 88, 99, 0), 24),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        // Multicast, reserved and broadcast.
        (Ipv4Addr::new(224, 0, 0, 0), 3),
    ];
    let special = SPECIAL
        .iter()
        .filter_map(|(network, prefix)| Ipv4Net::new(*network, *prefix).ok());
    !special
        .into_iter()
        .any(|network| network.contains(&address))
}

/// Global unicast only, without the parts of it that stand for an IPv4 address
/// or for nothing.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // Teredo, benchmarking, ORCHID and the rest of 2001::/23; documentation; 6to4.
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x2002, ..] | [0x3fff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn only_public_addresses_may_be_reached() {
        let rule = AddressRule::default();
        for address in [
            "1.1.1.1",
            "193.166.3.2",
            "223.255.255.255",
            "2001:708::1",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(rule.permits(address.parse().unwrap()), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "fc00::1",
            "fd00::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!rule.permits(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_operator_can_allow_a_network() {
        let rule = AddressRule::new(vec![
            "10.1.0.0/16".parse().unwrap(),
            "::1/128".parse().unwrap(),
        ]);
        for (address, permitted) in [
            ("10.1.9.9", true),
            ("::ffff:10.1.9.9", true),
            ("10.2.0.1", false),
            ("::1", true),
            ("127.0.0.1", false),
        ] {
            assert_eq!(
                rule.permits(address.parse().unwrap()),
                permitted,
                "{address}"
            );
        }
    }
}
