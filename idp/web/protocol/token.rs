//! `POST /token` [RFC 6749 §3.2].

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use oidc::params::Params;

use crate::denied::Denied;
use crate::flows::exchange::exchange;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::strict::StrictForm;

/// Redeems a grant.
pub async fn post(State(app): State<App>, headers: HeaderMap, form: StrictForm) -> Result<Response, WebError> {
    let authorization = match headers.get(header::AUTHORIZATION).map(|value| value.to_str()) {
        None => None,
        Some(Ok(text)) => Some(text),
        Some(Err(_)) => return Err(WebError::BadRequest),
    };
    match exchange(&app.ctx, authorization, &Params::from_pairs(form.0)).await {
        Ok(tokens) => Ok(([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response()),
        Err(Denied::Refused(error)) => Err(WebError::Token(error)),
        Err(Denied::Fault(fault)) => Err(fault.into()),
    }
}
