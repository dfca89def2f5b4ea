//! Kodinportaali: bookings found by its own old id, a settings page with the
//! username that never changes, and a page that plays its mobile app. What
//! makes it a relying party is in `kit`; `docs/guides/mobile-app.md` is about
//! the app.

mod app;
mod bookings;
mod device;
mod pages;
mod texts;

use std::sync::Arc;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::{get, post};
use openidconnect::PostLogoutRedirectUrl;
use tokio::net::TcpListener;

use super::kit::{self, Connection, Kit, RunningSite, Settings, Site, StartError};
use bookings::Bookings;
use device::Devices;
use texts::Texts;

static SITE: Site = Site {
    key: "kodinportaali",
    scopes: &["profile", "email", "phone"],
    colours: include_str!("colours.css"),
    texts: Texts::frame,
};

/// What the app asks for; `offline_access` brings a refresh token.
const APP_SCOPES: &[&str] = &["profile", "offline_access"];

/// What the handlers share.
#[derive(Clone)]
struct Kodinportaali {
    kit: Arc<Kit>,
    bookings: Bookings,
    app: Arc<App>,
}

/// The mobile app that a page plays: a client of its own, without a secret.
struct App {
    connection: Connection,
    devices: Devices,
    return_uri: PostLogoutRedirectUrl,
}

impl FromRef<Kodinportaali> for Arc<Kit> {
    fn from_ref(site: &Kodinportaali) -> Self {
        Self::clone(&site.kit)
    }
}

/// Starts Kodinportaali on `listener`. Its app is registered as
/// `app_client_id`.
///
/// # Errors
/// When a setting cannot be used.
pub fn start(listener: TcpListener, settings: Settings, app_client_id: &str) -> Result<RunningSite, StartError> {
    let (_, router) = build(settings, app_client_id)?;
    Ok(kit::serve(listener, router))
}

/// Kodinportaali with all its addresses.
fn build(settings: Settings, app_client_id: &str) -> Result<(Arc<Kit>, Router), StartError> {
    let clock = Arc::clone(&settings.clock);
    let kit = Kit::new(&SITE, settings)?;
    let app = App {
        connection: kit.connection_of_app(app_client_id, "/app/callback", APP_SCOPES, clock)?,
        devices: Devices::default(),
        return_uri: kit.return_uri("/app")?,
    };
    let site = Kodinportaali { kit: Arc::clone(&kit), bookings: bookings::load()?, app: Arc::new(app) };
    let pages = Router::new()
        .route("/", get(pages::front))
        .route("/settings", get(pages::settings))
        .route("/app", get(app::show))
        .with_state(site.clone());
    let steps = Router::new()
        .route("/app/login", get(app::login))
        .route("/app/callback", get(app::callback))
        .route("/app/refresh", post(app::refresh))
        .route("/app/logout", post(app::logout))
        .with_state(site);
    let router = kit::router(Arc::clone(&kit), pages, steps);
    Ok((kit, router))
}

#[cfg(test)]
mod tests;
