//! `idp serve`: the built binary as a process of its own.

use std::process::{Child, Command};
use std::time::Duration;

use crate::harness::{Home, TestIdp, wait_for};

/// The service as a process that ends with the test.
pub(super) struct Served(Child);

impl Served {
    /// Sends it a signal.
    pub(super) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.0.id().to_string()]).status().unwrap().success());
    }

    /// Ends it as a power cut would.
    pub(super) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// The service of `home`, which writes its log into the file `log` there.
pub(super) fn serve(home: &Home) -> Served {
    let log = std::fs::File::create(home.folder().join("log")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
    command
        .args(["serve", "--config", "idp.toml"])
        .current_dir(home.folder())
        .stdout(log.try_clone().unwrap())
        .stderr(log);
    Served(command.spawn().unwrap())
}

/// Waits until the service answers.
pub(super) async fn is_ready(home: &Home) {
    let ready = home.url("/ready");
    wait_for("the process to be ready", async || {
        reqwest::get(ready.clone()).await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
}

#[tokio::test]
async fn it_answers_and_ends_when_it_is_told_to() {
    let home = TestIdp::start().await.stop().await;
    let mut served = serve(&home);
    is_ready(&home).await;
    served.signal("-TERM");
    let status = wait_for("the process to end", async || served.0.try_wait().unwrap()).await;
    assert!(status.success(), "{status}");
}

#[tokio::test]
async fn it_does_not_start_twice_on_one_port() {
    let idp = TestIdp::start().await;
    let mut served = serve(&idp);
    let ended = tokio::time::timeout(
        Duration::from_secs(15),
        wait_for("the second process to give up", async || served.0.try_wait().unwrap()),
    );
    assert!(!ended.await.unwrap().success());
}
