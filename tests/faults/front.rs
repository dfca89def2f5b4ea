//! The proxy before the replicas. As nginx does, it gives each request to the
//! next replica, goes on to another only if that one was never reached, and
//! answers 502 for what broke off.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;

/// What belongs to one connection, not to the request or answer on it.
const OF_THE_CONNECTION: [HeaderName; 3] = [header::CONNECTION, header::TRANSFER_ENCODING, header::CONTENT_LENGTH];

/// A running proxy.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    replicas: Mutex<Vec<u16>>,
    turn: AtomicUsize,
    broken: AtomicUsize,
}

impl Front {
    /// Listens on `port` before replicas that are still to be named.
    pub async fn start(port: u16) -> Self {
        // No connection is used twice: what the proxy keeps open is its own
        // affair, and must neither hide a fault nor make one.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build()
            .unwrap();
        let front = Self(Arc::new(Inner {
            http,
            replicas: Mutex::default(),
            turn: AtomicUsize::new(0),
            broken: AtomicUsize::new(0),
        }));
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let router = axum::Router::new().fallback(pass_on).with_state(front.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        front
    }

    /// Sends requests to the replicas on these ports from now on.
    pub fn lead_to(&self, ports: impl IntoIterator<Item = u16>) {
        *self.0.replicas.lock().unwrap() = ports.into_iter().collect();
    }

    /// How many requests had reached a replica and got no answer.
    pub fn broken(&self) -> usize {
        self.0.broken.load(Relaxed)
    }

    fn in_turn(&self) -> Vec<u16> {
        let mut ports = self.0.replicas.lock().unwrap().clone();
        let first = self.0.turn.fetch_add(1, Relaxed) % ports.len().max(1);
        ports.rotate_left(first);
        ports
    }
}

async fn pass_on(State(front): State<Front>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut headers = lasting(head.headers);
    headers.insert("x-forwarded-for", "127.0.0.1".parse().unwrap());
    for port in front.in_turn() {
        let asked = front.0.http.request(head.method.clone(), format!("http://127.0.0.1:{port}{path}"));
        match asked.headers(headers.clone()).body(body.clone()).send().await {
            Ok(answer) => return give_back(answer).await.unwrap_or_else(|_| broken(&front)),
            Err(error) if error.is_connect() => {}
            Err(_) => return broken(&front),
        }
    }
    (StatusCode::BAD_GATEWAY, "no replica can be reached").into_response()
}

async fn give_back(answer: reqwest::Response) -> Result<Response, reqwest::Error> {
    let (status, headers) = (answer.status(), lasting(answer.headers().clone()));
    Ok((status, headers, Body::from(answer.bytes().await?)).into_response())
}

fn broken(front: &Front) -> Response {
    front.0.broken.fetch_add(1, Relaxed);
    (StatusCode::BAD_GATEWAY, "the replica broke off").into_response()
}

fn lasting(mut headers: HeaderMap) -> HeaderMap {
    for name in OF_THE_CONNECTION {
        headers.remove(name);
    }
    headers
}
