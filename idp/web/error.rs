//! The only place that knows status codes of errors. A handler answers with a
//! [`WebError`]; the layers here turn it into a page or into JSON, and write a
//! fault to the log once, with the reference that the person sees.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use oidc::authorization_request::UNKNOWN_CLIENT;
use oidc::error::{ErrorCode, ProtocolError};

use super::app::App;
use super::pages::failure::{Failure, FailurePage, WayBack};
use super::pages::{Frame, View as _};
use super::reference;
use super::respond::{page, retry_after};
use super::strict::Malformed;
use super::visitor::locale_of;
use crate::adapters::Fault;
use crate::reference::Reference;

/// How long a browser or client should wait when we are too busy, in seconds.
const RETRY_AFTER: &str = "5";

/// Why a request was not answered.
#[derive(Debug)]
pub enum WebError {
    /// The query or form is not well formed, or lacks what every form has.
    BadRequest,
    /// The body is no form.
    NotAForm,
    /// The body is larger than any form.
    TooLarge,
    /// There is no such page.
    NotFound,
    /// The page exists, but not by this method.
    WrongMethod,
    /// The form was sent by another site, or is not this browser's.
    CrossSite,
    /// The page belongs to another browser, or cookies are blocked.
    OtherBrowser,
    /// Too many tries in a short time.
    TooMany {
        /// When the next one can be made.
        until: DateTime<Utc>,
    },
    /// Too much to do at this moment.
    Busy,
    /// It took too long.
    TooSlow,
    /// The visitor did not send all of the request in time.
    NotSent,
    /// A bug of ours.
    Crashed,
    /// The client or its redirect URI cannot be trusted: nobody is redirected.
    Refused(ProtocolError),
    /// What the token endpoint answers.
    Token(ProtocolError),
    /// What a protected resource answers; `None` when no token was presented.
    Bearer(Option<ProtocolError>),
    /// The page needs a login, or a recent one: the headers of the redirect
    /// to it.
    SignInFirst(Box<HeaderMap>),
    /// A machine failed.
    Fault(Fault),
}

impl From<Fault> for WebError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Malformed> for WebError {
    fn from(_: Malformed) -> Self {
        Self::BadRequest
    }
}

impl WebError {
    fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest | Self::Refused(_) | Self::OtherBrowser => StatusCode::BAD_REQUEST,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SignInFirst(_) => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotSent => StatusCode::REQUEST_TIMEOUT,
            Self::Crashed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Token(error) => match error.code {
                ErrorCode::InvalidClient => StatusCode::UNAUTHORIZED,
                _ => StatusCode::BAD_REQUEST,
            },
            Self::Bearer(None) => StatusCode::UNAUTHORIZED,
            Self::Bearer(Some(error)) => match error.code {
                ErrorCode::InsufficientScope => StatusCode::FORBIDDEN,
                ErrorCode::InvalidToken => StatusCode::UNAUTHORIZED,
                _ => StatusCode::BAD_REQUEST,
            },
            // A store that is away comes back; the browser may ask again.
            Self::Fault(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What a client is told [RFC 6749 §5.2].
    fn protocol_error(&self) -> ProtocolError {
        match self {
            Self::Token(error) | Self::Refused(error) | Self::Bearer(Some(error)) => *error,
            Self::Bearer(None) => ProtocolError::invalid_token("an access token is needed"),
            Self::TooLarge => ProtocolError::invalid_request("the request is too large"),
            Self::NotAForm => ProtocolError::invalid_request("send a form: application/x-www-form-urlencoded"),
            Self::NotFound | Self::WrongMethod => {
                ProtocolError::invalid_request("there is nothing here by this method")
            }
            Self::NotSent => ProtocolError::invalid_request("the request did not come to its end"),
            Self::Busy | Self::TooSlow | Self::Crashed | Self::TooMany { .. } | Self::Fault(_) => {
                ProtocolError::new(ErrorCode::TemporarilyUnavailable, "try again in a moment")
            }
            Self::BadRequest | Self::CrossSite | Self::OtherBrowser | Self::SignInFirst(_) => {
                ProtocolError::invalid_request("the request is not well formed")
            }
        }
    }

    fn failure(&self) -> Failure {
        match self {
            Self::BadRequest | Self::NotAForm | Self::Token(_) | Self::Bearer(_) => Failure::BadRequest,
            Self::TooLarge => Failure::TooLarge,
            Self::NotFound => Failure::NotFound,
            Self::WrongMethod => Failure::MethodNotAllowed,
            Self::CrossSite => Failure::CrossSite,
            Self::OtherBrowser | Self::SignInFirst(_) => Failure::OtherBrowser,
            Self::TooMany { until } => Failure::TooMany { retry_at: *until },
            Self::Busy | Self::TooSlow | Self::NotSent => Failure::Busy,
            Self::Refused(error) if *error == UNKNOWN_CLIENT => Failure::UnknownClient,
            Self::Refused(_) => Failure::BadRedirect,
            Self::Crashed | Self::Fault(_) => Failure::Fault,
        }
    }

    /// What the developer of a client wants to know, on the page.
    fn details(&self) -> Option<String> {
        match self {
            Self::Refused(error) => Some(error.to_string()),
            _ => None,
        }
    }
}

impl IntoResponse for WebError {
    /// A redirect as it is; of everything else only the status: the layer
    /// around the route puts the rest.
    fn into_response(self) -> Response {
        let status = self.status();
        if let Self::SignInFirst(headers) = self {
            return (status, *headers).into_response();
        }
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// The error of a response that still lacks a body: a handler's, or one of
/// the router's own.
fn error_of(response: &mut Response) -> Option<Arc<WebError>> {
    if let Some(error) = response.extensions_mut().remove::<Arc<WebError>>() {
        return Some(error);
    }
    let is_bare = !response.headers().contains_key(header::CACHE_CONTROL);
    let error = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => WebError::WrongMethod,
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLarge,
        StatusCode::INTERNAL_SERVER_ERROR if is_bare => WebError::Crashed,
        StatusCode::FORBIDDEN if is_bare => WebError::CrossSite,
        StatusCode::BAD_REQUEST if is_bare => WebError::BadRequest,
        _ => return None,
    };
    Some(Arc::new(error))
}

/// Gives the errors of the routes inside a page.
pub async fn as_page(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let headers = LanguageHeaders::of(request.headers());
    let reference = reference::of(&app, request.extensions_mut());
    let mut response = next.run(request).await;
    match error_of(&mut response) {
        Some(error) => keep_allow(&response, render_page(&app, &headers.0, reference, &error)),
        None => response,
    }
}

/// Gives the errors of the routes inside the JSON form of OAuth
/// [RFC 6749 §5.2].
pub async fn as_json(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let reference = reference::of(&app, request.extensions_mut());
    let mut response = next.run(request).await;
    match error_of(&mut response) {
        Some(error) => keep_allow(&response, render_json(&app, &reference, &error)),
        None => response,
    }
}

/// The answer after a panic, which is a bug: as bare as can be, because the
/// page itself may be what failed. Where the panic was, standard error tells.
pub fn after_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// The request headers that an error page's language depends on.
struct LanguageHeaders(HeaderMap);

impl LanguageHeaders {
    fn of(headers: &HeaderMap) -> Self {
        let names = [header::COOKIE, header::ACCEPT_LANGUAGE];
        Self(names.into_iter().filter_map(|name| Some((name.clone(), headers.get(name)?.clone()))).collect())
    }
}

fn keep_allow(from: &Response, mut to: Response) -> Response {
    if let Some(allow) = from.headers().get(header::ALLOW) {
        to.headers_mut().insert(header::ALLOW, allow.clone());
    }
    to
}

fn render_page(app: &App, headers: &HeaderMap, reference: Reference, error: &WebError) -> Response {
    note(&reference, error);
    let frame = Frame::new(&app.site, locale_of(app, headers));
    let view = FailurePage {
        frame: frame.with_reference(reference, app.ctx.clock.now()),
        failure: error.failure(),
        back: WayBack::Home,
        details: error.details(),
    };
    with_retry_after(app, error, page(error.status(), view.render()))
}

fn render_json(app: &App, reference: &Reference, error: &WebError) -> Response {
    note(reference, error);
    let told = error.protocol_error();
    let body = serde_json::json!({ "error": told.code.as_str(), "error_description": told.description });
    let mut response = (error.status(), [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let Some(challenge) = challenge(error) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    with_retry_after(app, error, response)
}

fn challenge(error: &WebError) -> Option<HeaderValue> {
    match error {
        WebError::Token(error) if error.code == ErrorCode::InvalidClient => {
            Some(HeaderValue::from_static("Basic realm=\"token\", charset=\"UTF-8\""))
        }
        WebError::Bearer(None) => Some(HeaderValue::from_static("Bearer realm=\"userinfo\"")),
        WebError::Bearer(Some(error)) => HeaderValue::try_from(format!(
            "Bearer realm=\"userinfo\", error=\"{}\", error_description=\"{}\"",
            error.code.as_str(),
            error.description
        ))
        .ok(),
        _ => None,
    }
}

fn with_retry_after(app: &App, error: &WebError, mut response: Response) -> Response {
    if let WebError::TooMany { until } = error {
        return retry_after(response, *until, app.ctx.clock.now());
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
    }
    response
}

/// Writes a fault to the log, under the reference that the person sees and
/// support can search for.
fn note(reference: &Reference, error: &WebError) {
    match error {
        WebError::Fault(fault) => {
            tracing::error!(%reference, cause = fault.to_operator(), "a machine failed");
        }
        WebError::Crashed => tracing::error!(%reference, "a handler panicked, or answered without a word; a bug"),
        other => tracing::info!(%reference, status = other.status().as_u16(), why = ?other.failure(), "refused"),
    }
}

#[cfg(test)]
mod tests;
