//! The tenant portal: fault reports found by the portal's own old id, the way
//! to Kodinportaali without another login, and a page that wants a login of
//! the last quarter of an hour. What makes it a relying party is in `kit`;
//! `docs/guides/web-portal.md` is about this one.

mod faults;
mod pages;
mod texts;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use openidconnect::url::Url;
use tokio::net::TcpListener;

use super::kit::{self, Kit, RunningSite, Settings, Site, StartError};
use faults::Faults;
use texts::Texts;

static SITE: Site =
    Site { key: "portal", scopes: &["profile", "email"], colours: include_str!("colours.css"), texts: Texts::frame };

/// What the handlers share.
#[derive(Clone)]
struct Portal {
    kit: Arc<Kit>,
    faults: Faults,
    kodinportaali: Arc<str>,
}

impl FromRef<Portal> for Arc<Kit> {
    fn from_ref(site: &Portal) -> Self {
        Self::clone(&site.kit)
    }
}

/// Starts the tenant portal on `listener`. Kodinportaali starts a login at
/// `kodinportaali_login`, its registered `initiate_login_uri`.
///
/// # Errors
/// When a setting cannot be used.
pub fn start(listener: TcpListener, settings: Settings, kodinportaali_login: &str) -> Result<RunningSite, StartError> {
    let (_, router) = build(settings, kodinportaali_login)?;
    Ok(kit::serve(listener, router))
}

/// The portal with all its addresses.
fn build(settings: Settings, kodinportaali_login: &str) -> Result<(Arc<Kit>, Router), StartError> {
    let kit = Kit::new(&SITE, settings)?;
    // Whoever comes by this link is logged in there without another click.
    let kodinportaali = Url::parse_with_params(kodinportaali_login, [("iss", kit.connection.issuer.as_str())])?;
    let pages = Router::new()
        .route("/", get(pages::front))
        .route("/housing", get(pages::housing))
        .route("/contract", get(pages::contract))
        .with_state(Portal {
            kit: Arc::clone(&kit),
            faults: faults::load()?,
            kodinportaali: kodinportaali.as_str().into(),
        });
    let router = kit::router(Arc::clone(&kit), pages, Router::new());
    Ok((kit, router))
}

#[cfg(test)]
mod tests;
