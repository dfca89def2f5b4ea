//! TLS by the service itself: versions, limits, the end.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use idp::ops::server::tls::Tls;
use idp::ops::server::{self, Limits};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::pair::{Pair, shake, shake_on};
use crate::harness::{PATIENCE, Setup, TestIdp, free_port};

/// Long enough for a client of this machine, short enough to wait for.
const SHORT: Duration = Duration::from_millis(300);

struct Listening {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

async fn listen(pair: &Pair, limits: Limits) -> Listening {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::open(pair.write(folder.path())).unwrap();
    let listener = server::bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let router = Router::new().route("/", get(|| async { "here" }));
    let limits = Limits { tls: Some(Arc::new(tls)), ..limits };
    let task = tokio::spawn(server::serve(listener, router, limits, stop.clone()));
    Listening { address, stop, task }
}

/// The service with a certificate.
async fn service(pair: &Pair, folder: &std::path::Path) -> TestIdp {
    let files = pair.write(folder);
    let setup = Setup::new();
    let issuer = format!("\"https://127.0.0.1:{}\"", setup.port);
    setup
        .set("issuer", issuer)
        .set("http.tls_certificate", format!("{:?}", files.certificate.display().to_string()))
        .set("http.tls_key", format!("{:?}", files.key.display().to_string()))
        .set("telemetry.metrics_listen", format!("\"127.0.0.1:{}\"", free_port()))
        .start()
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_trusts_the_certificate_gets_pages() {
    let folder = tempfile::tempdir().unwrap();
    let pair = Pair::new(7, 90);
    let idp = service(&pair, folder.path()).await;
    let base = format!("https://{}", idp.running.address);
    let client = pair.client();
    let found: serde_json::Value =
        client.get(format!("{base}/.well-known/openid-configuration")).send().await.unwrap().json().await.unwrap();
    assert_eq!(found["issuer"], base);
    let page = client.get(format!("{base}/login")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.headers().contains_key("strict-transport-security"));
    let cookies: Vec<_> = page.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().all(|cookie| cookie.contains("; Secure")), "{cookies:?}");
    let stranger = Pair::new(8, 90).client().get(&base).send().await.unwrap_err();
    assert!(stranger.is_connect(), "{stranger:?}");
    let plain = reqwest::get(format!("http://{}/ready", idp.running.address)).await;
    assert!(plain.is_err(), "HTTP is not spoken there: {plain:?}");

    let metrics = format!("http://{}/metrics", idp.running.metrics_address.unwrap());
    let metrics = reqwest::get(metrics).await.unwrap().text().await.unwrap();
    let expiry = "idp_tls_certificate_expiry_timestamp_seconds{listener=\"public\"} ";
    let ends: f64 = metrics.lines().find_map(|line| line.strip_prefix(expiry)).unwrap().parse().unwrap();
    let built = pair.certificate.not_after().diff(&openssl::asn1::Asn1Time::from_unix(ends as i64).unwrap()).unwrap();
    assert_eq!((built.days, built.secs), (0, 0), "{metrics}");
    idp.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn old_versions_and_protocols_that_are_not_spoken_are_refused() {
    let listening = listen(&Pair::new(1, 90), Limits::default()).await;
    let old = &["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"][..];
    for (arguments, expected) in [
        (&["-tls1_2"][..], "Protocol  : TLSv1.2"),
        (&["-tls1_3"], "New, TLSv1.3"),
        (&["-alpn", "h2,http/1.1"], "ALPN protocol: http/1.1"),
        (&["-alpn", "h2"], "alert no application protocol"),
        (old, "alert protocol version"),
        (&["-tls1_2", "-cipher", "AES128-SHA"], "alert handshake failure"),
    ] {
        let output = Command::new("openssl")
            .args(["s_client", "-connect", &listening.address.to_string()])
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(told.contains(expected), "{arguments:?}: no “{expected}” in\n{told}");
    }
    end(listening).await;
}

#[tokio::test]
async fn who_does_not_shake_hands_is_let_go_and_takes_one_place() {
    let limits = Limits { handshake_timeout: SHORT, max_connections: 1, ..Limits::default() };
    let listening = listen(&Pair::new(1, 90), limits).await;
    let mut silent = TcpStream::connect(listening.address).await.unwrap();
    let mut half = TcpStream::connect(listening.address).await.unwrap();
    half.write_all(&[0x16, 0x03, 0x01, 0x02]).await.unwrap();
    for stream in [&mut silent, &mut half] {
        let mut rest = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut rest)).await.unwrap().unwrap_or_default();
    }
    let (mut stream, _) = timeout(PATIENCE, shake(listening.address)).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here"), "{answer}");
    end(listening).await;
}

#[tokio::test]
async fn a_head_that_comes_too_slowly_is_given_up_inside_tls_too() {
    let limits = Limits { head_timeout: SHORT, ..Limits::default() };
    let listening = listen(&Pair::new(1, 90), limits).await;
    let (mut stream, _) = shake(listening.address).await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains("200"), "{answer}");
    end(listening).await;
}

#[tokio::test]
async fn who_came_before_the_end_is_shaken_hands_with_and_answered() {
    let listening = listen(&Pair::new(1, 90), Limits::default()).await;
    let (mut shaken, _) = shake(listening.address).await;
    let waiting = TcpStream::connect(listening.address).await.unwrap();
    listening.stop.cancel();
    let (mut late, _) = shake_on(waiting).await;
    for stream in [&mut shaken, &mut late] {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        timeout(PATIENCE, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("here"), "{answer}");
    }
    end(listening).await;
}

#[tokio::test]
async fn the_end_does_not_wait_long_for_a_handshake() {
    let limits = Limits { handshake_timeout: PATIENCE * 3, drain: PATIENCE * 3, ..Limits::default() };
    let listening = listen(&Pair::new(1, 90), limits).await;
    let _silent = TcpStream::connect(listening.address).await.unwrap();
    drop(shake(listening.address).await);
    end(listening).await;
}

async fn end(listening: Listening) {
    listening.stop.cancel();
    timeout(PATIENCE, listening.task).await.unwrap().unwrap();
}
