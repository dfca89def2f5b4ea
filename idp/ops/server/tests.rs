//! The listener as a visitor meets it, over real connections.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{Limits, bind, serve};
use crate::web::in_time::LAST_ANSWER;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn a_stop_waits_for_the_longest_request() {
    assert!(Limits::default().drain > LAST_ANSWER);
}

struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
    /// A request to `/slow` was taken.
    started: Arc<Notify>,
    /// Lets `/slow` answer.
    finish: Arc<Notify>,
}

async fn start(limits: Limits) -> Running {
    let (started, finish) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (rung, waited) = (Arc::clone(&started), Arc::clone(&finish));
    let router = Router::new()
        .route("/large", get(|| async { "x".repeat(1 << 16) }))
        .route("/peer", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
        .route(
            "/slow",
            get(move || async move {
                rung.notify_one();
                waited.notified().await;
                "slow"
            }),
        );
    let listener = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let task = tokio::spawn(serve(listener, router, limits, stop.clone()));
    Running { address, stop, task, started, finish }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

async fn send(stream: &mut TcpStream, head: &str) {
    stream.write_all(head.as_bytes()).await.unwrap();
}

/// Everything until the server closes; empty when it just closes.
async fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap().ok();
    String::from_utf8(bytes).unwrap()
}

async fn read_some(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 1024];
    let count = timeout(PATIENCE, stream.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8(bytes.iter().take(count).copied().collect()).unwrap()
}

const CLOSE: &str = "Host: x\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_request_knows_its_peer() {
    let running = start(Limits::default()).await;
    let mut stream = running.connect().await;
    send(&mut stream, &format!("GET /peer HTTP/1.1\r\n{CLOSE}")).await;
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.ends_with(&stream.local_addr().unwrap().to_string()), "{answer}");
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    let running = start(Limits::default()).await;
    let mut stream = running.connect().await;
    for _ in 0..3 {
        send(&mut stream, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
        assert!(read_some(&mut stream).await.starts_with("HTTP/1.1 200 "));
    }
}

#[tokio::test]
async fn oversized_heads_and_targets_are_refused() {
    let running = start(Limits::default()).await;
    let long = "a".repeat(9 * 1024);
    let huge = format!("X: {}\r\n", "a".repeat(1000)).repeat(40);
    for (request, status) in [
        (format!("GET /peer?{long} HTTP/1.1\r\n{CLOSE}"), "414"),
        (format!("GET /peer HTTP/1.1\r\n{huge}{CLOSE}"), "431"),
        ("GET /peer SPDY/9\r\n\r\n".to_owned(), "400"),
    ] {
        let mut stream = running.connect().await;
        send(&mut stream, &request).await;
        let answer = read_all(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{status}: {answer}");
    }
}

#[tokio::test]
async fn a_slow_head_is_cut_off_unless_a_trusted_proxy_sends_it() {
    let short = Duration::from_millis(50);
    let direct = start(Limits { head_timeout: short, ..Limits::default() }).await;
    let mut stream = direct.connect().await;
    send(&mut stream, "GET /peer HTTP/1.1\r\nHost:").await;
    assert!(!read_all(&mut stream).await.contains("200"));

    let proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let proxied = start(Limits { head_timeout: short, proxies, ..Limits::default() }).await;
    let mut stream = proxied.connect().await;
    send(&mut stream, "GET /peer HTTP/1.1\r\n").await;
    // The time limit of others passes here, which only time itself can show.
    assert!(timeout(4 * short, stream.read(&mut [0; 1])).await.is_err());
    send(&mut stream, CLOSE).await;
    assert!(read_all(&mut stream).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_full_house_serves_the_next_visitor_when_one_leaves() {
    let running = start(Limits { max_connections: 1, ..Limits::default() }).await;
    let mut first = running.connect().await;
    send(&mut first, "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    running.started.notified().await;
    let mut second = running.connect().await;
    send(&mut second, &format!("GET /peer HTTP/1.1\r\n{CLOSE}")).await;
    assert!(timeout(Duration::from_millis(100), second.read(&mut [0; 1])).await.is_err());
    running.finish.notify_one();
    assert!(read_all(&mut first).await.ends_with("slow"));
    assert!(read_all(&mut second).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn stopping_lets_requests_under_way_end() {
    let running = start(Limits::default()).await;
    let mut idle = running.connect().await;
    send(&mut idle, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(read_some(&mut idle).await.starts_with("HTTP/1.1 200 "));
    let mut busy = running.connect().await;
    send(&mut busy, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    running.started.notified().await;

    running.stop.cancel();
    assert_eq!(read_all(&mut idle).await, "", "an idle connection is closed at once");
    assert!(!running.task.is_finished());
    running.finish.notify_one();
    assert!(read_all(&mut busy).await.ends_with("slow"));
    timeout(PATIENCE, running.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn stopping_answers_whoever_came_before_and_asks_at_once() {
    let running = start(Limits::default()).await;
    let mut accepted = running.connect().await;
    // Connections are taken in the order in which they came.
    let mut answered = running.connect().await;
    send(&mut answered, &format!("GET /peer HTTP/1.1\r\n{CLOSE}")).await;
    assert!(read_all(&mut answered).await.starts_with("HTTP/1.1 200 "));
    let mut queued = running.connect().await;
    running.stop.cancel();
    for stream in [&mut accepted, &mut queued] {
        send(stream, "GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
        let answer = read_all(stream).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    timeout(PATIENCE, running.task).await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).await.is_err());
}

#[tokio::test]
async fn stopping_does_not_wait_for_whoever_never_asks() {
    let running = start(Limits::default()).await;
    let mut silent = running.connect().await;
    running.stop.cancel();
    timeout(PATIENCE / 2, running.task).await.unwrap().unwrap();
    assert_eq!(read_all(&mut silent).await, "");
}

#[tokio::test]
async fn stopping_does_not_wait_longer_than_the_drain() {
    let running = start(Limits { drain: Duration::from_millis(50), ..Limits::default() }).await;
    let mut busy = running.connect().await;
    send(&mut busy, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    running.started.notified().await;
    running.stop.cancel();
    timeout(PATIENCE, running.task).await.unwrap().unwrap();
    assert_eq!(read_all(&mut busy).await, "");
}

#[tokio::test]
async fn an_address_that_cannot_be_listened_on_is_told_in_one_line() {
    let taken = bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = taken.local_addr().unwrap();
    let foreign: SocketAddr = ([192, 0, 2, 1], 8080).into();
    for (address, expected) in [(address, "another process listens there"), (foreign, "no such address")] {
        let error = bind(address).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("cannot listen on {address}: ")) && error.contains(expected), "{error}");
        assert!(!error.contains('\n'));
    }
}

#[tokio::test]
async fn a_visitor_who_does_not_read_is_not_waited_for() {
    let limits = Limits { max_connections: 1, write_timeout: Duration::from_millis(200), ..Limits::default() };
    let running = start(limits).await;
    let mut deaf = running.connect().await;
    // More than the buffers on the way hold; what they do not take is not sent.
    let requests = "GET /large HTTP/1.1\r\nhost: x\r\n\r\n".repeat(1000);
    let _stuck = timeout(Duration::from_millis(100), deaf.write_all(requests.as_bytes())).await;
    let mut next = running.connect().await;
    send(&mut next, "GET /peer HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(read_all(&mut next).await.starts_with("HTTP/1.1 200"), "the only connection is still held");
    drop(deaf);
}
