//! Whether the process lives, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;

use super::app::App;

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
    match app.ctx.store.ping(app.ctx.clock.now()).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(fault) => {
            tracing::error!(cause = fault.to_operator(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database is away\n")
        }
    }
}
