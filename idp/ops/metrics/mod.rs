//! `/metrics` for Prometheus, on a listener of its own: what the machines and
//! `Meters` counted, and what is looked up when somebody asks. Neither people
//! nor clients are told apart.

mod process;
mod reading;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use self::process::Process;
use self::reading::Reading;
use super::janitor::Plan;
use super::live::Live;
use super::server::tls::Tls;
use super::traces;

/// The text format that Prometheus reads [OpenMetrics 1.0].
const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The addresses of the listener for Prometheus.
pub fn router(live: Live, plan: Plan, tls: Option<Arc<Tls>>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(Arc::new(Exporter::new(live, plan, tls)))
}

struct Exporter {
    live: Live,
    plan: Plan,
    tls: Option<Arc<Tls>>,
    reading: Reading,
    registry: Registry,
}

impl Exporter {
    /// The meters of now are those of later: a reload keeps them.
    fn new(live: Live, plan: Plan, tls: Option<Arc<Tls>>) -> Self {
        let ctx = live.ctx();
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Process));
        let own = registry.sub_registry_with_prefix("idp");
        own.register("build", "The release at work", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        ctx.meters.register(own);
        ctx.store.register_meter(own);
        ctx.hasher.register_meter(own);
        traces::register(own);
        let reading = Reading::default();
        reading.register(own);
        Self { live, plan, tls, reading, registry }
    }
}

async fn metrics(State(exporter): State<Arc<Exporter>>) -> Response {
    exporter.reading.take(&exporter.live.ctx(), exporter.plan).await;
    if let Some(tls) = &exporter.tls {
        exporter.reading.certificate(tls.expires_at());
    }
    let mut text = String::new();
    match encode(&mut text, &exporter.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
