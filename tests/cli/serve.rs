//! `idp serve`: the built binary as a process of its own.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::harness::{Home, TestIdp, wait_for};

/// The service as a process that ends with the test.
pub(super) struct Served(Child);

impl Served {
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

/// The service of `home`.
pub(super) fn serve(home: &Home) -> Served {
    let mut command = Command::new(env!("CARGO_BIN_EXE_idp"));
    command
        .args(["serve", "--config", "idp.toml"])
        .current_dir(home.folder())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Served(command.spawn().unwrap())
}

#[tokio::test]
async fn it_answers_and_ends_when_it_is_told_to() {
    let home = TestIdp::start().await.stop().await;
    let mut served = serve(&home);
    let ready = home.url("/ready");
    wait_for("the process to be ready", async || {
        reqwest::get(ready.clone()).await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
    let told = Command::new("kill").args(["-TERM", &served.0.id().to_string()]).status().unwrap();
    assert!(told.success());
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
