//! The addresses that people and clients are led to: help, documents, and what
//! each client has registered.

use std::collections::BTreeMap;

use accounts::Locale;
use chrono::{DateTime, Utc};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use oidc::Client;
use oidc::names::Localized;
use url::Url;

use super::{Finding, Wishes};
use crate::adapters::{AddressRule, Fault, Origin, Outbound, Sight, Store};
use crate::locales::documents::Document;
use crate::ops::config::Config;

/// An address, and whose it is.
struct Address<'a> {
    about: String,
    /// The key that sets it.
    key: &'static str,
    uri: &'a str,
    /// Whether people read what is there.
    is_read: bool,
}

impl Address<'_> {
    fn told(&self, what: impl std::fmt::Display) -> String {
        format!("{} {}: {what}", self.key, self.uri)
    }
}

/// The clients that are asked about: those of the file as it is now, and those
/// that were registered otherwise.
pub(super) async fn clients(config: &Config, store: Option<&Store>, wishes: &Wishes) -> Vec<Client> {
    let stored = match store {
        Some(store) => store.list_clients().await.unwrap_or_default(),
        None => Vec::new(),
    };
    let others = stored.into_iter().filter(|record| record.origin != Origin::File && record.disabled_at.is_none());
    let all = config.clients.iter().cloned().chain(others.map(|record| record.client));
    let is_meant = |client: &Client| wishes.client.as_ref().is_none_or(|id| *id == client.client_id);
    all.filter(is_meant).collect()
}

/// Where people find help with logging in.
pub(super) fn help(config: &Config) -> Vec<Finding> {
    const ABOUT: &str = "help";
    let mut found = judge_forms(ABOUT, &of_organisation(config));
    if config.organisation.help_link == Localized::Absent {
        found.push(Finding::warning(ABOUT, "no instructions for logging in: set organisation.help_link"));
    }
    found
}

/// Whether the addresses of a client are written as they should be.
pub(super) fn written(client: &Client) -> Vec<Finding> {
    judge_forms(&about(client), &of_client(client))
}

/// What the addresses answer, and what time one of their sites has.
pub(super) async fn answers(config: &Config, clients: &[Client]) -> (Vec<Finding>, Option<DateTime<Utc>>) {
    let everywhere = vec![IpNet::V4(Ipv4Net::default()), IpNet::V6(Ipv6Net::default())];
    let timeout = config.outbound.timeout.to_std().unwrap_or_default();
    // People's browsers are led there, from networks of their own.
    let outbound = Outbound::new(AddressRule::new(everywhere), timeout);
    let of_clients = clients.iter().flat_map(of_client);
    let mut found = Vec::new();
    let (mut fine, mut clock) = (BTreeMap::<String, usize>::new(), None);
    for address in of_organisation(config).into_iter().chain(of_clients).filter(|address| is_web(address.uri)) {
        let sight = outbound.look(address.uri).await;
        clock = clock.or(sight.as_ref().ok().and_then(|sight| sight.at));
        match judge_answer(&address, sight) {
            Some(finding) => found.push(finding),
            None => *fine.entry(address.about).or_default() += 1,
        }
    }
    found.extend(fine.iter().map(|(about, count)| Finding::fine(about, format!("addresses that answer: {count}"))));
    (found, clock)
}

fn judge_forms(about: &str, addresses: &[Address<'_>]) -> Vec<Finding> {
    let found: Vec<Finding> = addresses.iter().filter_map(judge_form).collect();
    match found.is_empty() {
        true => vec![Finding::fine(about, format!("addresses well formed: {}", addresses.len()))],
        false => found,
    }
}

fn judge_form(address: &Address<'_>) -> Option<Finding> {
    let Ok(url) = Url::parse(address.uri) else {
        return Some(Finding::failure(&address.about, address.told("is no address: correct it")));
    };
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let is_open = url.scheme() == "http" && !is_here;
    is_open.then(|| Finding::warning(&address.about, address.told("is not encrypted: make it https://")))
}

fn judge_answer(address: &Address<'_>, sight: Result<Sight, Fault>) -> Option<Finding> {
    match sight {
        Err(fault) => {
            let advice = format!("{}; correct it, or bring the site back", fault.to_operator());
            Some(Finding::failure(&address.about, address.told(advice)))
        }
        Ok(Sight { status: 400.., .. }) if address.is_read => {
            Some(Finding::failure(&address.about, address.told("people find nothing there: correct it")))
        }
        Ok(Sight { status: status @ 500.., .. }) => {
            let advice = format!("answers {status}: tell those who run the site");
            Some(Finding::warning(&address.about, address.told(advice)))
        }
        // An address that waits for a login refuses a visit without one.
        Ok(_) => None,
    }
}

fn of_organisation(config: &Config) -> Vec<Address<'_>> {
    let organisation = &config.organisation;
    let help = each("help", "organisation.help_link", &organisation.help_link);
    let documents = [
        ("organisation.accessibility", Document::Accessibility),
        ("organisation.privacy", Document::Privacy),
        ("organisation.terms", Document::Terms),
        ("organisation.cookies", Document::Cookies),
    ];
    let places = documents.into_iter().flat_map(|(key, document)| {
        let places = Locale::ALL.into_iter().filter_map(move |locale| organisation.place(document, locale));
        // The service's own pages need no address to be tried.
        let elsewhere = places.filter(|place| !place.starts_with('/'));
        distinct(elsewhere).into_iter().map(move |uri| Address { about: "help".to_owned(), key, uri, is_read: true })
    });
    help.into_iter().chain(places).collect()
}

fn of_client(client: &Client) -> Vec<Address<'_>> {
    let about = about(client);
    let address = |key, uri| Address { about: about.clone(), key, uri, is_read: false };
    let mut all: Vec<Address<'_>> = Vec::new();
    all.extend(client.redirect_uris.iter().map(|uri| address("redirect_uris", uri)));
    all.extend(client.post_logout_redirect_uris.iter().map(|uri| address("post_logout_redirect_uris", uri)));
    all.extend(client.back_channel_logout_uri.iter().map(|uri| address("back_channel_logout_uri", uri)));
    all.extend(client.initiate_login_uri.iter().map(|uri| address("initiate_login_uri", uri)));
    all.extend(client.home_uri.iter().map(|uri| Address { is_read: true, ..address("home_uri", uri) }));
    all.extend(each(&about, "help_link", &client.login_page.help_link));
    if let Some(third_party) = &client.third_party {
        all.extend(each(&about, "privacy", &third_party.privacy));
    }
    all
}

fn each<'a>(about: &str, key: &'static str, link: &'a Localized) -> Vec<Address<'a>> {
    let texts = Locale::ALL.into_iter().filter_map(|locale| link.get(locale.tag()));
    distinct(texts).into_iter().map(|uri| Address { about: about.to_owned(), key, uri, is_read: true }).collect()
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<&str> = texts.collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn about(client: &Client) -> String {
    format!("client {}", client.client_id)
}

/// Whether there may be a site. A canary is sent back to a name that is nobody's
/// for good [RFC 6761 §6.4].
fn is_web(uri: &str) -> bool {
    let is_nobodys = Url::parse(uri).is_ok_and(|url| url.domain().is_some_and(|name| name.ends_with(".invalid")));
    (uri.starts_with("https://") || uri.starts_with("http://")) && !is_nobodys
}
