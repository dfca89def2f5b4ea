//! The HTTP listener: an own accept loop around hyper, because a service on the
//! Internet needs what a plain one lacks: a time limit for request heads, caps
//! on heads and connections, and a bounded drain when it stops.
//!
//! HTTP/1.1 only: a proxy in front speaks the newer versions to browsers. `tls`
//! is for where there is none, or where the way from it is not to be trusted.

pub mod tls;
mod write_deadline;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use prometheus_client::metrics::gauge::Gauge;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use tls::Tls;
use write_deadline::WriteDeadline;

/// How many newcomers the system lets wait for us, where it allows so many
/// (`net.core.somaxconn`): whoever comes in a wave beyond that is cut off.
const QUEUE: u32 = 4096;
/// How long accepting pauses when the process has no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a service that stops waits for a handshake that is under way and for
/// the first request of a connection.
const FIRST_REQUEST_WITHIN: Duration = Duration::from_secs(1);

/// What one listener allows.
#[derive(Clone)]
pub struct Limits {
    /// Connections open at once; more wait in the system's queue.
    pub max_connections: usize,
    /// Bytes of a request's head.
    pub max_head: usize,
    /// Bytes of a request's path and query.
    pub max_target: usize,
    /// How long a request's head may take, counted from the previous answer.
    pub head_timeout: Duration,
    /// The same on a connection of `proxies`, which hold idle connections ready
    /// and guard against slow visitors themselves.
    pub proxy_timeout: Duration,
    /// The trusted proxies.
    pub proxies: Vec<IpNet>,
    /// How long an answer waits for a visitor who does not read.
    pub write_timeout: Duration,
    /// How long requests under way may take when the service stops.
    pub drain: Duration,
    /// How long a TLS handshake may take.
    pub handshake_timeout: Duration,
    /// The certificate; without one there is no TLS.
    pub tls: Option<Arc<Tls>>,
    /// Where open connections are counted, if anywhere.
    pub connections: Option<Gauge>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            max_head: 32 * 1024,
            max_target: 8 * 1024,
            head_timeout: Duration::from_secs(10),
            proxy_timeout: Duration::from_secs(75),
            write_timeout: Duration::from_secs(30),
            proxies: Vec::new(),
            drain: Duration::from_secs(26),
            handshake_timeout: Duration::from_secs(10),
            tls: None,
            connections: None,
        }
    }
}

/// A listener on `address`.
///
/// # Errors
/// One line that names the address and what to do.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    listen(address).map_err(|source| BindError { address, source })
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A service that starts again must not wait for connections of before.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {}", advice(.source))]
pub struct BindError {
    address: SocketAddr,
    source: io::Error,
}

fn advice(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => "another process listens there; stop it or choose another port".to_owned(),
        io::ErrorKind::AddrNotAvailable => "this machine has no such address".to_owned(),
        io::ErrorKind::PermissionDenied => "not permitted; choose a port above 1023".to_owned(),
        _ => error.to_string(),
    }
}

/// Serves `router` on `listener` until `stop` is cancelled, then lets requests
/// under way end within `limits.drain`. Every request carries
/// `ConnectInfo<SocketAddr>` with the peer.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: CancellationToken) {
    let slots = Arc::new(Semaphore::new(limits.max_connections));
    let connections = TaskTracker::new();
    let cut = CancellationToken::new();
    let server = Server::new(router, &limits, stop.clone(), cut.clone());
    let admit = |slot: OwnedSemaphorePermit, (stream, peer)| {
        let connection = server.clone().connection(stream, peer);
        let counted = Counted::begin(limits.connections.as_ref());
        connections.spawn(async move {
            connection.await;
            drop((slot, counted));
        })
    };
    let accepting = async {
        loop {
            // The slot comes first, so that a full house leaves newcomers in
            // the system's queue and does not accept just to refuse.
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
            admit(slot, accept(&listener).await);
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = accepting => {}
    }
    for newcomer in queued(listener) {
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else { break };
        admit(slot, newcomer);
    }
    connections.close();
    if tokio::time::timeout(limits.drain, connections.wait()).await.is_err() {
        tracing::warn!(open = connections.len(), "stopping with requests under way");
        cut.cancel();
        connections.wait().await;
    }
}

/// An open connection, for as long as it is held.
struct Counted(Option<Gauge>);

impl Counted {
    fn begin(gauge: Option<&Gauge>) -> Self {
        if let Some(gauge) = gauge {
            gauge.inc();
        }
        Self(gauge.cloned())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if let Some(gauge) = &self.0 {
            gauge.dec();
        }
    }
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The visitor left before we came.
            Err(error) if is_peer_gone(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Those who wait in the system's queue: when it is closed, they would be cut
/// off, though they came in time. It is closed behind the last of them.
fn queued(listener: TcpListener) -> impl Iterator<Item = (TcpStream, SocketAddr)> {
    let listener = listener.into_std().ok();
    std::iter::from_fn(move || {
        loop {
            match listener.as_ref()?.accept() {
                Ok((stream, peer)) => {
                    stream.set_nonblocking(true).ok()?;
                    return Some((TcpStream::from_std(stream).ok()?, peer));
                }
                Err(error) if is_peer_gone(&error) => {}
                Err(_) => return None,
            }
        }
    })
}

fn is_peer_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// What every connection shares.
#[derive(Clone)]
struct Server {
    router: Router,
    max_target: usize,
    write_timeout: Duration,
    direct: http1::Builder,
    proxied: http1::Builder,
    proxies: Arc<[IpNet]>,
    handshake_timeout: Duration,
    tls: Option<Arc<Tls>>,
    stop: CancellationToken,
    cut: CancellationToken,
}

impl Server {
    fn new(router: Router, limits: &Limits, stop: CancellationToken, cut: CancellationToken) -> Self {
        let builder = |timeout: Duration| {
            let mut builder = http1::Builder::new();
            builder
                .timer(TokioTimer::new())
                .header_read_timeout(timeout)
                .max_header_size(limits.max_head)
                .max_buf_size(2 * limits.max_head)
                .half_close(false);
            builder
        };
        Self {
            router: router.with_state(()),
            max_target: limits.max_target,
            write_timeout: limits.write_timeout,
            direct: builder(limits.head_timeout),
            proxied: builder(limits.proxy_timeout),
            proxies: limits.proxies.clone().into(),
            handshake_timeout: limits.handshake_timeout,
            tls: limits.tls.clone(),
            stop,
            cut,
        }
    }

    async fn connection(self, stream: TcpStream, peer: SocketAddr) {
        // Answers are written whole, so waiting for more to send only delays.
        if stream.set_nodelay(true).is_err() {
            return;
        }
        let stream = WriteDeadline::new(stream, self.write_timeout);
        let mut late = pin!(self.too_late());
        let Some(tls) = &self.tls else { return self.speak(stream, peer, late).await };
        let handshake = tokio::time::timeout(self.handshake_timeout, tls.accept(stream));
        let shaken = tokio::select! {
            shaken = handshake => shaken,
            () = late.as_mut() => return,
        };
        if let Ok(Ok(stream)) = shaken {
            self.speak(stream, peer, late).await;
        }
    }

    /// Comes when the service has been stopping for so long that it waits no
    /// more for those who have not asked yet.
    async fn too_late(&self) {
        self.stop.cancelled().await;
        tokio::time::sleep(FIRST_REQUEST_WITHIN).await;
    }

    async fn speak<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
        peer: SocketAddr,
        late: Pin<&mut impl Future<Output = ()>>,
    ) {
        let address = peer.ip().to_canonical();
        let proxied = self.proxies.iter().any(|network| network.contains(&address));
        let http = if proxied { &self.proxied } else { &self.direct };
        let asked = Notify::new();
        let service = service_fn(|request| {
            asked.notify_one();
            answer(self.router.clone(), self.max_target, peer, request)
        });
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
        // What goes wrong here is the visitor's doing (left, broken request,
        // too slow): nothing to log.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.stop.cancelled() => {}
        }
        // Who was let in a moment ago has not asked yet, and would be cut off.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = asked.notified() => {}
            () = late => {}
        }
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            _ = connection => {}
            () = self.cut.cancelled() => {}
        }
    }
}

async fn answer(
    router: Router,
    max_target: usize,
    peer: SocketAddr,
    mut request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > max_target {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::URI_TOO_LONG;
        return Ok(response);
    }
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request.map(Body::new)).await
}

#[cfg(test)]
mod tests;
