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
        let (read, answered) = tokio::join!(trouble(ctx.store.ping(ctx.clock.now())), trouble(ctx.ephemeral.ping()));
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

/// How a store was lately.
struct Seen {
    store: &'static str,
    /// How many times in a row it did not answer.
    silent: u32,
}

/// Once is no more than a slow moment.
const AWAY: u32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Away,
    Back,
}

impl Seen {
    fn new(store: &'static str) -> Self {
        Self { store, silent: 0 }
    }

    fn tell(&mut self, trouble: Option<String>) {
        match self.change(trouble.is_some()) {
            Some(Change::Away) => {
                tracing::error!(
                    store = self.store,
                    cause = trouble,
                    "a store does not answer: nobody can log in until it does"
                );
            }
            Some(Change::Back) => tracing::info!(store = self.store, "the store answers again"),
            None => {}
        }
    }

    fn change(&mut self, is_away: bool) -> Option<Change> {
        let was_away = self.silent >= AWAY;
        self.silent = if is_away { self.silent.saturating_add(1) } else { 0 };
        match (was_away, self.silent >= AWAY) {
            (false, true) => Some(Change::Away),
            (true, false) => Some(Change::Back),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_change_is_told_once() {
        let mut seen = Seen::new("database");
        let changes = [false, true, false, true, true, true, false, false].map(|is_away| seen.change(is_away));
        let (away, back) = (Some(Change::Away), Some(Change::Back));
        assert_eq!(changes, [None, None, None, None, away, None, back, None]);
    }

    #[tokio::test]
    async fn what_is_wrong_with_a_store_is_told() {
        assert_eq!(trouble(async { Ok(()) }).await, None);
        let refused = trouble(async { Err::<(), _>(Fault::new("ask", "wrong password")) }).await;
        assert!(refused.is_some_and(|cause| cause.contains("wrong password")));
    }
}
