//! A TCP relay before a store: the address that stays when a store fails over,
//! and a line that is slow.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use crate::harness::free_port;

/// A running relay; its connections end with it.
pub struct Relay {
    /// Where it listens on loopback.
    pub port: u16,
    way: watch::Sender<Way>,
}

#[derive(Clone, Copy)]
struct Way {
    to: u16,
    delay: Duration,
    /// Connections of an older way are cut.
    number: u64,
}

impl Relay {
    /// Listens before the store on the port `to`.
    pub async fn start(to: u16) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let (way, seen) = watch::channel(Way { to, delay: Duration::ZERO, number: 0 });
        tokio::spawn(accept(listener, seen));
        Self { port, way }
    }

    /// Leads to the port `to` from now on, and cuts what led elsewhere.
    pub fn lead_to(&self, to: u16) {
        self.way.send_modify(|way| *way = Way { to, number: way.number + 1, ..*way });
    }

    /// Lets whatever the store says arrive later by `delay`.
    pub fn delay(&self, delay: Duration) {
        self.way.send_modify(|way| way.delay = delay);
    }
}

async fn accept(listener: TcpListener, mut seen: watch::Receiver<Way>) {
    loop {
        tokio::select! {
            // The relay was dropped.
            changed = seen.changed() => if changed.is_err() { return },
            accepted = listener.accept() => {
                let (inner, _) = accepted.unwrap();
                tokio::spawn(connect(inner, seen.clone()));
            }
        }
    }
}

async fn connect(asking: TcpStream, mut seen: watch::Receiver<Way>) {
    let way = *seen.borrow();
    let Ok(store) = TcpStream::connect(("127.0.0.1", way.to)).await else { return };
    asking.set_nodelay(true).unwrap();
    store.set_nodelay(true).unwrap();
    let (from_asking, to_asking) = asking.into_split();
    let (from_store, to_store) = store.into_split();
    let (later, due) = mpsc::unbounded_channel();
    let delays = seen.clone();
    tokio::select! {
        _ = seen.wait_for(|now| now.number != way.number) => {}
        () = carry(from_asking, to_store) => {}
        () = gather(from_store, later, delays) => {}
        () = hand_over(due, to_asking) => {}
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    // Whichever side ends, so does the other.
    let _ended = tokio::io::copy(&mut from, &mut to).await;
}

async fn gather(
    mut from: OwnedReadHalf,
    later: mpsc::UnboundedSender<(Instant, Vec<u8>)>,
    delays: watch::Receiver<Way>,
) {
    let mut bytes = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let due = Instant::now() + delays.borrow().delay;
        if later.send((due, bytes[..count].to_vec())).is_err() {
            return;
        }
    }
}

async fn hand_over(mut due: mpsc::UnboundedReceiver<(Instant, Vec<u8>)>, mut to: OwnedWriteHalf) {
    while let Some((at, bytes)) = due.recv().await {
        tokio::time::sleep_until(at.into()).await;
        if to.write_all(&bytes).await.is_err() {
            return;
        }
    }
}
