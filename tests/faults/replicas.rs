//! The built service as several processes on one database, behind one issuer.

use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::front::Front;
use crate::harness::{Home, Setup, free_port, wait_for};

/// How long a replica goes on answering when the proxy has forgotten it.
const LEAVE: Duration = Duration::from_secs(5);

/// Replicas that end with the test.
pub struct Replicas {
    /// The proxy that they stand behind.
    pub front: Front,
    home: Home,
    members: Vec<Replica>,
    /// What replicas are started by: variables of their own, such as
    /// `TZ=UTC`, then a command and its arguments.
    pub wrapper: Vec<String>,
}

struct Replica {
    binary: PathBuf,
    port: u16,
    log: PathBuf,
    process: Option<Child>,
}

impl Deref for Replicas {
    type Target = Home;

    fn deref(&self) -> &Home {
        &self.home
    }
}

impl Replicas {
    /// `count` replicas with the sample people imported.
    pub async fn start(count: usize, setup: Setup) -> Self {
        let setup = setup.set("http.trusted_proxies", r#"["127.0.0.1/32"]"#);
        let front = Front::start(setup.port).await;
        let home = Home::new(&setup).await;
        let mut replicas = Self { front, home, members: Vec::new(), wrapper: Vec::new() };
        for _ in 0..count {
            replicas.add().await;
        }
        replicas
    }

    /// Adds a replica that takes its turns from now on, and gives its number.
    pub async fn add(&mut self) -> usize {
        let binary = self.home.binary.clone();
        self.add_of(&binary).await
    }

    /// Adds a replica that runs the release `binary`.
    pub async fn add_of(&mut self, binary: &Path) -> usize {
        let index = self.members.len();
        let log = self.home.folder().join(format!("replica-{index}.log"));
        self.members.push(Replica { binary: binary.to_owned(), port: free_port(), log, process: None });
        self.revive(index).await;
        index
    }

    /// Ends a replica at once, as a power cut does. The proxy is not told.
    pub fn kill(&mut self, index: usize) {
        self.members[index].kill();
    }

    /// Starts a replica that was killed, and waits until it is ready.
    pub async fn revive(&mut self, index: usize) {
        self.members[index].start(self.home.folder(), &self.wrapper);
        let ready = format!("{}/ready", self.address(index));
        let log = self.members[index].log.clone();
        let what = format!("a replica to be ready: {}", log.display());
        wait_for(&what, async || reqwest::get(&ready).await.ok().filter(|answer| answer.status() == 200)).await;
        self.lead();
    }

    /// Where a replica is reached past the proxy, as by a probe.
    pub fn address(&self, index: usize) -> String {
        format!("http://127.0.0.1:{}", self.members[index].port)
    }

    /// Lets a replica's files grow beyond `bytes` no more; `None` lifts that.
    pub fn limit_files(&self, index: usize, bytes: Option<u64>) {
        let process = self.members[index].process.as_ref().expect("a running replica");
        let limit = bytes.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
        let told = Command::new("prlimit")
            .args(["--pid", &process.id().to_string(), &format!("--fsize={limit}:")])
            .status()
            .expect("prlimit");
        assert!(told.success());
    }

    /// What a replica has written to its log.
    pub fn log(&self, index: usize) -> String {
        std::fs::read_to_string(&self.members[index].log).unwrap()
    }

    /// How much memory a replica has, in bytes.
    pub fn memory(&self, index: usize) -> usize {
        let process = self.members[index].process.as_ref().expect("a running replica");
        let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// How many files and connections a replica has open.
    pub fn open_files(&self, index: usize) -> usize {
        let process = self.members[index].process.as_ref().expect("a running replica");
        std::fs::read_dir(format!("/proc/{}/fd", process.id())).unwrap().count()
    }

    /// Asks a replica to stop while the proxy still leads to it, and waits for
    /// its end.
    pub async fn stop(&mut self, index: usize) {
        let replica = &mut self.members[index];
        let process = replica.process.as_mut().expect("a running replica");
        let told = Command::new("kill").args(["-TERM", &process.id().to_string()]).status().unwrap();
        assert!(told.success());
        let ended = wait_for("a replica to end", async || process.try_wait().unwrap()).await;
        assert!(ended.success(), "{ended}: {}", replica.told());
        replica.process = None;
        self.lead();
    }

    /// Takes a replica out of service as Kubernetes does: first the proxy
    /// forgets it, and when what it had begun is answered, it is stopped.
    pub async fn retire(&mut self, index: usize) {
        let others = self.members.iter().enumerate().filter(|(other, replica)| *other != index && replica.runs());
        self.front.lead_to(others.map(|(_, replica)| replica.port));
        tokio::time::sleep(LEAVE).await;
        self.stop(index).await;
    }

    /// Stops a replica from answering, its connections still open, or lets it
    /// go on.
    pub fn freeze(&self, index: usize, frozen: bool) {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        if let Some(process) = &self.members[index].process {
            assert!(Command::new("kill").args([signal, &process.id().to_string()]).status().unwrap().success());
        }
    }

    /// The proxy leads to this replica alone.
    pub fn lead_to_only(&self, index: usize) {
        self.front.lead_to([self.members[index].port]);
    }

    /// The proxy leads to those that run.
    pub fn lead(&self) {
        self.front.lead_to(self.members.iter().filter(|replica| replica.runs()).map(|replica| replica.port));
    }
}

impl Replica {
    fn runs(&self) -> bool {
        self.process.is_some()
    }

    fn start(&mut self, folder: &Path, wrapper: &[String]) {
        // A file that may not grow is to be an error, as a full disk is, and no
        // reason to be ended.
        let process = Command::new("env")
            .arg("--ignore-signal=XFSZ")
            .args(wrapper)
            .arg(&self.binary)
            .args(["serve", "--config", "idp.toml"])
            .env("IDP__HTTP__LISTEN", format!("127.0.0.1:{}", self.port))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut process = process.unwrap();
        // Written here, so that what a replica may write does not matter.
        let mut log = File::options().append(true).create(true).open(&self.log).unwrap();
        let mut errors = log.try_clone().unwrap();
        let (mut out, mut err) = (process.stdout.take().unwrap(), process.stderr.take().unwrap());
        std::thread::spawn(move || std::io::copy(&mut out, &mut log));
        std::thread::spawn(move || std::io::copy(&mut err, &mut errors));
        self.process = Some(process);
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    fn told(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let last: Vec<_> = log.lines().rev().take(5).collect();
        last.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        self.kill();
    }
}
