//! Spans of traces: what a request did, step by step [OpenTelemetry; W3C Trace
//! Context]. Until an exporter (`ops/traces`) has begun none of them is made, and
//! to ask for one costs a nanosecond or two.
//!
//! An attribute is a word of the source, a route's template, a table's name or
//! the reference of the request: never what somebody entered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::TraceContextExt as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::field::Empty;
use tracing::{Span, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::meters::method_of;
use crate::reference::Reference;

/// The target of all spans, by which the exporter knows them.
pub const TARGET: &str = "span";

/// Whether somebody takes spans: one for the process, as the log is.
static IS_ON: AtomicBool = AtomicBool::new(false);

/// The header that carries a span from one service to the next.
const TRACEPARENT: &str = "traceparent";
/// Routes that are asked for every few seconds and tell nothing.
const UNTRACED: [&str; 2] = ["/live", "/ready"];

/// From now on spans are made, because somebody takes them.
pub fn begin() {
    IS_ON.store(true, Ordering::Relaxed);
}

fn is_on() -> bool {
    IS_ON.load(Ordering::Relaxed)
}

/// Who sent the header `traceparent` of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A proxy that is trusted: the request is part of its trace, and is
    /// sampled as that is.
    Proxy,
    /// Anybody. The trace is our own, so that nobody outside decides on what is
    /// sampled, with a link to theirs.
    Visitor,
}

/// The span of a request of `method` for `route`, which is the template, if it
/// has one; `caller` sent the header `traceparent`.
pub fn request(method: &str, route: Option<&str>, caller: Caller, traceparent: Option<&str>) -> Span {
    if !is_on() || route.is_some_and(|route| UNTRACED.contains(&route)) {
        return Span::none();
    }
    let method = method_of(method);
    let span = info_span!(
        target: TARGET,
        "request",
        otel.name = route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}")),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        idp.client.kind = Empty,
        idp.reference = Empty,
    );
    match (caller, traceparent.and_then(context_of)) {
        (Caller::Proxy, Some(theirs)) => {
            // Refused only where there is no exporter.
            let _nowhere = span.set_parent(theirs);
        }
        (Caller::Visitor, Some(theirs)) => span.add_link(theirs.span().span_context().clone()),
        (_, None) => {}
    }
    span
}

/// Notes on the request at work what kind of client it is for.
pub fn for_client(is_public: bool) {
    if is_on() {
        Span::current().record("idp.client.kind", if is_public { "public" } else { "confidential" });
    }
}

/// Notes the reference of the request.
pub fn refer(span: &Span, reference: &Reference) {
    span.record("idp.reference", reference.as_str());
}

/// Notes how the request was answered.
pub fn answered(span: &Span, status: u16) {
    span.record("http.response.status_code", status);
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}

/// The span of a statement that does `operation` on `table` of the database
/// `system`.
pub(super) fn sql(system: &'static str, operation: &'static str, table: Option<&str>) -> Span {
    info_span!(
        target: TARGET,
        "sql",
        otel.name = table.map_or_else(|| operation.to_owned(), |table| format!("{operation} {table}")),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = system,
        db.operation.name = operation,
        db.collection.name = table,
    )
}

/// The span of an act of the ephemeral store.
pub(super) fn ephemeral(operation: &'static str) -> Span {
    within(|| {
        info_span!(
            target: TARGET,
            "ephemeral",
            otel.name = format!("ephemeral {operation}"),
            otel.kind = "client",
            otel.status_code = Empty,
            db.operation.name = operation,
        )
    })
}

/// The span of the wait for a password hash.
pub(super) fn hash() -> Span {
    within(|| info_span!(target: TARGET, "hash password"))
}

/// Notes whether an act went `well`.
pub fn ended(span: &Span, well: bool) {
    if !well {
        span.record("otel.status_code", "ERROR");
    }
}

/// The span of a delivery on `channel`, in the trace of the request that it
/// `follows` from.
pub fn delivery(channel: &'static str, follows: Option<&str>, reference: Option<&Reference>) -> Span {
    if !is_on() {
        return Span::none();
    }
    let span = info_span!(
        target: TARGET,
        "deliver",
        otel.name = format!("deliver {channel}"),
        otel.kind = "consumer",
        otel.status_code = Empty,
        idp.reference = reference.map(Reference::as_str),
    );
    if let Some(request) = follows.and_then(context_of) {
        // Refused only where there is no exporter.
        let _nowhere = span.set_parent(request);
    }
    span
}

/// The span at work as the header `traceparent` writes it; `None` where there
/// is none.
pub fn current() -> Option<String> {
    if !is_on() {
        return None;
    }
    let mut headers = HashMap::new();
    TraceContextPropagator::new().inject_context(&Span::current().context(), &mut headers);
    headers.remove(TRACEPARENT)
}

/// The id of the trace at work, by which it is found at the collector; `None`
/// where there is none, or it is not sampled.
pub fn trace_id() -> Option<String> {
    if !is_on() {
        return None;
    }
    let context = Context::current();
    let span = context.span();
    let at_work = span.span_context();
    at_work.is_sampled().then(|| at_work.trace_id().to_string())
}

/// Whether what happens now is part of a span. What the housekeeping does by
/// itself every second is no trace.
pub(super) fn is_within() -> bool {
    is_on() && !Span::current().is_none()
}

fn within(make: impl FnOnce() -> Span) -> Span {
    if is_within() { make() } else { Span::none() }
}

/// What `traceparent` says, if it is well-formed.
fn context_of(traceparent: &str) -> Option<Context> {
    let headers = HashMap::from([(TRACEPARENT.to_owned(), traceparent.to_owned())]);
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &headers);
    context.span().span_context().is_valid().then_some(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_well_formed_parent_is_taken() {
        let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        for (header, taken) in [
            (format!("00-{trace}-{span}-01"), true),
            (format!("00-{trace}-{span}-00"), true),
            (String::new(), false),
            ("hello".to_owned(), false),
            (format!("00-{}-{span}-01", "0".repeat(32)), false),
            (format!("00-{trace}-{}-01", "0".repeat(16)), false),
            (format!("00-{}-{span}-01", trace.to_uppercase()), false),
            (format!("ff-{trace}-{span}-01"), false),
            (format!("00-{trace}-{span}"), false),
        ] {
            assert_eq!(context_of(&header).is_some(), taken, "{header}");
        }
    }

    #[test]
    fn without_an_exporter_there_is_no_span() {
        assert!(request("GET", Some("/login"), Caller::Visitor, None).is_none());
        assert!(!is_within() && ephemeral("take").is_none() && hash().is_none());
        assert_eq!(trace_id(), None);
        assert!(delivery("mail", None, None).is_none());
        assert_eq!(current(), None);
    }
}
