//! The development pages, which `idp dev` alone mounts: the mailbox and the
//! clock.

mod clock;
mod mail;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::csrf::CsrfLayer;

use super::app::App;
use super::error;
use crate::adapters::{Mailbox, ShiftedClock};

/// What the development pages steer.
#[derive(Clone)]
pub struct Dev {
    /// The service's clock.
    pub clock: Arc<ShiftedClock>,
    /// Where its mails go.
    pub mailbox: Arc<Mailbox>,
}

#[derive(Clone)]
struct DevApp {
    app: App,
    dev: Dev,
}

/// The addresses under `/dev`.
pub fn router(app: App, dev: Dev) -> Router {
    Router::new()
        .route("/dev/mail", get(mail::list))
        .route("/dev/mail/messages.json", get(mail::json).delete(mail::clear_json))
        .route("/dev/mail/clear", post(mail::clear))
        .route("/dev/mail/{id}", get(mail::show))
        .route("/dev/mail/{id}/html", get(mail::html))
        .route("/dev/clock", get(clock::get).post(clock::post))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(app.clone(), error::as_page))
        .with_state(DevApp { app, dev })
}
