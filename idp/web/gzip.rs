//! Compression. Files always; of the pages only those whose secrets are all
//! sealed anew in every answer, so that the length tells nothing to somebody who
//! has text of his own put beside them (BREACH).

use std::io::Write as _;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

/// On a response: its length tells nothing, so it may be compressed.
#[derive(Clone, Copy, Debug)]
pub struct MayShrink;

/// Compresses the responses inside that carry [`MayShrink`].
pub async fn shrink(request: Request, next: Next) -> Response {
    let wanted = is_accepted(request.headers());
    let response = next.run(request).await;
    match response.extensions().get::<MayShrink>() {
        Some(MayShrink) if wanted => compress_body(response).await,
        Some(MayShrink) => with_vary(response),
        None => response,
    }
}

/// Whether a client takes gzip [RFC 9110 §12.5.3].
pub fn is_accepted(headers: &HeaderMap) -> bool {
    let list = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    list.split(',').any(|coding| match coding.trim().split_once(';') {
        None => coding.trim() == "gzip",
        Some((name, weight)) => name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0"),
    })
}

/// `plain` compressed.
///
/// # Errors
/// Never in practice: the target is memory.
pub fn compress(plain: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(plain)?;
    encoder.finish()
}

async fn compress_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = match compress(&plain, Compression::fast()) {
        Ok(small) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.remove(header::CONTENT_LENGTH);
            Body::from(small)
        }
        Err(_) => Body::from(plain),
    };
    with_vary(Response::from_parts(parts, body))
}

fn with_vary(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_used_only_when_the_client_takes_it() {
        for (list, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, gzip;q=0.5", true),
            ("gzip;q=0", false),
            ("gzip ; q=0.0", false),
            ("br", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(list))]);
            assert_eq!(is_accepted(&headers), expected, "{list}");
        }
        assert!(!is_accepted(&HeaderMap::new()));
    }
}
