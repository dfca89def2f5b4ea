//! What the system says of this process, under the names that every Prometheus
//! knows. Only Linux tells; elsewhere these metrics are absent.

use std::fmt;
use std::fs;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use rustix::process::{Resource, getrlimit};

/// Reads `/proc/self` whenever somebody asks.
#[derive(Debug)]
pub(super) struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), fmt::Error> {
        let mut tell = |name: &str, help: &str, value: &dyn EncodeMetric| {
            value.encode(encoder.encode_descriptor(name, help, None, value.metric_type())?)
        };
        if let Some(stat) = Stat::read() {
            tell("process_cpu_seconds", "Time that the cores worked", &ConstCounter::new(stat.cpu_seconds))?;
            if let Some(since) = boot_time() {
                let started = ConstGauge::new(since + stat.started_seconds);
                tell("process_start_time_seconds", "When the process began", &started)?;
            }
        }
        if let Some((all, resident)) = memory() {
            tell("process_virtual_memory_bytes", "Memory that was asked for", &ConstGauge::new(all))?;
            tell("process_resident_memory_bytes", "Memory that is in use", &ConstGauge::new(resident))?;
        }
        if let Ok(open) = fs::read_dir("/proc/self/fd") {
            let open = i64::try_from(open.count()).unwrap_or(i64::MAX);
            tell("process_open_fds", "Files and connections that are open", &ConstGauge::new(open))?;
        }
        if let Some(most) = getrlimit(Resource::Nofile).current {
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            tell("process_max_fds", "How many may be open", &ConstGauge::new(most))?;
        }
        Ok(())
    }
}

/// Of `/proc/self/stat` [proc(5)].
struct Stat {
    cpu_seconds: f64,
    /// After the machine's start.
    started_seconds: f64,
}

impl Stat {
    fn read() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/self/stat").ok()?, rustix::param::clock_ticks_per_second() as f64)
    }

    /// The name of the process stands in brackets and may hold anything, so
    /// fields are counted from behind it; there the third is the first.
    fn parse(text: &str, ticks: f64) -> Option<Self> {
        let fields: Vec<&str> = text.rsplit_once(')')?.1.split_ascii_whitespace().collect();
        let seconds = |field: usize| Some(fields.get(field - 3)?.parse::<u64>().ok()? as f64 / ticks);
        Some(Self { cpu_seconds: seconds(14)? + seconds(15)?, started_seconds: seconds(22)? })
    }
}

/// When the machine started, in seconds since 1970.
fn boot_time() -> Option<f64> {
    let stat = fs::read_to_string("/proc/stat").ok()?;
    stat.lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
}

/// All memory and that in use, in bytes.
fn memory() -> Option<(i64, i64)> {
    let text = fs::read_to_string("/proc/self/statm").ok()?;
    let page = i64::try_from(rustix::param::page_size()).ok()?;
    let mut pages = text.split_ascii_whitespace().map(|field| field.parse::<i64>().ok().map(|count| count * page));
    Some((pages.next()??, pages.next()??))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::Stat;

    #[test]
    fn a_name_in_the_line_moves_no_field() {
        let rest = "S 1 1 1 0 -1 4194560 1 0 0 0 250 50 0 0 20 0 4 0 1200 1 1";
        for name in ["idp", "a b", "x) R (y"] {
            let stat = Stat::parse(&format!("7 ({name}) {rest}"), 100.0).unwrap();
            assert!((stat.cpu_seconds - 3.0).abs() < 1e-9, "{}", stat.cpu_seconds);
            assert!((stat.started_seconds - 12.0).abs() < 1e-9, "{}", stat.started_seconds);
        }
        assert!(Stat::parse("7 (idp) S 1", 100.0).is_none());
    }
}
