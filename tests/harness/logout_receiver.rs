//! A relying party's back-channel logout endpoint that keeps what it is sent,
//! and can be told to be down or to hang.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::net::TcpListener;

use super::wait_for;

/// One delivery as it arrived.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub content_type: String,
    pub pairs: Vec<(String, String)>,
}

/// Listens for logout tokens on a loopback port.
#[derive(Clone, Debug)]
pub struct LogoutReceiver {
    /// What a client registers as `back_channel_logout_uri`.
    pub uri: String,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    deliveries: Mutex<Vec<Delivery>>,
    is_down: AtomicBool,
    refused: AtomicUsize,
    hangs: AtomicBool,
    held: AtomicUsize,
}

impl LogoutReceiver {
    /// Starts to listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/backchannel-logout", listener.local_addr().unwrap());
        let state = Arc::<State>::default();
        let app = axum::Router::new().route("/backchannel-logout", post(receive)).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { uri, state }
    }

    /// Waits for the next delivery and takes it.
    pub async fn next(&self) -> Delivery {
        wait_for("a logout token", async || self.state.deliveries.lock().unwrap().pop()).await
    }

    /// How many deliveries nobody has taken yet.
    pub fn left(&self) -> usize {
        self.state.deliveries.lock().unwrap().len()
    }

    /// From now on deliveries are answered with 503, or taken again.
    pub fn set_down(&self, is_down: bool) {
        self.state.is_down.store(is_down, Relaxed);
    }

    /// From now on deliveries are never answered, or are again.
    pub fn set_hanging(&self, hangs: bool) {
        self.state.hangs.store(hangs, Relaxed);
    }

    /// How many deliveries were never answered.
    pub fn held(&self) -> usize {
        self.state.held.load(Relaxed)
    }

    /// How many deliveries were answered with 503.
    pub fn refused(&self) -> usize {
        self.state.refused.load(Relaxed)
    }
}

async fn receive(extract::State(state): extract::State<Arc<State>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    if state.hangs.load(Relaxed) {
        state.held.fetch_add(1, Relaxed);
        return std::future::pending().await;
    }
    if state.is_down.load(Relaxed) {
        state.refused.fetch_add(1, Relaxed);
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let content_type = headers["content-type"].to_str().unwrap().to_owned();
    let pairs = url::form_urlencoded::parse(&body).into_owned().collect();
    state.deliveries.lock().unwrap().insert(0, Delivery { content_type, pairs });
    StatusCode::OK
}
