//! Visitors who do nothing, or do it too slowly: the next one is served all the
//! same, and none of them costs more than a place.

use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::faults::replicas::Replicas;
use crate::harness::{PATIENCE, Setup, usual_or_thorough, wait_for};

/// What all those who read nothing may cost together.
const ROOM: usize = 48 << 20;
/// Connections to the database, which come as they are needed.
const SPARE: usize = 16;
/// The longest that a body is waited for, and to tell that.
const LONGEST: Duration = Duration::from_secs(30);

/// A connection of somebody who is not the trusted proxy.
async fn stranger(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
    socket.connect(address).await.unwrap()
}

/// Sends a body a byte a second to `path`; gives what that was answered.
fn drip(mut stream: TcpStream, path: &'static str) -> JoinHandle<String> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         sec-fetch-site: same-origin\r\ncontent-length: 60000\r\n\r\n"
    );
    tokio::spawn(async move {
        stream.write_all(head.as_bytes()).await.unwrap();
        let (mut from, mut to) = stream.into_split();
        let dripping = tokio::spawn(async move {
            while to.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut answer = vec![0; 64];
        let read = timeout(LONGEST, from.read(&mut answer)).await.expect("an answer or a closed connection");
        dripping.abort();
        String::from_utf8_lossy(&answer[..read.unwrap_or(0)]).into_owned()
    })
}

/// Asks for a page again and again, and reads nothing.
async fn deaf(address: SocketAddr) -> TcpStream {
    let mut stream = stranger(address).await;
    let asked = "GET /login HTTP/1.1\r\nhost: x\r\n\r\n".repeat(5_000);
    let _stuck = timeout(Duration::from_millis(300), stream.write_all(asked.as_bytes())).await;
    stream
}

/// Lets this process and those it starts hold `count` connections.
fn allow(count: usize) {
    let told = Command::new("prlimit")
        .args(["--pid", &std::process::id().to_string(), &format!("--nofile={count}:")])
        .status()
        .expect("prlimit");
    assert!(told.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_does_nothing_or_does_it_slowly_keeps_nobody_out() {
    let (places, crowd) = usual_or_thorough((200, 300), (4_096, 5_000));
    if crowd > 1_000 {
        allow(2 * crowd);
    }
    let replicas = Replicas::start(1, Setup::new().set("http.max_connections", places.to_string())).await;
    let address: SocketAddr = replicas.address(0).strip_prefix("http://").unwrap().parse().unwrap();
    let mut dripping = Vec::new();
    for path in ["/token", "/login", "/register", "/authorize"] {
        dripping.push((path, drip(stranger(address).await, path)));
    }

    let (before, files) = (replicas.memory(0), replicas.open_files(0));
    let readers: Vec<_> = (0..40).map(|_| tokio::spawn(deaf(address))).collect();
    let mut held = Vec::new();
    for reader in readers {
        held.push(reader.await.unwrap());
    }
    let cost = replicas.memory(0).saturating_sub(before);
    eprintln!("40 who do not read: {} MiB", cost >> 20);
    assert!(cost < ROOM, "{cost}");

    let mut idle = Vec::new();
    for _ in 0..crowd {
        idle.push(stranger(address).await);
    }
    let came = Instant::now();
    let mut newcomer = stranger(address).await;
    newcomer.write_all(b"GET /login HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut page = vec![0; 64];
    let read = timeout(PATIENCE, newcomer.read(&mut page)).await.expect("the newcomer waits for ever").unwrap();
    let page = String::from_utf8_lossy(&page[..read]);
    eprintln!("behind {crowd} who do nothing: served after {:.1?}", came.elapsed());
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");

    for (path, answer) in dripping {
        let answer = answer.await.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
    }
    drop((held, idle));
    let given_back = async || (replicas.open_files(0) <= files + SPARE).then_some(());
    wait_for("the connections to be given back", given_back).await;
}
