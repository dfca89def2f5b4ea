//! SIGTERM and SIGINT ask the service to stop.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A token that is cancelled when the process is asked to stop. A second signal
/// kills the process at once, as if nobody listened.
///
/// # Errors
/// The signals cannot be listened to.
pub fn stop_token() -> io::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let token = CancellationToken::new();
    let stop = token.clone();
    tokio::spawn(async move {
        let signal = next(&mut terminate, &mut interrupt).await;
        tracing::info!(signal, "stopping");
        stop.cancel();
        let signal = next(&mut terminate, &mut interrupt).await;
        tracing::warn!(signal, "asked to stop again: stopping at once");
        std::process::exit(1);
    });
    Ok(token)
}

async fn next(
    terminate: &mut tokio::signal::unix::Signal,
    interrupt: &mut tokio::signal::unix::Signal,
) -> &'static str {
    tokio::select! {
        _ = terminate.recv() => "SIGTERM",
        _ = interrupt.recv() => "SIGINT",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::process::{Command, id};
    use std::time::Duration;

    use super::stop_token;

    #[tokio::test]
    async fn sigterm_stops_the_service() {
        let token = stop_token().unwrap();
        assert!(!token.is_cancelled());
        assert!(Command::new("kill").args(["-TERM", &id().to_string()]).status().unwrap().success());
        tokio::time::timeout(Duration::from_secs(10), token.cancelled()).await.unwrap();
    }
}
