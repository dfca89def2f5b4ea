//! A relying party's back-channel logout endpoint that keeps what it is sent.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::State;
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
    deliveries: Arc<Mutex<Vec<Delivery>>>,
}

impl LogoutReceiver {
    /// Starts to listen.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/backchannel-logout", listener.local_addr().unwrap());
        let deliveries = Arc::new(Mutex::new(Vec::new()));
        let app = axum::Router::new().route("/backchannel-logout", post(receive)).with_state(deliveries.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { uri, deliveries }
    }

    /// Waits for the next delivery and takes it.
    pub async fn next(&self) -> Delivery {
        wait_for("a logout token", async || self.deliveries.lock().unwrap().pop()).await
    }
}

async fn receive(State(deliveries): State<Arc<Mutex<Vec<Delivery>>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let content_type = headers["content-type"].to_str().unwrap().to_owned();
    let pairs = url::form_urlencoded::parse(&body).into_owned().collect();
    deliveries.lock().unwrap().insert(0, Delivery { content_type, pairs });
    StatusCode::OK
}
