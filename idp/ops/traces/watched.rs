//! What becomes of spans: sent, or lost and counted. Who ends a span never
//! waits, whatever the collector does.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchConfig, BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// Spans by what became of them: one for the process, as the exporter is.
static SPANS: LazyLock<Family<[(&'static str, &'static str); 1], Counter>> = LazyLock::new(|| {
    let family = Family::default();
    for outcome in [SENT, NOT_SENT, QUEUE_FULL] {
        drop(family.get_or_create(&[("outcome", outcome)]));
    }
    family
});
const SENT: &str = "sent";
const NOT_SENT: &str = "not_sent";
const QUEUE_FULL: &str = "queue_full";

/// Enters the counts of spans into `registry`.
pub fn register(registry: &mut Registry) {
    registry.register("trace_spans", "Spans of traces, by what became of them", SPANS.clone());
}

fn count(outcome: &'static str, many: usize) {
    SPANS.get_or_create(&[("outcome", outcome)]).inc_by(u64::try_from(many).unwrap_or_default());
}

/// A queue with so many places before an exporter.
#[derive(Debug)]
pub(super) struct Bounded {
    queue: BatchSpanProcessor,
    waiting: Arc<AtomicUsize>,
    most: usize,
}

impl Bounded {
    /// A queue of `most` spans, which is what `batches` says too, before
    /// `exporter`.
    pub(super) fn new<E: SpanExporter + 'static>(exporter: Watched<E>, batches: BatchConfig, most: usize) -> Self {
        let waiting = Arc::clone(&exporter.waiting);
        Self { queue: BatchSpanProcessor::builder(exporter).with_batch_config(batches).build(), waiting, most }
    }
}

impl SpanProcessor for Bounded {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.queue.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        // The queue would drop it as well, but tells nobody how many.
        if self.waiting.fetch_add(1, Ordering::Relaxed) < self.most {
            self.queue.on_end(span);
        } else {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            count(QUEUE_FULL, 1);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.queue.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.queue.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.queue.set_resource(resource);
    }
}

/// An exporter that logs when it begins to fail and when that is over.
pub(super) struct Watched<E> {
    exporter: E,
    waiting: Arc<AtomicUsize>,
    is_failing: AtomicBool,
}

impl<E> Watched<E> {
    pub(super) fn new(exporter: E) -> Self {
        Self { exporter, waiting: Arc::default(), is_failing: AtomicBool::new(false) }
    }
}

impl<E> fmt::Debug for Watched<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watched(..)")
    }
}

impl<E: SpanExporter> SpanExporter for Watched<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let many = batch.len();
        self.waiting.fetch_sub(many, Ordering::Relaxed);
        let outcome = self.exporter.export(batch).await;
        count(if outcome.is_ok() { SENT } else { NOT_SENT }, many);
        let was_failing = self.is_failing.swap(outcome.is_err(), Ordering::Relaxed);
        match &outcome {
            Err(error) if !was_failing => tracing::warn!(%error, "traces are not exported; the service goes on"),
            Ok(()) if was_failing => tracing::info!("traces are exported again"),
            _ => {}
        }
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::sync::{Mutex, mpsc};

    use opentelemetry::trace::{Span as _, Tracer as _, TracerProvider as _};
    use opentelemetry_sdk::trace::{BatchConfigBuilder, SdkTracerProvider};

    use super::*;

    /// Takes a batch, and does not answer before it is let go.
    #[derive(Debug)]
    struct Stuck(Mutex<mpsc::Receiver<()>>);

    impl SpanExporter for Stuck {
        async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
            let _let_go = self.0.lock().unwrap().recv();
            Ok(())
        }
    }

    fn counted(outcome: &'static str) -> u64 {
        SPANS.get_or_create(&[("outcome", outcome)]).get()
    }

    #[test]
    fn what_finds_no_place_is_counted_and_nobody_waits() {
        let (let_go, stuck) = mpsc::channel();
        let batches = BatchConfigBuilder::default()
            .with_max_queue_size(8)
            .with_max_export_batch_size(4)
            .with_scheduled_delay(Duration::from_secs(3_600))
            .build();
        let bounded = Bounded::new(Watched::new(Stuck(Mutex::new(stuck))), batches, 8);
        let provider = SdkTracerProvider::builder().with_span_processor(bounded).build();
        let tracer = provider.tracer("test");
        for _ in 0..100 {
            tracer.start("request").end();
        }
        let lost = counted(QUEUE_FULL);
        // Four are with the exporter or still among the eight that wait.
        assert!((88..=92).contains(&lost), "{lost}");
        drop::<mpsc::Sender<()>>(let_go);
        provider.shutdown().unwrap();
        assert_eq!(counted(SENT), 100 - lost);
        assert_eq!(counted(NOT_SENT), 0);
    }
}
