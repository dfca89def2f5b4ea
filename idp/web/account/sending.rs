//! What the page after mailing a link says of it. The page's address carries
//! one word; the times come from the store.

use chrono::{DateTime, Utc};

use crate::password_link::Mailed;
use crate::web::app::App;
use crate::web::pages::link::Sending;

const AGAIN: &str = "again";
const SOON: &str = "soon";
const LIMIT: &str = "limit";

/// The word for what came of asking for another link, given the times of the
/// links of the last day.
pub fn word_for(app: &App, mailed: Mailed, times: &[DateTime<Utc>]) -> &'static str {
    match mailed {
        Mailed::Sent => AGAIN,
        Mailed::TooSoon { .. } if is_spent(app, times) => LIMIT,
        Mailed::TooSoon { .. } | Mailed::Impossible => SOON,
    }
}

/// What the page says for `word`.
pub fn sending_of(app: &App, word: &str, times: &[DateTime<Utc>]) -> Sending {
    match (word, times.iter().max().copied()) {
        (AGAIN, Some(at)) => Sending::Again { at },
        (SOON, Some(at)) => Sending::TooSoon { retry_at: at + app.ctx.accounts.resend_after },
        (LIMIT, Some(_)) => Sending::DailyLimit { count: app.ctx.accounts.mails_per_day },
        _ => Sending::First,
    }
}

fn is_spent(app: &App, times: &[DateTime<Utc>]) -> bool {
    u32::try_from(times.len()).is_ok_and(|count| count >= app.ctx.accounts.mails_per_day)
}
