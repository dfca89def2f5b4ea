//! Who used the processor and the memory, from `/proc`: the server with its
//! threads and children, this driver, and everybody else.

use std::fs;

/// The length of a tick of `/proc/*/stat`, in seconds.
const TICK: f64 = 0.01;

/// Processor seconds used up to now, and memory held at the moment.
#[derive(Clone)]
pub struct Usage {
    /// By the server's processes.
    pub server: f64,
    /// By each of the stores beside it.
    pub stores: Vec<f64>,
    /// By this process.
    pub driver: f64,
    /// By all processes of the machine.
    pub machine: f64,
    /// Resident memory of the server's processes, in MiB.
    pub server_rss_mib: f64,
}

impl Usage {
    /// The usage now, where `pids` and their children are the server, and each of
    /// `stores` with its children a store.
    pub fn now(pids: &[u32], stores: &[u32]) -> Self {
        let server = families(pids);
        Self {
            server: server.iter().map(|pid| seconds_of(pid)).sum(),
            stores: stores.iter().map(|pid| families(&[*pid]).iter().map(|pid| store_seconds_of(pid)).sum()).collect(),
            driver: seconds_of("self"),
            machine: machine_seconds(),
            server_rss_mib: server.iter().map(|pid| rss_mib(pid)).sum(),
        }
    }
}

fn families(pids: &[u32]) -> Vec<String> {
    let mut family = Vec::new();
    pids.iter().for_each(|pid| add_family(&pid.to_string(), &mut family));
    family
}

fn add_family(pid: &str, family: &mut Vec<String>) {
    if family.iter().any(|known| known == pid) {
        return;
    }
    family.push(pid.to_owned());
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.split_whitespace().for_each(|child| add_family(child, family));
    }
}

/// User and system time of a process; fields 14 and 15 of proc_pid_stat(5).
fn seconds_of(pid: &str) -> f64 {
    stat_seconds(pid, 14)
}

/// The time of a process of one thread, to the nanosecond (ticks are too long for a few hundred
/// acts on dozens of processes), and that of its children that have ended.
fn store_seconds_of(pid: &str) -> f64 {
    let schedule = fs::read_to_string(format!("/proc/{pid}/schedstat")).unwrap_or_default();
    let nanos = schedule.split_whitespace().next().and_then(|field| field.parse::<f64>().ok());
    nanos.unwrap_or_default() / 1e9 + stat_seconds(pid, 16)
}

/// The sum of field `first` and the next of proc_pid_stat(5), both in ticks.
fn stat_seconds(pid: &str, first: usize) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The second field may hold spaces, but ends with the last parenthesis.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().skip(first.saturating_sub(3)).take(2));
    fields.into_iter().flatten().filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() * TICK
}

/// All but idle time and waiting; proc_stat(5).
fn machine_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields = stat.lines().next().unwrap_or_default().split_whitespace().skip(1).take(7).enumerate();
    let busy = fields.filter(|(index, _)| !matches!(index, 3 | 4));
    busy.filter_map(|(_, field)| field.parse::<f64>().ok()).sum::<f64>() * TICK
}

fn rss_mib(pid: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or_default() / 1024.0
}
