//! `/userinfo` by GET, by POST with the header, and by POST with the token in
//! the body [OIDC Core §5.3.1, RFC 6750 §2].

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use oidc::error::ProtocolError;

use crate::denied::Denied;
use crate::flows::userinfo::userinfo;
use crate::web::app::App;
use crate::web::error::WebError;
use crate::web::strict::{Fields, StrictForm};

const TWO_TOKENS: ProtocolError = ProtocolError::invalid_request("send the access token in one place only");
const MALFORMED: ProtocolError = ProtocolError::invalid_token("the Authorization header is not: Bearer and one token");

/// The claims that the presented access token opens.
pub async fn any(State(app): State<App>, request: Request) -> Result<Response, WebError> {
    let token = presented(&app, request).await?;
    match userinfo(&app.ctx, &token).await {
        Ok(claims) => Ok(([(header::CACHE_CONTROL, "no-store")], Json(claims)).into_response()),
        Err(Denied::Refused(error)) => Err(WebError::Bearer(Some(error))),
        Err(Denied::Fault(fault)) => Err(fault.into()),
    }
}

/// The one token of the request. A token in the query is not looked at.
async fn presented(app: &App, request: Request) -> Result<String, WebError> {
    let in_header = bearer(request.headers())?;
    let has_body = request.method() == Method::POST && request.headers().contains_key(header::CONTENT_TYPE);
    let in_body = match has_body {
        true => Fields::new(StrictForm::from_request(request, app).await?.0)?.take("access_token"),
        false => String::new(),
    };
    match (in_header, in_body.is_empty()) {
        (Some(token), true) => Ok(token),
        (None, false) => Ok(in_body),
        (Some(_), false) => Err(WebError::Bearer(Some(TWO_TOKENS))),
        (None, true) => Err(WebError::Bearer(None)),
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<String>, WebError> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let Some(line) = lines.next() else {
        return Ok(None);
    };
    let malformed = || WebError::Bearer(Some(MALFORMED));
    if lines.next().is_some() {
        return Err(malformed());
    }
    let (scheme, token) = line.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(malformed)?;
    let is_token =
        !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte));
    match scheme.eq_ignore_ascii_case("Bearer") && is_token {
        true => Ok(Some(token.to_owned())),
        false => Err(malformed()),
    }
}
