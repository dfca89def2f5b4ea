//! How long a request may take, and whose doing it is when that time is over:
//! the visitor's, who does not send what was begun [RFC 9110 §15.5.9], or ours.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use tokio::time::timeout;

use super::error::WebError;

/// How long a request may take, its body included.
pub const SLOWEST_REQUEST: Duration = Duration::from_secs(15);

/// How long we may take when the last of the body came late.
const AFTER_THE_BODY: Duration = Duration::from_secs(10);

/// When every request has ended, however its body came.
pub const LAST_ANSWER: Duration = SLOWEST_REQUEST.saturating_add(AFTER_THE_BODY);

/// Ends a request that takes longer.
pub async fn layer(request: Request, next: Next) -> Response {
    within(SLOWEST_REQUEST, AFTER_THE_BODY, request, next).await
}

/// Who sends the last of the body late takes nothing of our time: else anybody
/// could make us look slow.
async fn within(all: Duration, ours: Duration, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let sending = Sending::begin();
    let body = Body::new(Watched { body, sending: sending.clone() });
    let mut answer = pin!(next.run(Request::from_parts(parts, body)));
    if let Ok(response) = timeout(all, answer.as_mut()).await {
        return response;
    }
    let Some(last_came) = sending.last_came() else { return WebError::NotSent.into_response() };
    let rest = (last_came + ours).saturating_sub(sending.begun.elapsed());
    timeout(rest, answer).await.unwrap_or_else(|_| match sending.last_came() {
        None => WebError::NotSent.into_response(),
        Some(_) => WebError::TooSlow.into_response(),
    })
}

/// How a request's body comes.
#[derive(Clone)]
struct Sending {
    begun: Instant,
    /// In microseconds from `begun`, or [`AWAITED`].
    last_came: Arc<AtomicU64>,
}

const AWAITED: u64 = u64::MAX;

impl Sending {
    fn begin() -> Self {
        Self { begun: Instant::now(), last_came: Arc::default() }
    }

    /// When the last piece came that had to be waited for; `None` while one is.
    fn last_came(&self) -> Option<Duration> {
        match self.last_came.load(Ordering::Relaxed) {
            AWAITED => None,
            micros => Some(Duration::from_micros(micros)),
        }
    }

    fn note(&self, is_awaited: bool) {
        if is_awaited {
            self.last_came.store(AWAITED, Ordering::Relaxed);
        } else if self.last_came().is_none() {
            let micros = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(AWAITED - 1);
            self.last_came.store(micros, Ordering::Relaxed);
        }
    }
}

/// A request's body of which it is known how it comes.
struct Watched {
    body: Body,
    sending: Sending,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.sending.note(polled.is_pending());
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
    use tokio::time::{Sleep, sleep};
    use tower::ServiceExt as _;

    use super::*;

    const ALL: Duration = Duration::from_millis(20);

    /// The status of a request with `body`, whose handler works for `work` once
    /// it has the body, and may then for `ours`.
    async fn status_of(body: Body, work: Duration, ours: Duration) -> StatusCode {
        let handler = async move |_: Bytes| sleep(work).await;
        let limit = from_fn(move |request, next| within(ALL, ours, request, next));
        let routes = Router::new().route("/", post(handler)).layer(limit);
        routes.oneshot(Request::post("/").body(body).unwrap()).await.unwrap().status()
    }

    /// A body whose end does not come at once.
    struct Late(Pin<Box<Sleep>>);

    impl HttpBody for Late {
        type Data = Bytes;
        type Error = Error;

        fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
            self.0.as_mut().poll(cx).map(|()| None)
        }
    }

    fn late(pause: Duration) -> Body {
        Body::new(Late(Box::pin(sleep(pause))))
    }

    #[tokio::test]
    async fn who_does_not_send_is_told_apart_from_a_service_that_is_slow() {
        let (soon, never) = (Duration::from_millis(1), Duration::from_secs(3600));
        let endless = late(never);
        assert_eq!(status_of(endless, soon, ALL).await, StatusCode::REQUEST_TIMEOUT);
        for body in [Body::from("a=b"), Body::empty(), late(ALL / 2)] {
            assert_eq!(status_of(body, never, ALL).await, StatusCode::SERVICE_UNAVAILABLE);
        }
    }

    #[tokio::test]
    async fn who_sends_late_takes_nothing_of_our_time() {
        assert_eq!(status_of(late(ALL / 2), ALL, Duration::from_secs(60)).await, StatusCode::OK);
    }
}
