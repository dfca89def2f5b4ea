//! The proxy before the service, which breaks one answer of it.

use std::sync::{Arc, Mutex};

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;

/// What is done to an answer.
#[derive(Clone, Copy, Debug)]
pub(super) enum Break {
    /// It comes with this status, and empty.
    Status(u16),
    /// In its page and its address to go to, the first is the second.
    Text(&'static str, &'static str),
    /// It is a redirect to this address.
    Away(&'static str),
}

/// A running proxy.
#[derive(Clone)]
pub(super) struct Front {
    http: reqwest::Client,
    to: u16,
    planted: Arc<Mutex<Option<(&'static str, Break)>>>,
}

impl Front {
    /// Listens on `port` before the service on the port `to`.
    pub(super) async fn start(port: u16, to: u16) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let front = Self { http, to, planted: Arc::default() };
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let router = axum::Router::new().fallback(pass_on).with_state(front.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        front
    }

    /// Breaks the answers of `path` from now on, and no others.
    pub(super) fn plant(&self, path: &'static str, fault: Break) {
        *self.planted.lock().unwrap() = Some((path, fault));
    }

    /// Breaks nothing any more.
    pub(super) fn mend(&self) {
        *self.planted.lock().unwrap() = None;
    }
}

async fn pass_on(State(front): State<Front>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let asked = front.http.request(head.method, format!("http://127.0.0.1:{}{path}", front.to));
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let answer = asked.headers(lasting(head.headers)).body(body).send().await.unwrap();
    let (status, mut headers) = (answer.status(), lasting(answer.headers().clone()));
    let mut body = answer.text().await.unwrap();
    let planted = *front.planted.lock().unwrap();
    match planted.filter(|(broken, _)| *broken == head.uri.path()).map(|(_, fault)| fault) {
        None => {}
        Some(Break::Status(status)) => return StatusCode::from_u16(status).unwrap().into_response(),
        Some(Break::Away(to)) => return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Some(Break::Text(old, new)) => {
            body = body.replace(old, new);
            if let Some(to) = headers.get_mut(header::LOCATION) {
                *to = to.to_str().unwrap().replace(old, new).parse().unwrap();
            }
        }
    }
    (status, headers, body).into_response()
}

/// Without what belongs to one connection.
fn lasting(mut headers: HeaderMap) -> HeaderMap {
    for name in [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH, header::ACCEPT_ENCODING] {
        headers.remove(name);
    }
    headers
}
