//! Counters and histograms that are told apart by words known beforehand:
//! never by what a visitor sent, so that nobody can make their number grow,
//! and nothing in them is about a person.

use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Names and values of labels.
type Labels<const N: usize> = [(&'static str, &'static str); N];

/// Counters, one for each word of a label.
#[derive(Clone, Debug)]
pub struct Counts {
    label: &'static str,
    family: Family<Labels<1>, Counter>,
}

impl Counts {
    /// Counters that begin at zero for each of `words`: what never happened is
    /// then told as such.
    pub fn new(label: &'static str, words: impl IntoIterator<Item = &'static str>) -> Self {
        let family: Family<Labels<1>, Counter> = Family::default();
        for word in words {
            drop(family.get_or_create(&[(label, word)]));
        }
        Self { label, family }
    }

    /// Counts one `word`.
    pub fn add(&self, word: &'static str) {
        self.family.get_or_create(&[(self.label, word)]).inc();
    }

    /// How often `word` was counted.
    pub fn of(&self, word: &'static str) -> u64 {
        self.family.get(&[(self.label, word)]).map_or(0, |counter| counter.get())
    }

    /// Enters the counters into `registry`; `_total` is added to `name`.
    pub fn register(&self, registry: &mut Registry, name: &str, help: &str) {
        registry.register(name, help, self.family.clone());
    }
}

/// Counters, one for each pair of words.
#[derive(Clone, Debug)]
pub struct PairCounts {
    labels: [&'static str; 2],
    family: Family<Labels<2>, Counter>,
}

impl PairCounts {
    /// Counters that begin at zero for each pair of `firsts` and `seconds`.
    pub fn new(labels: [&'static str; 2], firsts: &[&'static str], seconds: &[&'static str]) -> Self {
        let counts = Self { labels, family: Family::default() };
        for first in firsts {
            for second in seconds {
                drop(counts.family.get_or_create(&counts.labelled(first, second)));
            }
        }
        counts
    }

    /// Counts one pair.
    pub fn add(&self, first: &'static str, second: &'static str) {
        self.family.get_or_create(&self.labelled(first, second)).inc();
    }

    /// Enters the counters into `registry`; `_total` is added to `name`.
    pub fn register(&self, registry: &mut Registry, name: &str, help: &str) {
        registry.register(name, help, self.family.clone());
    }

    fn labelled(&self, first: &'static str, second: &'static str) -> Labels<2> {
        let [one, two] = self.labels;
        [(one, first), (two, second)]
    }
}

/// Histograms of durations, one for each word of a label.
#[derive(Clone, Debug)]
pub struct Durations {
    label: &'static str,
    family: Family<Labels<1>, Histogram, Buckets>,
}

impl Durations {
    /// Histograms with an upper bound in seconds at each of `bounds`, empty for
    /// each of `words`.
    pub fn new(label: &'static str, words: &[&'static str], bounds: &'static [f64]) -> Self {
        let family = Family::new_with_constructor(Buckets(bounds));
        for word in words {
            drop(family.get_or_create(&[(label, *word)]));
        }
        Self { label, family }
    }

    /// Notes that one `word` took `time`.
    pub fn note(&self, word: &'static str, time: Duration) {
        self.family.get_or_create(&[(self.label, word)]).observe(time.as_secs_f64());
    }

    /// Enters the histograms into `registry`.
    pub fn register(&self, registry: &mut Registry, name: &str, help: &str) {
        registry.register(name, help, self.family.clone());
    }
}

/// Makes histograms with these upper bounds.
#[derive(Clone, Copy, Debug)]
pub struct Buckets(pub &'static [f64]);

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new(self.0.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn what_never_happened_is_told_as_zero() {
        let counts = Counts::new("outcome", ["right", "wrong"]);
        counts.add("wrong");
        let durations = Durations::new("operation", &["read"], &[0.001, 1.0]);
        durations.note("read", Duration::from_millis(2));
        let mut registry = Registry::default();
        counts.register(&mut registry, "tries", "Tries");
        durations.register(&mut registry, "acts_seconds", "Acts");
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry).unwrap();
        for line in [
            "tries_total{outcome=\"right\"} 0",
            "tries_total{outcome=\"wrong\"} 1",
            "acts_seconds_bucket{le=\"0.001\",operation=\"read\"} 0",
            "acts_seconds_bucket{le=\"1.0\",operation=\"read\"} 1",
            "acts_seconds_count{operation=\"read\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing:\n{text}");
        }
    }
}
