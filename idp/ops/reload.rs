//! Takes up what has changed in the configuration file while the service runs:
//! clients, the organisation's texts and documents, editions, addresses of the
//! older login. The file is looked at every few seconds (on Kubernetes it
//! changes without any signal) and at SIGHUP. One that `idp serve` would refuse
//! is refused, and everything stays as it was. The rest of the file is for the
//! next start.

use std::path::PathBuf;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::config::{Config, ConfigError};
use super::live::Live;
use crate::adapters::Fault;

/// How often the file is looked at.
const INTERVAL: Duration = Duration::from_secs(10);

/// Watches one configuration file.
pub struct Reloader {
    file: PathBuf,
    live: Live,
    /// What the service has taken up.
    present: Config,
    /// What was last wrong, which is told once.
    told: Option<String>,
}

impl Reloader {
    /// Watches `file`, of which `present` is served.
    pub fn new(file: PathBuf, present: Config, live: Live) -> Self {
        Self { file, live, present, told: None }
    }

    /// Looks at the file until `stop`.
    ///
    /// # Errors
    /// A [`Fault`] when the signal cannot be listened to.
    pub async fn run(mut self, stop: CancellationToken) -> Result<(), Fault> {
        let mut hangup = signal(SignalKind::hangup()).map_err(|error| Fault::new("listen to signals", error))?;
        loop {
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                _ = hangup.recv() => {
                    tracing::info!("asked to look at the configuration");
                    self.told = None;
                }
                () = tokio::time::sleep(INTERVAL) => {}
            }
            self.look().await;
        }
    }

    /// Takes the file up if something of it is new and nothing of it is wrong.
    async fn look(&mut self) {
        let outcome = match self.read() {
            Ok(config) if is_same(&config, &self.present) => Ok(false),
            Ok(config) => match self.live.take_up(&config).await {
                Ok(()) => {
                    self.present = config;
                    Ok(true)
                }
                Err(fault) => Err(vec![fault.to_operator()]),
            },
            Err(ConfigError(problems)) => Err(problems.iter().map(ToString::to_string).collect()),
        };
        match outcome {
            Ok(true) => tracing::info!(clients = self.present.clients.len(), "took up the new configuration"),
            Ok(false) => {}
            Err(lines) => return self.refuse(&lines),
        }
        self.told = None;
    }

    fn read(&self) -> Result<Config, ConfigError> {
        let config = Config::load(&self.file)?;
        match config.check_for_production() {
            [] => Ok(config),
            problems => Err(ConfigError(problems.to_vec())),
        }
    }

    fn refuse(&mut self, lines: &[String]) {
        let told = lines.join("\n");
        if self.told.as_deref() != Some(&told) {
            for problem in lines {
                tracing::error!(problem, "the new configuration is refused; the old one stays");
            }
            self.told = Some(told);
        }
    }
}

/// Whether nothing differs that can be taken up.
fn is_same(one: &Config, other: &Config) -> bool {
    one.clients == other.clients
        && one.organisation == other.organisation
        && one.accounts.editions == other.accounts.editions
        && one.old_addresses == other.old_addresses
}
