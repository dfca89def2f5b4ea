//! `idp serve`: the service in production.

use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, WithConfig};
use crate::adapters::Fault;
use crate::ops::boot::{self, Machines};
use crate::ops::config::{Config, ConfigError};
use crate::ops::reload::Reloader;
use crate::ops::{signals, telemetry};

/// Runs until it is asked to stop.
///
/// # Errors
/// [`Failure`] when a setting is unsafe or a machine is away.
pub async fn run(args: WithConfig) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    let problems = config.check_for_production();
    if !problems.is_empty() {
        return Err(ConfigError(problems.to_vec()).into());
    }
    let telling = telemetry::start(telemetry::Format::Json, &config.telemetry)?;
    for warning in config.warnings() {
        tracing::warn!(%warning, "configuration");
    }
    let listened = |error| Fault::new("listen to signals", error);
    let stop = signals::stop_token().map_err(listened)?;
    // From the start on: one that nobody listens to ends the process.
    let hangup = signal(SignalKind::hangup()).map_err(listened)?;
    let running = boot::start(config.clone(), Machines::default()).await?;
    tracing::info!(address = %running.address, issuer = running.ctx.oidc.issuer, "ready");
    Reloader::new(args.config, config, running.live.clone()).run(hangup, stop).await;
    running.stop().await;
    tracing::info!("stopped");
    telling.stop().await;
    Ok(())
}
