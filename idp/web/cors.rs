//! Cross-origin requests of apps that run in the browser [Fetch §3.2]: scripts
//! of the origins that a public client registered may call the token endpoint
//! and userinfo. Cookies are never part of it; the tokens alone open something.
//! The documents of discovery are open to every origin by themselves.

use std::time::Duration;

use axum::http::{HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::app::App;

/// How long a browser may go by one preflight answer.
const PREFLIGHT_TTL: Duration = Duration::from_secs(600);

/// Answers preflight requests, and lets registered origins read the answers,
/// errors and their challenge included.
pub fn layer(app: &App) -> CorsLayer {
    let app = app.clone();
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin: &HeaderValue, _| {
            app.ctx.clients.allows_origin(origin.as_bytes())
        }))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::WWW_AUTHENTICATE])
        .max_age(PREFLIGHT_TTL)
        .vary([header::ORIGIN])
}
