//! The only HTTP client: for addresses that relying parties registered. It
//! reaches public addresses only, besides networks that the operator allows,
//! follows no redirect and waits and reads little.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::sync::OnceCell;
use url::{Host, Url};

mod address;

pub use address::AddressRule;

use super::fault::Fault;

const BODY_CAP: usize = 64 * 1024;

/// What was seen at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The status code of the answer.
    pub status: u16,
    /// What time it is there.
    pub at: Option<DateTime<Utc>>,
}

/// Sends requests to other services.
pub struct Outbound {
    rule: Arc<AddressRule>,
    timeout: Duration,
    // Made at the first request: reading the machine's certificates takes
    // longer than the rest of a start.
    client: OnceCell<Client>,
}

impl Outbound {
    /// A client that reaches what `rule` allows; a request may take `timeout`
    /// from its beginning to the end of the answer.
    pub fn new(rule: AddressRule, timeout: Duration) -> Self {
        Self { rule: Arc::new(rule), timeout, client: OnceCell::new() }
    }

    /// Posts a form and returns the status code of the answer, whatever it is.
    ///
    /// # Errors
    /// When there was no answer in time, or the address may not be reached.
    pub async fn post_form(&self, url: &str, form: &[(&str, &str)]) -> Result<u16, Fault> {
        const DOING: &str = "post to a relying party";
        let url = self.permitted(url).map_err(|reason| Fault::new(DOING, reason))?;
        let client = self.client().await?;
        // The text of an error would name the URL, and its query with it.
        let failed = |error: reqwest::Error| Fault::new(DOING, error.without_url());
        let response = client.post(url).form(form).send().await.map_err(failed)?;
        let status = response.status().as_u16();
        drain(response).await;
        Ok(status)
    }

    /// Asks for the page at `url`, as a visitor would, and reads none of it.
    ///
    /// # Errors
    /// When there was no answer in time, or the address may not be reached.
    pub async fn look(&self, url: &str) -> Result<Sight, Fault> {
        const DOING: &str = "visit the address";
        let url = self.permitted(url).map_err(|reason| Fault::new(DOING, reason))?;
        let failed = |error: reqwest::Error| Fault::new(DOING, error.without_url());
        let response = self.client().await?.get(url).send().await.map_err(failed)?;
        let date = response.headers().get(reqwest::header::DATE).and_then(|date| date.to_str().ok());
        let at = date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|at| at.with_timezone(&Utc));
        Ok(Sight { status: response.status().as_u16(), at })
    }

    /// The URL, unless its scheme or literal address rules it out. Names are
    /// judged by the resolver, by the addresses that are then connected to.
    fn permitted(&self, url: &str) -> Result<Url, &'static str> {
        let url = Url::parse(url).map_err(|_| "the URL cannot be read")?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err("the URL is neither https nor http");
        }
        let reachable = match url.host() {
            Some(Host::Ipv4(address)) => self.rule.permits(address.into()),
            Some(Host::Ipv6(address)) => self.rule.permits(address.into()),
            Some(Host::Domain(_)) => true,
            None => false,
        };
        if reachable { Ok(url) } else { Err(FORBIDDEN) }
    }

    async fn client(&self) -> Result<&Client, Fault> {
        let build = || async {
            Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .timeout(self.timeout)
                .dns_resolver(Resolver(Arc::clone(&self.rule)))
                .user_agent("idp")
                .build()
        };
        self.client.get_or_try_init(build).await.map_err(|error| Fault::new("set up the HTTP client", error))
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound").field("rule", &self.rule).finish_non_exhaustive()
    }
}

const FORBIDDEN: &str = "the address is not public and not in [outbound] allow";

/// Resolves names to the addresses that may be reached, so that no name can
/// lead elsewhere between check and use.
struct Resolver(Arc<AddressRule>);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let rule = Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let reachable: Vec<SocketAddr> = found.filter(|found| rule.permits(found.ip())).collect();
            if reachable.is_empty() {
                return Err(FORBIDDEN.into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

/// Reads a short body to its end, so that the connection can be used again.
async fn drain(mut response: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = response.chunk().await {
        read += chunk.len();
        if read > BODY_CAP {
            return;
        }
    }
}

#[cfg(test)]
mod tests;
