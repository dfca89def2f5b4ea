//! Logins that are on their way: what a site must remember between
//! sending a browser to the provider and getting it back.
//!
//! Each is kept under its `state`, so that a person may have begun one in each
//! of several tabs, and is bound to the browser that began it, so that nobody
//! can finish a login in somebody else's browser [RFC 9700 §4.7].

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{Nonce, PkceCodeVerifier};

use super::connection::Wish;
use super::return_path::ReturnPath;

/// How long the provider's login page may stay open: over night and a little
/// longer, since the provider resumes a login for 24 hours.
const PENDING_TTL: TimeDelta = TimeDelta::hours(25);

/// How many logins are remembered; beyond it the oldest is forgotten.
const CAPACITY: usize = 10_000;

/// What is checked when the browser comes back.
pub struct PendingLogin {
    /// Must stand in the ID token.
    pub nonce: Nonce,
    /// Proves to the provider that this site began the login.
    pub verifier: PkceCodeVerifier,
    /// Which login was asked for.
    pub wish: Wish,
    /// The page where the login began.
    pub return_path: ReturnPath,
    /// When it began.
    pub began_at: DateTime<Utc>,
}

struct Entry {
    browser: String,
    login: PendingLogin,
}

/// All logins on their way, by `state`.
#[derive(Default)]
pub struct PendingLogins(Mutex<HashMap<String, Entry>>);

impl PendingLogins {
    /// Remembers a login that `browser` begins under `state`.
    pub fn begin(&self, browser: &str, state: &str, login: PendingLogin, now: DateTime<Utc>) {
        let mut entries = self.lock();
        if entries.len() >= CAPACITY {
            entries.retain(|_, entry| is_live(entry, now));
        }
        if entries.len() >= CAPACITY {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.login.began_at);
            if let Some(state) = oldest.map(|(state, _)| state.clone()) {
                entries.remove(&state);
            }
        }
        entries.insert(state.to_owned(), Entry { browser: browser.to_owned(), login });
    }

    /// The login that `browser` began under `state`. It is given out once.
    pub fn take(&self, browser: &str, state: &str, now: DateTime<Utc>) -> Option<PendingLogin> {
        let mut entries = self.lock();
        let entry = entries.get(state)?;
        if entry.browser != browser || !is_live(entry, now) {
            return None;
        }
        entries.remove(state).map(|entry| entry.login)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_live(entry: &Entry, now: DateTime<Utc>) -> bool {
    now < entry.login.began_at + PENDING_TTL
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use openidconnect::url::Url;

    fn login(path: &str) -> PendingLogin {
        login_at(path, noon())
    }

    fn login_at(path: &str, began_at: DateTime<Utc>) -> PendingLogin {
        let base: Url = "http://127.0.0.1:9001".parse().unwrap();
        PendingLogin {
            nonce: Nonce::new(format!("nonce of {path}")),
            verifier: PkceCodeVerifier::new(format!("verifier of {path}")),
            wish: Wish::Any,
            began_at,
            return_path: ReturnPath::parse(path, &base).unwrap(),
        }
    }

    fn noon() -> DateTime<Utc> {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn two_tabs_of_one_browser_each_return_to_their_own_page() {
        let logins = PendingLogins::default();
        logins.begin("browser", "first", login("/cases/1"), noon());
        logins.begin("browser", "second", login("/cases/2"), noon());

        let second = logins.take("browser", "second", noon()).unwrap();
        let first = logins.take("browser", "first", noon()).unwrap();
        assert_eq!(second.return_path.as_str(), "/cases/2");
        assert_eq!(first.return_path.as_str(), "/cases/1");
        assert_eq!(first.nonce.secret(), "nonce of /cases/1");
        assert_eq!(first.verifier.secret(), "verifier of /cases/1");
    }

    #[test]
    fn a_login_is_given_out_once() {
        let logins = PendingLogins::default();
        logins.begin("browser", "state", login("/"), noon());
        assert!(logins.take("browser", "state", noon()).is_some());
        assert!(logins.take("browser", "state", noon()).is_none());
    }

    #[test]
    fn another_browser_neither_gets_a_login_nor_spoils_it() {
        let logins = PendingLogins::default();
        logins.begin("browser", "state", login("/"), noon());
        assert!(logins.take("another", "state", noon()).is_none());
        assert!(logins.take("browser", "state", noon()).is_some());
    }

    #[test]
    fn a_login_survives_the_night_but_not_two() {
        let logins = PendingLogins::default();
        logins.begin("browser", "one", login("/"), noon());
        assert!(logins.take("browser", "one", noon() + TimeDelta::hours(20)).is_some());
        logins.begin("browser", "two", login("/"), noon());
        assert!(logins.take("browser", "two", noon() + TimeDelta::hours(25)).is_none());
    }

    #[test]
    fn the_oldest_login_makes_room_when_all_places_are_taken() {
        let logins = PendingLogins::default();
        let later = noon() + TimeDelta::minutes(1);
        logins.begin("browser", "oldest", login("/"), noon());
        for n in 1..CAPACITY {
            logins.begin("flood", &n.to_string(), login_at("/", later), later);
        }
        logins.begin("browser", "newest", login_at("/", later), later);
        assert!(logins.take("browser", "oldest", later).is_none());
        assert!(logins.take("browser", "newest", later).is_some());
        assert!(logins.take("flood", "1", later).is_some());
    }
}
