//! Takes up what has changed in the configuration file while the service runs:
//! clients, the organisation's texts and documents, editions, addresses of the
//! older login. The file is looked at every few seconds (on Kubernetes it
//! changes without any signal) and at SIGHUP. One that `idp serve` would refuse
//! is refused, and everything stays as it was. Other changes are named: they are
//! for the next start.

use std::path::PathBuf;
use std::time::Duration;

use tokio::signal::unix::Signal;
use tokio_util::sync::CancellationToken;

use super::config::{Config, ConfigError};
use super::live::Live;

/// How often the file is looked at.
const INTERVAL: Duration = Duration::from_secs(5);

/// Watches one configuration file.
pub struct Reloader {
    file: PathBuf,
    live: Live,
    /// What the service goes by.
    present: Config,
    /// What was last wrong, which is told once.
    refused: Vec<String>,
    /// The changed keys that wait for the next start, which are told once.
    waiting: Vec<String>,
}

impl Reloader {
    /// Watches `file`, by which the service was started as `present`.
    pub fn new(file: PathBuf, present: Config, live: Live) -> Self {
        Self { file, live, present, refused: Vec::new(), waiting: Vec::new() }
    }

    /// Looks at the file until `stop`, and at once at each `hangup`.
    pub async fn run(mut self, mut hangup: Signal, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = hangup.recv() => {
                    tracing::info!("asked to look at the configuration");
                    self.refused.clear();
                    self.waiting.clear();
                }
                () = tokio::time::sleep(INTERVAL) => {}
            }
            match self.look().await {
                Ok(()) if self.refused.is_empty() => {}
                Ok(()) => {
                    tracing::info!("the configuration is in order again");
                    self.refused.clear();
                }
                Err(lines) => self.refuse(lines),
            }
        }
    }

    /// Takes the file up if something of it is new and nothing of it is wrong.
    async fn look(&mut self) -> Result<(), Vec<String>> {
        let new =
            self.read().map_err(|ConfigError(problems)| Vec::from_iter(problems.iter().map(ToString::to_string)))?;
        // Clients of the new file may name, or go by default with, an algorithm
        // that the service has no key for.
        if new.keys.algorithms != self.present.keys.algorithms {
            let file = self.file.display();
            return Err(vec![format!("{file}: keys.algorithms: expected as at the start; restart to change them")]);
        }
        if !self.present.is_taken_up(&new) {
            let taken = self.present.taking_up(&new);
            self.live.take_up(&taken).await.map_err(|fault| vec![fault.to_operator()])?;
            tracing::info!(clients = taken.clients.len(), "took up the new configuration");
            self.present = taken;
        }
        self.name_waiting(self.present.keys_for_the_next_start(&new));
        Ok(())
    }

    fn read(&self) -> Result<Config, ConfigError> {
        let config = Config::load(&self.file)?;
        match config.check_for_production() {
            [] => Ok(config),
            problems => Err(ConfigError(problems.to_vec())),
        }
    }

    fn name_waiting(&mut self, keys: Vec<String>) {
        if self.waiting != keys {
            if !keys.is_empty() {
                tracing::warn!(keys = keys.join(", "), "a restart is needed to take these settings up");
            }
            self.waiting = keys;
        }
    }

    fn refuse(&mut self, lines: Vec<String>) {
        if self.refused != lines {
            for problem in &lines {
                tracing::error!(problem, "the new configuration is refused; the old one stays");
            }
            self.refused = lines;
        }
    }
}
