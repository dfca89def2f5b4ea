//! A signing key as the database stores it: the private half sealed, the public
//! half in the clear, and where it stands in its life.
//!
//! ```text
//! next ──rotate──▶ current ──rotate──▶ retired ──retire──▶ deleted
//! ```

use std::fmt;

use chrono::{DateTime, Utc};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Algorithm, KeyError, Sealer, jwk};

/// The purpose under which private keys are sealed.
const LABEL: &str = "signing-key";

/// Where a key stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyState {
    /// Signs.
    Current,
    /// Published before it signs, so that no relying party meets it unprepared.
    Next,
    /// Signs no more, but tokens that it signed are still about.
    Retired,
}

impl KeyState {
    const ALL: [Self; 3] = [Self::Current, Self::Next, Self::Retired];

    /// The word that the database and the command line use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Retired => "retired",
        }
    }

    /// The state of such a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// A signing key as the database stores it.
#[derive(Clone, PartialEq)]
pub struct KeyRecord {
    /// The key's name in tokens and in the JWK Set: its thumbprint [RFC 7638].
    pub kid: String,
    /// The one algorithm that the key is used with.
    pub algorithm: Algorithm,
    /// Where the key stands in its life.
    pub state: KeyState,
    /// The private key, sealed with `kid` as context.
    pub sealed_private: Vec<u8>,
    /// The public key as published; for people to read, never trusted.
    pub public_jwk: Value,
    /// When the key was made.
    pub created_at: DateTime<Utc>,
    /// Since when the key signs or has signed.
    pub activated_at: Option<DateTime<Utc>>,
    /// Since when the key signs no more.
    pub retired_at: Option<DateTime<Utc>>,
}

impl KeyRecord {
    /// A new key in `state`, sealed with `nonce`, which must be fresh and random.
    ///
    /// OpenSSL makes the key and takes the randomness for it from the system
    /// itself: a private key must come from a generator that nobody can seed,
    /// and a prime is not found in a fixed number of bytes. This is the one
    /// exception to randomness being passed in. RSA takes up to a second.
    ///
    /// # Errors
    /// [`KeyError::Crypto`] when OpenSSL fails.
    pub fn generate(
        algorithm: Algorithm,
        sealer: &Sealer,
        state: KeyState,
        nonce: [u8; 12],
        now: DateTime<Utc>,
    ) -> Result<Self, KeyError> {
        let key = algorithm.generate()?;
        let public = key.to_public();
        let kid = jwk::thumbprint(&public);
        Ok(Self {
            sealed_private: sealer.seal(LABEL, kid.as_bytes(), &key.to_der(), nonce)?,
            public_jwk: jwk::published(&public, &kid, algorithm),
            kid,
            algorithm,
            state,
            created_at: now,
            activated_at: (state != KeyState::Next).then_some(now),
            retired_at: (state == KeyState::Retired).then_some(now),
        })
    }

    /// The private key as DER.
    pub(crate) fn open(&self, sealer: &Sealer) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        sealer.open(LABEL, self.kid.as_bytes(), &self.sealed_private)
    }
}

impl fmt::Debug for KeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRecord")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .field("state", &self.state)
            .field("created_at", &self.created_at)
            .field("activated_at", &self.activated_at)
            .field("retired_at", &self.retired_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::fixture;

    #[test]
    fn a_new_key_carries_the_stamps_of_its_state() {
        let at = Some(fixture::now());
        for (state, activated_at, retired_at) in
            [(KeyState::Next, None, None), (KeyState::Current, at, None), (KeyState::Retired, at, at)]
        {
            let record = fixture::record(Algorithm::Es256, state);
            let stamps = (record.created_at, record.activated_at, record.retired_at);
            assert_eq!(stamps, (fixture::now(), activated_at, retired_at), "{state:?}");
            assert_eq!(KeyState::from_name(state.name()), Some(state));
        }
        assert_eq!(KeyState::from_name("Current"), None);
    }

    #[test]
    fn a_new_key_is_named_by_its_thumbprint_and_opens_only_under_that_name() {
        let mut record = fixture::record(Algorithm::Es256, KeyState::Next);
        assert_eq!(record.kid.len(), 43);
        assert_eq!(record.public_jwk.get("kid").unwrap(), &record.kid);
        assert!(record.open(&fixture::sealer()).is_ok());
        record.kid = "another".to_owned();
        assert!(matches!(record.open(&fixture::sealer()), Err(KeyError::DoesNotOpen)));
    }

    #[test]
    fn two_new_keys_differ_and_debug_shows_no_key() {
        let one = fixture::record(Algorithm::Es256, KeyState::Next);
        assert_ne!(one.kid, fixture::record(Algorithm::Es256, KeyState::Next).kid);
        let shown = format!("{one:?}");
        assert!(shown.contains(&one.kid) && !shown.contains("sealed_private"), "{shown}");
    }
}
