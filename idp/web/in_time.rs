//! How long a request may take, and whose doing it is when that time is over:
//! the visitor's, who does not send what was begun [RFC 9110 §15.5.9], or ours.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};

use super::error::WebError;

/// How long a request may take, its body included.
pub const SLOWEST_REQUEST: Duration = Duration::from_secs(15);

/// Ends a request that takes longer.
pub async fn layer(request: Request, next: Next) -> Response {
    within(SLOWEST_REQUEST, request, next).await
}

async fn within(limit: Duration, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let is_awaited = Arc::new(AtomicBool::new(false));
    let body = Body::new(Watched { body, is_awaited: Arc::clone(&is_awaited) });
    let answered = tokio::time::timeout(limit, next.run(Request::from_parts(parts, body))).await;
    answered.unwrap_or_else(|_| match is_awaited.load(Ordering::Relaxed) {
        true => WebError::NotSent.into_response(),
        false => WebError::TooSlow.into_response(),
    })
}

/// A request's body of which it is known whether somebody waits for more.
struct Watched {
    body: Body,
    is_awaited: Arc<AtomicBool>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.is_awaited.store(polled.is_pending(), Ordering::Relaxed);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use axum::Router;
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tower::ServiceExt as _;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(20);

    /// Takes what is sent, and then never answers.
    async fn slow(_: Bytes) -> StatusCode {
        std::future::pending().await
    }

    async fn status_of(body: Body) -> StatusCode {
        let routes = Router::new().route("/", post(slow)).layer(from_fn(|request, next| within(LIMIT, request, next)));
        routes.oneshot(Request::post("/").body(body).unwrap()).await.unwrap().status()
    }

    /// A body whose end does not come.
    struct Endless;

    impl HttpBody for Endless {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
            Poll::Pending
        }
    }

    #[tokio::test]
    async fn who_does_not_send_is_told_apart_from_a_service_that_is_slow() {
        assert_eq!(status_of(Body::new(Endless)).await, StatusCode::REQUEST_TIMEOUT);
        for body in [Body::from("a=b"), Body::empty()] {
            assert_eq!(status_of(body).await, StatusCode::SERVICE_UNAVAILABLE);
        }
    }
}
