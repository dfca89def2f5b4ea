//! A Redis of one test's own, on loopback, with nothing kept on disk.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use idp::adapters::{Ephemeral, RedisEphemeral};
use tempfile::TempDir;

use crate::harness::free_port;

/// Servers that end with the test.
pub struct Redis {
    /// The address for `[ephemeral] url`.
    pub url: String,
    servers: Vec<Server>,
    folder: TempDir,
}

struct Server {
    port: u16,
    arguments: Vec<String>,
    process: Option<Child>,
}

impl Redis {
    /// One server.
    pub async fn start() -> Self {
        let mut redis = Self::none();
        let port = redis.add(&[]).await;
        redis.url = format!("redis://127.0.0.1:{port}");
        redis
    }

    /// A master and the Sentinel that knows it.
    pub async fn start_with_sentinel() -> Self {
        let mut redis = Self::none();
        let master = redis.add(&[]).await;
        let file = redis.folder.path().join("sentinel.conf");
        std::fs::write(&file, format!("sentinel monitor idp 127.0.0.1 {master} 1\n")).unwrap();
        let sentinel = redis.add(&[file.to_str().unwrap(), "--sentinel"]).await;
        redis.url = format!("redis+sentinel://127.0.0.1:{sentinel}/idp");
        redis
    }

    /// A cluster of two nodes with half of the slots each.
    pub async fn start_cluster() -> Self {
        let mut redis = Self::none();
        let mut ports = Vec::new();
        for (number, slots) in [["0", "8191"], ["8192", "16383"]].into_iter().enumerate() {
            let bus = free_port().to_string();
            let file = format!("nodes-{number}.conf");
            let port =
                redis.add(&["--cluster-enabled", "yes", "--cluster-config-file", &file, "--cluster-port", &bus]).await;
            redis.tell(port, &["CLUSTER", "ADDSLOTSRANGE", slots[0], slots[1]]);
            redis.tell(port, &["CLUSTER", "SET-CONFIG-EPOCH", &(number + 1).to_string()]);
            ports.push((port, bus));
        }
        let (second, bus) = &ports[1];
        redis.tell(ports[0].0, &["CLUSTER", "MEET", "127.0.0.1", &second.to_string(), bus]);
        for (port, _) in &ports {
            redis.wait_for(*port, &["CLUSTER", "INFO"], "cluster_known_nodes:2").await;
            redis.wait_for(*port, &["CLUSTER", "INFO"], "cluster_state:ok").await;
        }
        redis.url = format!("redis+cluster://127.0.0.1:{},127.0.0.1:{}", ports[0].0, ports[1].0);
        redis
    }

    /// The store of one replica.
    pub fn store(&self) -> Arc<dyn Ephemeral> {
        Arc::new(RedisEphemeral::new(&self.url.parse().unwrap(), "test:").unwrap())
    }

    /// Where the first server listens.
    pub fn port(&self) -> u16 {
        self.servers[0].port
    }

    /// Kills every server, as a power cut does.
    pub fn kill(&mut self) {
        for server in &mut self.servers {
            server.stop();
        }
    }

    /// Starts the killed servers again, with what was told to be saved.
    pub async fn come_back(&mut self) {
        for index in 0..self.servers.len() {
            self.servers[index].start(self.folder.path());
            self.wait_for(self.servers[index].port, &["PING"], "PONG").await;
        }
    }

    /// Stops every server from answering, its connections still open.
    pub fn freeze(&self, frozen: bool) {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        for process in self.servers.iter().filter_map(|server| server.process.as_ref()) {
            assert!(Command::new("kill").args([signal, &process.id().to_string()]).status().unwrap().success());
        }
    }

    /// Gives the first server a command, as an operator would.
    pub fn command(&self, arguments: &[&str]) -> String {
        self.tell(self.servers[0].port, arguments)
    }

    fn none() -> Self {
        Self { url: String::new(), servers: Vec::new(), folder: tempfile::tempdir().unwrap() }
    }

    async fn add(&mut self, arguments: &[&str]) -> u16 {
        let port = free_port();
        let mut server = Server { port, arguments: arguments.iter().map(ToString::to_string).collect(), process: None };
        server.start(self.folder.path());
        self.servers.push(server);
        self.wait_for(port, &["PING"], "PONG").await;
        port
    }

    fn tell(&self, port: u16, arguments: &[&str]) -> String {
        let told = Command::new("redis-cli").args(["-p", &port.to_string()]).args(arguments).output();
        String::from_utf8(told.expect("redis-cli").stdout).unwrap()
    }

    async fn wait_for(&self, port: u16, question: &[&str], answer: &str) {
        for _ in 0..400 {
            if self.tell(port, question).contains(answer) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("Redis at {port} never answered {answer:?} to {question:?}");
    }
}

impl Server {
    fn start(&mut self, folder: &std::path::Path) {
        let process = Command::new("redis-server")
            .args(&self.arguments)
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--save", "", "--daemonize", "no"])
            .arg("--dir")
            .arg(folder)
            .stdout(Stdio::null())
            .spawn();
        self.process = Some(process.expect("redis-server"));
    }

    fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}
