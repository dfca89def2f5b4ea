//! Reads `/metrics` as Prometheus does.

use std::net::SocketAddr;

use crate::harness::{Setup, TestIdp, free_port};

/// A service whose `/metrics` can be read.
pub(super) async fn start(setup: Setup) -> TestIdp {
    setup.set("telemetry.metrics_listen", format!("\"127.0.0.1:{}\"", free_port())).start().await
}

/// One answer of `/metrics`.
pub(super) struct Scrape(pub String);

impl Scrape {
    /// Asks `idp`.
    pub(super) async fn of(idp: &TestIdp) -> Self {
        let answer = reqwest::get(url(idp.running.metrics_address.unwrap())).await.unwrap();
        assert_eq!(answer.status(), 200);
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"), "{kind}");
        let text = answer.text().await.unwrap();
        assert!(text.ends_with("# EOF\n"), "{text}");
        Self(text)
    }

    /// The value of `series`, such as `idp_logins_total{outcome="wrong"}`.
    #[track_caller]
    pub(super) fn value(&self, series: &str) -> f64 {
        let found = self.0.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        found.unwrap_or_else(|| panic!("{series} is missing:\n{}", self.0)).parse().unwrap()
    }
}

/// Where the metrics are at `address`.
pub(super) fn url(address: SocketAddr) -> String {
    format!("http://{address}/metrics")
}
