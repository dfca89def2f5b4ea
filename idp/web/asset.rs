//! `/assets/{hash}/{file}`: stylesheet, script and marks. The address changes
//! with the content, so a browser may keep it for ever.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::error::WebError;
use super::gzip::is_accepted;

/// One file.
pub async fn get(
    State(app): State<App>,
    Path((hash, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (asset, is_current) = app.site.assets().find(&hash, &file).ok_or(WebError::NotFound)?;
    let gzip = is_accepted(&headers);
    let cache = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let body = if gzip { asset.gzip() } else { asset.plain.clone() };
    let mut response = (
        [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, cache), (header::VARY, "accept-encoding")],
        body,
    )
        .into_response();
    if gzip {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}
