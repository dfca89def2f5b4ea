//! Sends spans to a collector over OTLP [OpenTelemetry Protocol 1].
//!
//! A thread of its own sends them in batches. What it cannot send in time, or
//! what does not fit into its queue, is lost and no request waits for it.

mod watched;

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{RetryPolicy, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{BatchConfigBuilder, Sampler, SdkTracerProvider};
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

pub use self::watched::register;
use self::watched::{Bounded, Watched};
use crate::adapters::{Fault, spans};

/// Spans that wait to be sent at the most: some 2 MiB.
const QUEUE: usize = 2_048;
/// How often they are sent.
const INTERVAL: Duration = Duration::from_secs(2);
/// How long the collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(5);

/// Spans on their way to a collector.
pub struct Traces {
    provider: SdkTracerProvider,
}

impl Traces {
    /// Sends the spans of one in `1 / ratio` traces to the collector at
    /// `endpoint`; of traces that began at a trusted proxy, those that it
    /// samples.
    ///
    /// # Errors
    /// A [`Fault`] when that cannot be set up; the collector is not needed for
    /// it.
    pub fn start(endpoint: &str, ratio: f64) -> Result<Self, Fault> {
        let endpoint = format!("{}/v1/traces", endpoint.trim_end_matches('/'));
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_endpoint(endpoint)
            .with_timeout(PATIENCE)
            .with_retry_policy(RetryPolicy::disabled())
            .build()
            .map_err(|error| Fault::new("use telemetry.otlp_endpoint", error))?;
        let batches = BatchConfigBuilder::default().with_max_queue_size(QUEUE).with_scheduled_delay(INTERVAL).build();
        let processor = Bounded::new(Watched::new(exporter), batches, QUEUE);
        let about = [KeyValue::new("service.name", "idp"), KeyValue::new("service.version", env!("CARGO_PKG_VERSION"))];
        let provider = SdkTracerProvider::builder()
            .with_span_processor(processor)
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio))))
            .with_resource(Resource::builder_empty().with_attributes(about).build())
            .build();
        spans::begin();
        Ok(Self { provider })
    }

    /// Takes the spans of `adapters::spans`, and nothing that is logged.
    pub fn layer<S>(&self) -> impl Layer<S> + Send + Sync + 'static
    where
        S: Subscriber + Send + Sync + for<'a> LookupSpan<'a>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.provider.tracer("idp"))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(Targets::new().with_target(spans::TARGET, LevelFilter::INFO))
    }

    /// Sends what waits, if the collector takes it in time.
    pub async fn stop(self) {
        // It blocks, and waits for a thread.
        let stopped = tokio::task::spawn_blocking(move || self.provider.shutdown_with_timeout(PATIENCE)).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!("the last traces were not exported");
        }
    }
}
