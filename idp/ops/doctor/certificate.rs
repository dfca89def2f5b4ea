//! The certificate of the public listener, where the service does TLS itself:
//! until when clients take it, for which name, and who can read its key.

use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;

use chrono::{DateTime, TimeDelta, Utc};
use url::{Host, Url};

use super::Finding;
use crate::ops::certificate::Certificate;
use crate::ops::config::Config;

const ABOUT: &str = "certificate";
/// Who renews it by a machine has done so by then.
const SOON: TimeDelta = TimeDelta::days(14);

/// How the certificate stands, if there is one.
pub(super) fn certificate(config: &Config, now: DateTime<Utc>) -> Option<Finding> {
    let files = config.http.certificate_files()?;
    let certificate = match files.read().and_then(|pem| pem.parse()) {
        Ok(certificate) => certificate,
        Err(error) => return Some(Finding::failure(ABOUT, files.told(&error))),
    };
    let host = Url::parse(&config.oidc.issuer).ok().and_then(|url| url.host().map(|host| host.to_owned()));
    // Browsers meet the certificate of a proxy, which may call the service by another name.
    let misses = host.filter(|host| config.http.trusted_proxies.is_empty() && !names(&certificate, host));
    Some(judge(certificate.expires_at - now, misses))
}

/// The private key's file, where others could read it.
pub(super) fn key_file(config: &Config) -> Option<Finding> {
    let file = config.http.certificate_files()?.key;
    let mode = std::fs::metadata(&file).ok()?.permissions().mode();
    let advice = || format!("everybody on this machine can read the key: chmod o= {}", file.display());
    (mode & 0o004 != 0).then(|| Finding::warning(ABOUT, advice()))
}

fn judge(left: TimeDelta, misses: Option<Host>) -> Finding {
    let days = left.num_days();
    match misses {
        _ if left <= TimeDelta::zero() => Finding::failure(ABOUT, "it has ended: renew it, nobody can log in"),
        Some(host) => {
            let advice = "get one for that name, or name the proxy before the service in http.trusted_proxies";
            Finding::failure(ABOUT, format!("it is not for {host}: {advice}"))
        }
        None if left < SOON => Finding::warning(ABOUT, format!("ends in {days} days: see why nobody renews it")),
        None => Finding::fine(ABOUT, format!("ends in {days} days")),
    }
}

/// Whether the certificate is for `host` [RFC 9525 §6].
fn names(certificate: &Certificate, host: &Host) -> bool {
    let names = certificate.leaf.subject_alt_names();
    names.iter().flatten().any(|name| match host {
        Host::Domain(host) => name.dnsname().is_some_and(|name| is_name_of(name, host)),
        Host::Ipv4(address) => is_address(name.ipaddress(), IpAddr::V4(*address)),
        Host::Ipv6(address) => is_address(name.ipaddress(), IpAddr::V6(*address)),
    })
}

/// A star stands for the first label, and for one alone.
fn is_name_of(name: &str, host: &str) -> bool {
    let rest = name.strip_prefix("*.");
    name.eq_ignore_ascii_case(host)
        || rest.is_some_and(|rest| host.split_once('.').is_some_and(|(_, parent)| parent.eq_ignore_ascii_case(rest)))
}

fn is_address(bytes: Option<&[u8]>, address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => bytes == Some(&address.octets()),
        IpAddr::V6(address) => bytes == Some(&address.octets()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_star_stands_for_one_label() {
        for (name, host, fits) in [
            ("id.example.fi", "id.example.fi", true),
            ("ID.Example.fi", "id.example.fi", true),
            ("*.example.fi", "id.example.fi", true),
            ("*.example.fi", "example.fi", false),
            ("*.example.fi", "a.id.example.fi", false),
            ("*.fi", "id.example.fi", false),
            ("example.fi", "id.example.fi", false),
        ] {
            assert_eq!(is_name_of(name, host), fits, "{name} {host}");
        }
    }

    #[test]
    fn a_certificate_is_judged_by_its_end_and_its_name() {
        let other = || Host::parse("id.example.fi").ok();
        for (left, misses, state) in [
            (TimeDelta::days(90), None, State::Ok),
            (TimeDelta::days(14), None, State::Ok),
            (TimeDelta::days(13), None, State::Warn),
            (TimeDelta::days(90), other(), State::Fail),
            (TimeDelta::zero(), None, State::Fail),
            (TimeDelta::days(-1), other(), State::Fail),
        ] {
            assert_eq!(judge(left, misses.clone()).state, state, "{left} {misses:?}");
        }
    }
}
