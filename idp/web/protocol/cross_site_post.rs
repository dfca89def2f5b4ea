//! A form that another site sends here arrives without our cookies, which are
//! `SameSite=Lax`. Taken as it is, it would look like a new browser: a log-out
//! would end nothing and still drop the cookie, a request for a login would
//! replace the browser's id. The same request by GET brings the cookies along.

use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded::Serializer;

use crate::web::error::WebError;
use crate::web::visitor::Visitor;

/// The longest query that is sent back to the browser: its address must stay
/// below what the listener reads, in bytes.
const LONGEST_QUERY: usize = 7 * 1024;

/// The redirect that turns a POST of `pairs` to `path` into a GET; `None` when
/// the browser sent its cookies, or can have none because it is new.
///
/// # Errors
/// [`WebError::TooLarge`] when the request does not fit into an address.
pub fn as_get(
    visitor: &Visitor,
    headers: &HeaderMap,
    path: &str,
    pairs: &[(String, String)],
) -> Result<Option<Response>, WebError> {
    let is_ours = headers.get("sec-fetch-site") == Some(&HeaderValue::from_static("same-origin"));
    if !visitor.is_new() || is_ours {
        return Ok(None);
    }
    let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
    match query.len() > LONGEST_QUERY {
        true => Err(WebError::TooLarge),
        false => Ok(Some(Redirect::to(&format!("{path}?{query}")).into_response())),
    }
}
