//! The phones that the app page plays, each one browser: what an app keeps in
//! the phone's own key store.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{AccessToken, RefreshToken, SubjectIdentifier};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::demo::kit::{Login, ProviderIdToken, Tokens, random_id};

/// How long a phone that nobody uses is remembered.
const IDLE_TTL: TimeDelta = TimeDelta::days(1);

/// What an app holds after a login.
#[derive(Clone)]
pub struct Holding {
    /// The person.
    pub subject: SubjectIdentifier,
    /// What to call the person.
    pub name: String,
    /// The proof of the login.
    pub id_token: ProviderIdToken,
    /// Opens services.
    pub access_token: AccessToken,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// Gives the next tokens, once.
    pub refresh_token: Option<RefreshToken>,
    /// How often tokens were renewed since the login.
    pub renewals: u32,
}

impl Holding {
    /// What the app holds after `login`.
    pub fn of(login: Login) -> Self {
        let Login { id_token, user_info, tokens, .. } = login;
        let name = user_info.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        let username = user_info.preferred_username().map(|username| username.to_string());
        Self {
            subject: user_info.subject().clone(),
            name: name.or(username).unwrap_or_default(),
            id_token,
            access_token: tokens.access_token,
            expires_at: tokens.expires_at,
            refresh_token: tokens.refresh_token,
            renewals: 0,
        }
    }

    /// What it holds after the tokens were renewed.
    #[must_use]
    pub fn renewed(self, tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access_token,
            expires_at: tokens.expires_at,
            refresh_token: tokens.refresh_token.or(self.refresh_token),
            renewals: self.renewals + 1,
            ..self
        }
    }
}

/// Why an app holds nothing (any more), as its screen says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The login is over.
    Ended,
    /// The provider does not answer.
    Away,
}

/// One phone with the app.
#[derive(Clone)]
pub struct Device {
    /// What the app holds, when somebody is signed in to it.
    pub holding: Option<Holding>,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
    /// What the forms of its screen carry.
    pub csrf: String,
    used_at: DateTime<Utc>,
}

impl Device {
    /// Whether a form with `csrf` was made on this phone's screen.
    pub fn made_form(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }
}

/// All phones, by the value of the device cookie.
#[derive(Default)]
pub struct Devices(Mutex<HashMap<String, Device>>);

impl Devices {
    /// The phone under `id`.
    pub fn find(&self, id: &str) -> Option<Device> {
        self.lock().get(id).cloned()
    }

    /// Writes down what the phone under `id` holds now.
    pub fn put(&self, id: &str, holding: Option<Holding>, trouble: Option<Trouble>, now: DateTime<Utc>) {
        let mut devices = self.lock();
        devices.retain(|_, device| now < device.used_at + IDLE_TTL);
        let csrf = devices.remove(id).map_or_else(random_id, |device| device.csrf);
        devices.insert(id.to_owned(), Device { holding, trouble, csrf, used_at: now });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Device>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Eight hexadecimal digits by which one token can be told from another, and
/// which are of no use to anybody.
pub fn digest(token: &str) -> String {
    Sha256::digest(token).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_phone_keeps_its_forms_and_is_forgotten_when_idle() {
        let devices = Devices::default();
        let noon: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        devices.put("one", None, None, noon);
        let csrf = devices.find("one").unwrap().csrf;
        devices.put("one", None, Some(Trouble::Away), noon);
        let device = devices.find("one").unwrap();
        assert_eq!((device.csrf, device.trouble), (csrf, Some(Trouble::Away)));
        devices.put("two", None, None, noon + IDLE_TTL);
        assert!(devices.find("one").is_none());
    }

    #[test]
    fn a_digest_is_short_and_tells_tokens_apart() {
        assert_eq!(digest("abc"), "ba7816bf");
        assert_ne!(digest("rt_1"), digest("rt_2"));
    }
}
