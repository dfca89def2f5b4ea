//! Answers that take the same time for everybody. Where a page is the same
//! whether there is such an account or not, the time that writing a mail takes
//! must not tell either.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Answers come at full steps of this, counted from the request: longer than a
/// mail takes to be written, shorter than a person notices.
const STEP: Duration = Duration::from_millis(50);

/// The output of `work`, given at a full step of time.
pub async fn at_even_times<T>(work: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let output = work.await;
    sleep_until(next_step(began, Instant::now())).await;
    output
}

fn next_step(began: Instant, now: Instant) -> Instant {
    let mut step = began + STEP;
    while step < now {
        step += STEP;
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_less_short_work_end_at_the_same_step() {
        let began = Instant::now();
        for (took, answered) in [(0, 1), (49, 1), (50, 1), (51, 2), (149, 3)] {
            assert_eq!(next_step(began, began + Duration::from_millis(took)), began + STEP * answered, "{took} ms");
        }
    }
}
