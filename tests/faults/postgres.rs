//! A PostgreSQL of one test's own, on loopback, that may be killed and may have
//! a standby.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::harness::{free_port, succeed, wait_for};

/// A server that ends with the test.
pub struct Postgres {
    pub port: u16,
    folder: TempDir,
    process: Option<Child>,
}

impl Postgres {
    /// A new server with an empty database.
    pub async fn start() -> Self {
        let mut server = Self::none();
        let arguments = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username=idp", "--pgdata=."];
        succeed(&server.run("initdb", &arguments));
        server.come_back().await;
        server
    }

    /// A standby that follows the server behind the port `followed`.
    pub async fn standby_of(followed: u16) -> Self {
        let mut server = Self::none();
        let from = format!("host=127.0.0.1 port={followed} user=idp application_name=standby");
        let arguments =
            ["--checkpoint=fast", "--no-sync", "--wal-method=stream", "--write-recovery-conf", "--pgdata=."];
        succeed(&server.run("pg_basebackup", &[&arguments[..], &["--dbname", &from]].concat()));
        server.come_back().await;
        server
    }

    /// The address of the database behind `port`: of this server, or of what
    /// stands before it.
    pub fn url(port: u16) -> String {
        format!("postgres://idp@127.0.0.1:{port}/postgres")
    }

    /// Kills the server with everything that it does, as a power cut does.
    pub fn kill(&mut self) {
        let Some(mut process) = self.process.take() else { return };
        let children = children_of(process.id());
        process.kill().unwrap();
        for child in children {
            // Those that were faster have ended by themselves.
            let _ended = Command::new("kill").args(["-KILL", &child]).stderr(Stdio::null()).status().unwrap();
        }
        process.wait().unwrap();
    }

    /// Starts the server, and waits until it answers.
    pub async fn come_back(&mut self) {
        let log = std::fs::File::options().append(true).create(true).open(self.folder.path().join("log")).unwrap();
        let mut command = as_nobody_special(&binary("postgres"));
        command
            .args(["-D", ".", "-p", &self.port.to_string(), "-k", "."])
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=100"])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        self.process = Some(command.spawn().unwrap());
        wait_for("PostgreSQL to answer", async || self.ask("SELECT 1").ok()).await;
    }

    /// What the server answers to `sql`.
    #[track_caller]
    pub fn tell(&self, sql: &str) -> String {
        self.ask(sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    fn ask(&self, sql: &str) -> Result<String, String> {
        let port = self.port.to_string();
        let arguments = ["-XAtq", "-h", "127.0.0.1", "-p", &port, "-U", "idp", "-d", "postgres", "-c", sql];
        let output = self.run("psql", &arguments);
        if output.status.success() {
            return Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn none() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // What PostgreSQL demands of its folder.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        give_away(folder.path());
        Self { port: free_port(), folder, process: None }
    }

    fn run(&self, name: &str, arguments: &[&str]) -> Output {
        as_nobody_special(&binary(name)).args(arguments).current_dir(self.folder.path()).output().unwrap()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Gives a folder to the user that [`as_nobody_special`] runs programs as.
pub fn give_away(folder: &Path) {
    if is_root() {
        assert!(Command::new("chown").arg("-R").arg("postgres").arg(folder).status().unwrap().success());
    }
}

/// A program that refuses to run as root.
pub fn as_nobody_special(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]).arg(program);
    command
}

fn children_of(parent: u32) -> Vec<String> {
    let parent = format!("PPid:\t{parent}\n");
    let processes = std::fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap());
    processes
        .filter(|entry| std::fs::read_to_string(entry.path().join("status")).is_ok_and(|told| told.contains(&parent)))
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

/// Debian keeps the servers' commands, by version, outside of the `PATH`.
fn binary(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().map(|entry| entry.unwrap().path());
    let newest = versions.max_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    newest.map_or_else(|| name.into(), |newest| newest.join("bin").join(name))
}
