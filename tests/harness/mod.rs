//! What the tests drive the service with: the service itself on a database of
//! its own (`TestIdp`), a browser without JavaScript, relying parties built on
//! the openidconnect crate, a mail server and a receiver of logout tokens.

mod browser;
mod clock;
mod cookies;
mod form;
mod idp;
mod logout_receiver;
mod mail;
mod page;
mod people;
mod relying_party;
mod setup;
mod smtp_sink;

pub use browser::{Browser, Prepared};
pub use idp::{Home, TestIdp, succeed};
pub use mail::Mail;
pub use page::Page;
pub use people::{AINO, ERKKI, MINNA, OSKARI, PEKKA, Person, SIIRI};
pub use relying_party::{Attempt, RelyingParty, Reply, Tokens, claims_of, reply};
pub use setup::{CLIENT_SECRET, Setup, free_port};
pub use smtp_sink::{Fault, SmtpSink};

use std::time::Duration;

/// How long a test waits for something that the service does in its own time.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a person who runs the tests wishes by the variable `name`.
pub fn variable(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "how a person who runs the tests says what they want")]
    std::env::var(name).ok()
}

/// `usual` in `make test`, `thorough` in `make test-all` and `make test-faults`.
pub fn usual_or_thorough<T>(usual: T, thorough: T) -> T {
    if variable("IDP_TEST_THOROUGH").is_some() { thorough } else { usual }
}

/// Asks `look` again and again until it gives a value.
///
/// # Panics
/// When there is none within `PATIENCE`; the message says `what` was awaited.
pub async fn wait_for<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let search = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("waited in vain for {what}"))
}
