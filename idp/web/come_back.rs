//! The layer in front of the pages where a browser that stays logged in gets
//! its session back, before anything asks whether it is signed in.

use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::app::App;
use super::cookies::Cookie;
use super::visitor::Visitor;
use crate::adapters::SignedIn;
use crate::flows::come_back::{Back, Outcome, come_back};

/// The session of a request, as this layer has found it.
#[derive(Clone)]
pub struct Found(pub Option<SignedIn>);

/// Trades the token of a browser without a live session for one.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.jar.read(request.headers(), Cookie::Remembered).is_none() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // A store that is away shows itself in the handler, which can tell it.
    let Ok(visitor) = Visitor::from_request_parts(&mut parts, &app).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let (found, cookies) = match visitor.session {
        Some(signed_in) => (Some(signed_in), Vec::new()),
        None => resume(&app, &parts.headers, &visitor).await,
    };
    parts.extensions.insert(Found(found));
    let mut response = next.run(Request::from_parts(parts, body)).await;
    keep(&mut response, cookies);
    response
}

async fn resume(app: &App, headers: &HeaderMap, visitor: &Visitor) -> (Option<SignedIn>, Vec<HeaderValue>) {
    let token = app.jar.read(headers, Cookie::Remembered).unwrap_or_default();
    match come_back(&app.ctx, token, &visitor.caller).await {
        Ok(Outcome::Back(back)) => {
            let Back { signed_in, secret, token, ttl } = *back;
            let cookies =
                [app.jar.keep(Cookie::Session, &secret, None), app.jar.keep(Cookie::Remembered, &token, Some(ttl))];
            (Some(signed_in), cookies.into())
        }
        Ok(Outcome::Over) => (None, vec![app.jar.drop(Cookie::Remembered)]),
        Err(fault) => {
            // The token stays good: the person logs in, or tries again.
            tracing::error!(cause = fault.to_operator(), "a remembered login could not go on");
            (None, Vec::new())
        }
    }
}

/// Adds the cookies that the response does not set by itself: a log-out or a
/// new login knows better.
fn keep(response: &mut Response, cookies: Vec<HeaderValue>) {
    let name = |cookie: &HeaderValue| cookie.as_bytes().split(|byte| *byte == b'=').next().map(<[u8]>::to_vec);
    let set: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().map(name).collect();
    for cookie in cookies.into_iter().filter(|cookie| !set.contains(&name(cookie))) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
