//! Whether the process lives, and whether it can do its work.

use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use tokio::sync::Mutex;

use super::app::App;
use crate::adapters::Fault;
use crate::ctx::Ctx;

/// How long an answer of the database is good: whoever asks all the time costs
/// it one write in this time.
const GOOD_FOR: Duration = Duration::from_secs(1);

/// When the database last took a write for somebody who asked.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<Instant>>);

impl Readiness {
    async fn check(&self, ctx: &Ctx) -> Result<(), Fault> {
        let mut written_at = self.0.lock().await;
        if written_at.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return Ok(());
        }
        *written_at = None;
        ctx.store.ping(ctx.clock.now()).await?;
        *written_at = Some(Instant::now());
        Ok(())
    }
}

/// `GET /live`: the process answers.
pub async fn live() -> &'static str {
    "live\n"
}

/// `GET /ready`: the database takes writes and the keys are loaded. During a
/// stop it says no, so that no new work is sent here.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.ctx.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match app.readiness.check(&app.ctx).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(fault) => {
            tracing::error!(cause = fault.to_operator(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database is away\n")
        }
    }
}
