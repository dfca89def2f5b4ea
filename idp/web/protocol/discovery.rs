//! The documents that clients configure themselves from: ready bytes
//! [OIDC Discovery §4, RFC 8414 §3, RFC 7517 §5].

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use crate::web::app::App;

/// `GET /.well-known/openid-configuration` and
/// `GET /.well-known/oauth-authorization-server`.
pub async fn metadata(State(app): State<App>) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "public, max-age=300"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ],
        app.discovery.clone(),
    )
}

/// `GET /jwks.json`.
pub async fn jwks(State(app): State<App>) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "application/jwk-set+json"),
            (header::CACHE_CONTROL, "public, max-age=300"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        ],
        app.ctx.keys.jwks(),
    )
}
