//! "Remember my login on this computer": a token that a browser trades for its
//! session when that has run out, and for the next token.
//!
//! A token is `selector.validator`: the key of the row, and the generation with
//! the provider's MAC over both, so that the database holds nothing that opens
//! a session and a made-up text says nothing about any row.
//!
//! generation: current → Rotate; the one before, for a moment → Repeat; older →
//! Stolen: two browsers hold tokens of one login.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

/// How long the token before the current one still works: pages that a browser
/// opens at once all bring the same one.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// A browser that stays logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedLogin {
    /// Key of the row; the selector of every token of the login.
    pub id: Uuid,
    /// The session that the browser goes on with.
    pub session_id: Uuid,
    /// How many times the token was rotated.
    pub generation: u32,
    /// When it was last rotated.
    pub rotated_at: DateTime<Utc>,
    /// When the person asked to be remembered.
    pub created_at: DateTime<Utc>,
    /// When it ends, however often it is used.
    pub expires_at: DateTime<Utc>,
}

/// What a browser's token is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Return {
    /// The session goes on; this is the login with its next token.
    Rotate(RememberedLogin),
    /// Another request of the same browser has just done so: it gets the same.
    Repeat,
    /// The token was used before by somebody: the login must end.
    Stolen,
    /// The login's time is over.
    Over,
}

impl RememberedLogin {
    /// The login of the browser with this session, remembered for `ttl`.
    pub fn begin(id: Uuid, session_id: Uuid, ttl: TimeDelta, now: DateTime<Utc>) -> Self {
        Self { id, session_id, generation: 0, rotated_at: now, created_at: now, expires_at: now + ttl }
    }

    /// What a browser gets that comes back with the token of `generation`.
    pub fn on_return(&self, generation: u32, now: DateTime<Utc>) -> Return {
        if now >= self.expires_at {
            Return::Over
        } else if generation == self.generation {
            Return::Rotate(Self { generation: self.generation.saturating_add(1), rotated_at: now, ..self.clone() })
        } else if generation.checked_add(1) == Some(self.generation) && now - self.rotated_at < GRACE {
            Return::Repeat
        } else {
            Return::Stolen
        }
    }

    /// The current token.
    pub fn token(&self) -> Token {
        Token { id: self.id, generation: self.generation }
    }
}

/// What a genuine token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The login that it belongs to.
    pub id: Uuid,
    /// Its place among the login's tokens.
    pub generation: u32,
}

impl Token {
    /// The token as the browser keeps it. `mac` is a MAC by a key that only
    /// this provider has.
    pub fn mint(self, mac: impl Fn(&[u8]) -> [u8; 32]) -> String {
        let mut validator = self.generation.to_be_bytes().to_vec();
        validator.extend(mac(&self.said()));
        format!("{}.{}", URL_SAFE_NO_PAD.encode(self.id.as_bytes()), URL_SAFE_NO_PAD.encode(validator))
    }

    /// What `text` says, when its MAC is genuine; compared in constant time.
    pub fn parse(text: &str, mac: impl Fn(&[u8]) -> [u8; 32]) -> Option<Self> {
        let (selector, validator) = text.split_once('.')?;
        let id: [u8; 16] = URL_SAFE_NO_PAD.decode(selector).ok()?.try_into().ok()?;
        let validator = URL_SAFE_NO_PAD.decode(validator).ok()?;
        let (generation, tag) = validator.split_first_chunk::<4>()?;
        let token = Self { id: Uuid::from_bytes(id), generation: u32::from_be_bytes(*generation) };
        bool::from(mac(&token.said()).as_slice().ct_eq(tag)).then_some(token)
    }

    /// The bytes that stand for the token in a MAC.
    pub fn said(self) -> [u8; 20] {
        let mut said = [0; 20];
        let (id, generation) = said.split_at_mut(16);
        id.copy_from_slice(self.id.as_bytes());
        generation.copy_from_slice(&self.generation.to_be_bytes());
        said
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn login() -> RememberedLogin {
        let begun = RememberedLogin::begin(Uuid::from_u128(7), Uuid::from_u128(8), TimeDelta::days(30), NOW);
        RememberedLogin { generation: 3, rotated_at: NOW + TimeDelta::hours(1), ..begun }
    }

    fn mac(key: u8) -> impl Fn(&[u8]) -> [u8; 32] {
        move |message| {
            let mut tag = [key; 32];
            tag.iter_mut().zip(message).for_each(|(tag, byte)| *tag ^= byte.rotate_left(3));
            tag
        }
    }

    #[test]
    fn a_token_is_worth_what_its_generation_says() {
        let soon = login().rotated_at + TimeDelta::seconds(29);
        let later = login().rotated_at + TimeDelta::seconds(30);
        let next = RememberedLogin { generation: 4, rotated_at: later, ..login() };
        for (generation, now, expected) in [
            (3, later, Return::Rotate(next)),
            (2, soon, Return::Repeat),
            (2, later, Return::Stolen),
            (1, soon, Return::Stolen),
            (9, soon, Return::Stolen),
            (3, login().expires_at, Return::Over),
            (1, login().expires_at, Return::Over),
        ] {
            assert_eq!(login().on_return(generation, now), expected, "{generation} at {now}");
        }
    }

    #[test]
    fn rotation_does_not_make_the_login_last_longer() {
        let Return::Rotate(next) = login().on_return(3, NOW + TimeDelta::days(20)) else {
            unreachable!("the current token works")
        };
        assert_eq!((next.created_at, next.expires_at), (login().created_at, login().expires_at));
    }

    #[test]
    fn a_token_comes_back_as_it_was_made() {
        let token = login().token();
        let text = token.mint(mac(1));
        assert_eq!(text.len(), 22 + 1 + 48);
        assert_eq!(Token::parse(&text, mac(1)), Some(token));
    }

    #[test]
    fn a_token_that_this_provider_did_not_make_says_nothing() {
        let text = login().token().mint(mac(1));
        let (selector, validator) = text.split_once('.').unwrap();
        let other = Token { generation: 2, ..login().token() }.mint(mac(1));
        for made_up in [
            String::new(),
            selector.to_owned(),
            format!("{selector}."),
            format!("{selector}.{validator}A"),
            format!("{}.{validator}", URL_SAFE_NO_PAD.encode([9; 16])),
            format!("{selector}.{}", URL_SAFE_NO_PAD.encode([0; 36])),
            text.replace('.', ""),
        ] {
            assert_eq!(Token::parse(&made_up, mac(1)), None, "{made_up}");
        }
        assert_eq!(Token::parse(&text, mac(2)), None);
        assert_ne!(other, text);
    }
}
