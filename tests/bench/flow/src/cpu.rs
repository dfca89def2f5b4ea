//! Who used the processor and the memory, from `/proc`: the server with its
//! threads and children, this driver, and everybody else.

use std::fs;

/// The length of a tick of `/proc/*/stat`, in seconds.
const TICK: f64 = 0.01;

/// Processor seconds used up to now, and memory held at the moment.
#[derive(Clone, Copy)]
pub struct Usage {
    /// By the server's processes.
    pub server: f64,
    /// By this process.
    pub driver: f64,
    /// By all processes of the machine.
    pub machine: f64,
    /// Resident memory of the server's processes, in MiB.
    pub server_rss_mib: f64,
}

impl Usage {
    /// The usage now, where `pids` and their children are the server.
    pub fn now(pids: &[u32]) -> Self {
        let mut server: Vec<String> = Vec::new();
        pids.iter().for_each(|pid| add_family(&pid.to_string(), &mut server));
        Self {
            server: server.iter().map(|pid| seconds_of(pid)).sum(),
            driver: seconds_of("self"),
            machine: machine_seconds(),
            server_rss_mib: server.iter().map(|pid| rss_mib(pid)).sum(),
        }
    }
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
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The second field may hold spaces, but ends with the last parenthesis.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().skip(11).take(2));
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
