//! How requests were answered.

use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::series::Buckets;

/// Upper bounds in seconds: from a ready document to the longest that a
/// request may take. A login lies between 0.05 and 0.5.
const BOUNDS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0];

/// The methods that are told apart; the others are one.
const METHODS: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"];

/// Requests by route, method and class of status.
#[derive(Clone, Debug)]
pub struct RequestMeter(Family<Answered, Histogram, Buckets>);

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: Arc<str>,
    method: &'static str,
    status: &'static str,
}

impl Default for RequestMeter {
    fn default() -> Self {
        Self(Family::new_with_constructor(Buckets(BOUNDS)))
    }
}

impl RequestMeter {
    /// Notes that a request of `method` for `route`, which is the template and
    /// never the address itself, was answered with `status` within `time`.
    pub fn answered(&self, route: &str, method: &str, status: u16, time: Duration) {
        let answered = Answered { route: route.into(), method: method_of(method), status: class_of(status) };
        self.0.get_or_create(&answered).observe(time.as_secs_f64());
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Time to the answer, by route, method and class of status";
        registry.register("http_request_duration_seconds", help, self.0.clone());
    }
}

/// The method as it is told: a visitor may send any word.
pub fn method_of(method: &str) -> &'static str {
    METHODS.into_iter().find(|known| *known == method).unwrap_or("other")
}

fn class_of(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_makes_up_is_one_method() {
        for (method, told) in [("GET", "GET"), ("POST", "POST"), ("get", "other"), ("BREW", "other")] {
            assert_eq!(method_of(method), told);
        }
    }

    #[test]
    fn a_status_is_told_by_its_class() {
        for (status, told) in [(200, "2xx"), (303, "3xx"), (429, "4xx"), (503, "5xx")] {
            assert_eq!(class_of(status), told);
        }
    }
}
