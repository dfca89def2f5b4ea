//! Tells the log when a store stops answering, and when it answers again: what
//! fails meanwhile is told where it fails, and nothing else tells of the end.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::live::Live;
use crate::adapters::Fault;

/// How often the stores are asked.
const INTERVAL: Duration = Duration::from_secs(10);
/// How long they may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks from the start on until `stop`.
pub async fn run(live: Live, stop: CancellationToken) {
    let (mut database, mut ephemeral) = (Seen::new("database"), Seen::new("ephemeral"));
    loop {
        let ctx = live.ctx();
        let (read, answered) = tokio::join!(trouble(ctx.store.ephemeral_generation()), trouble(ctx.ephemeral.ping()));
        database.tell(read);
        ephemeral.tell(answered);
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// Why `asked` gave nothing.
async fn trouble<T>(asked: impl Future<Output = Result<T, Fault>>) -> Option<String> {
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => None,
        Ok(Err(fault)) => Some(fault.to_operator()),
        Err(_elapsed) => Some(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}

/// How a store was last.
struct Seen {
    store: &'static str,
    is_away: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Away,
    Back,
}

impl Seen {
    fn new(store: &'static str) -> Self {
        Self { store, is_away: false }
    }

    fn tell(&mut self, trouble: Option<String>) {
        match self.change(trouble.is_some()) {
            Some(Change::Away) => {
                tracing::error!(
                    store = self.store,
                    cause = trouble,
                    "a store is away: nobody can log in until it is back"
                );
            }
            Some(Change::Back) => tracing::info!(store = self.store, "the store is back"),
            None => {}
        }
    }

    fn change(&mut self, is_away: bool) -> Option<Change> {
        let was_away = std::mem::replace(&mut self.is_away, is_away);
        (was_away != is_away).then_some(if is_away { Change::Away } else { Change::Back })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_told_once() {
        let mut seen = Seen::new("database");
        let changes = [false, true, true, false, false, true].map(|is_away| seen.change(is_away));
        assert_eq!(changes, [None, Some(Change::Away), None, Some(Change::Back), None, Some(Change::Away)]);
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_store_is_told() {
        assert_eq!(trouble(async { Ok(()) }).await, None);
        let refused = trouble(async { Err::<(), _>(Fault::new("ask", "wrong password")) }).await;
        assert!(refused.is_some_and(|cause| cause.contains("wrong password")));
    }
}
