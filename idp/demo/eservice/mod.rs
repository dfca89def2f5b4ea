//! A municipal e-service: the building permits of one person, found by the old
//! id, and an action that wants a fresh login. What makes it a relying party
//! is in `kit`; `docs/guides/e-service.md` is about this one.

mod cases;
mod pages;
mod texts;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use tokio::net::TcpListener;

use super::kit::{self, Kit, RunningSite, Settings, Site, StartError};
use cases::Cases;
use texts::Texts;

static SITE: Site =
    Site { key: "eservice", scopes: &["profile", "email"], colours: include_str!("colours.css"), texts: Texts::frame };

/// What the handlers share.
#[derive(Clone)]
struct EService {
    kit: Arc<Kit>,
    cases: Cases,
}

impl FromRef<EService> for Arc<Kit> {
    fn from_ref(site: &EService) -> Self {
        Self::clone(&site.kit)
    }
}

/// Starts the e-service on `listener`.
///
/// # Errors
/// When a setting cannot be used.
pub fn start(listener: TcpListener, settings: Settings) -> Result<RunningSite, StartError> {
    let (_, router) = build(settings)?;
    Ok(kit::serve(listener, router))
}

/// The e-service with all its addresses.
pub(super) fn build(settings: Settings) -> Result<(Arc<Kit>, Router), StartError> {
    let kit = Kit::new(&SITE, settings)?;
    let pages = Router::new()
        .route("/", get(pages::front))
        .route("/cases/{number}", get(pages::case))
        .route("/cases/{number}/withdraw", get(pages::withdrawal).post(pages::withdraw))
        .with_state(EService { kit: Arc::clone(&kit), cases: cases::load()? });
    let router = kit::router(Arc::clone(&kit), pages, Router::new());
    Ok((kit, router))
}

#[cfg(test)]
mod tests;
