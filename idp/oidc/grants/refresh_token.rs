//! The refresh token grant [RFC 6749 §6, RFC 9700 §4.14].
//!
//! A token is `rt_` and the base64url of: family id (16 bytes), generation
//! (4 bytes, big endian) and a tag (32 bytes), which is the provider's MAC
//! over id, generation and client id. A text without a genuine tag says
//! nothing about any family and so can revoke none; a stranger's token has no
//! genuine tag.
//!
//! generation: current → Rotate or Repeat; the one before, within the grace →
//! Repeat; older → Replayed. Revoked, expired or unheard-of → Dead.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::client::{Client, RefreshPolicy};
use crate::error::ProtocolError;
use crate::params::Params;
use crate::refresh_family::RefreshFamily;
use crate::scope::Scope;

const PREFIX: &str = "rt_";

/// The answer to a refresh token that is unknown, used up, revoked, expired or
/// another client's: one for all.
pub const INVALID_REFRESH_TOKEN: ProtocolError = ProtocolError::invalid_grant("the refresh token is not valid");
const TOO_WIDE: ProtocolError = ProtocolError::invalid_scope("the scope is wider than what was granted");

/// The parameters of a token request with a refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshRequest {
    token: String,
    scope: Option<Scope>,
}

impl RefreshRequest {
    /// The parameters of this grant.
    ///
    /// # Errors
    /// `invalid_request` when `refresh_token` is missing.
    pub fn parse(params: &Params) -> Result<Self, ProtocolError> {
        let token = params.get("refresh_token").ok_or(ProtocolError::invalid_request("refresh_token is missing"))?;
        Ok(Self { token: token.to_owned(), scope: params.get("scope").map(Scope::parse) })
    }

    /// Which family and generation the presented token says it is.
    ///
    /// # Errors
    /// `invalid_grant` when the tag is not genuine; see [`RefreshToken::parse`].
    pub fn token(&self, client: &Client, mac: impl Fn(&[u8]) -> [u8; 32]) -> Result<RefreshToken, ProtocolError> {
        RefreshToken::parse(&self.token, &client.client_id, mac)
    }

    /// The scope of the new access token: what was asked for, else all that
    /// `family` was granted, without what `client` may not have any more.
    ///
    /// # Errors
    /// `invalid_scope` when more is asked for [RFC 6749 §6].
    pub fn narrow(&self, family: &RefreshFamily, client: &Client) -> Result<Scope, ProtocolError> {
        let allowed = family.scope.limited_to(&client.scopes);
        match &self.scope {
            None => Ok(allowed),
            Some(scope) if scope.is_within(&allowed) && !scope.is_empty() => Ok(scope.clone()),
            Some(_) => Err(TOO_WIDE),
        }
    }
}

impl fmt::Debug for RefreshRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshRequest").field("scope", &self.scope).finish_non_exhaustive()
    }
}

/// What a genuine refresh token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// The family that it belongs to.
    pub family_id: Uuid,
    /// Its place in the family.
    pub generation: u32,
}

impl RefreshToken {
    /// The text of `family`'s current token. `mac` is a MAC by a key that only
    /// this provider has.
    pub fn mint(family: &RefreshFamily, mac: impl Fn(&[u8]) -> [u8; 32]) -> String {
        let token = Self { family_id: family.id, generation: family.generation };
        let mut bytes = token.head().to_vec();
        bytes.extend(token.tag(&family.client_id, mac));
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// What the token `text`, presented by the client `client_id`, says; its
    /// tag is compared in constant time.
    ///
    /// # Errors
    /// `invalid_grant` when the token was not minted here for this client.
    pub fn parse(text: &str, client_id: &str, mac: impl Fn(&[u8]) -> [u8; 32]) -> Result<Self, ProtocolError> {
        let (token, tag) = decode(text).ok_or(INVALID_REFRESH_TOKEN)?;
        let genuine = bool::from(token.tag(client_id, mac).ct_eq(&tag));
        if genuine { Ok(token) } else { Err(INVALID_REFRESH_TOKEN) }
    }

    fn head(&self) -> [u8; 20] {
        let mut head = [0; 20];
        let (family_id, generation) = head.split_at_mut(16);
        family_id.copy_from_slice(self.family_id.as_bytes());
        generation.copy_from_slice(&self.generation.to_be_bytes());
        head
    }

    fn tag(&self, client_id: &str, mac: impl Fn(&[u8]) -> [u8; 32]) -> [u8; 32] {
        let mut message = self.head().to_vec();
        message.extend_from_slice(client_id.as_bytes());
        mac(&message)
    }
}

fn decode(text: &str) -> Option<(RefreshToken, [u8; 32])> {
    // The length first, so that a huge text costs nothing.
    let encoded = text.strip_prefix(PREFIX).filter(|encoded| encoded.len() == 70)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).ok()?;
    let (family_id, rest) = bytes.split_first_chunk::<16>()?;
    let (generation, tag) = rest.split_first_chunk::<4>()?;
    let token = RefreshToken { family_id: Uuid::from_bytes(*family_id), generation: u32::from_be_bytes(*generation) };
    Some((token, tag.try_into().ok()?))
}

/// What the use of a genuine refresh token comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is spent: the family goes on as `next`. When another request has
    /// moved the stored family on meanwhile, this is `Replayed`, or within the
    /// client's grace to be decided again on the family as it then stands.
    Rotate {
        /// The family to store in place of the one that was judged.
        next: RefreshFamily,
    },
    /// The client gets the family's current token (again).
    Repeat,
    /// It was used before: the family must be revoked, and all that was issued
    /// from its grant.
    Replayed,
    /// It is no longer good for anything.
    Dead,
}

/// What happens when `client` uses the token of `generation` of `family`. The
/// family's end never moves.
pub fn decide(family: &RefreshFamily, generation: u32, client: &Client, now: DateTime<Utc>) -> Use {
    let over = family.revoked_at.is_some() || now >= family.expires_at;
    // A generation that never was: the database is an older copy.
    if over || family.client_id != client.client_id || generation > family.generation {
        return Use::Dead;
    }
    if generation == family.generation {
        return match client.refresh {
            RefreshPolicy::Static => Use::Repeat,
            RefreshPolicy::Rotate | RefreshPolicy::RotateGrace(_) => rotate(family, now),
        };
    }
    let is_previous = family.generation - generation == 1;
    // Without a grace no clock is asked: another replica's may be ahead of ours.
    let is_in_grace = client.refresh.grace().is_some_and(|grace| now < family.rotated_at + grace);
    if is_previous && is_in_grace { Use::Repeat } else { Use::Replayed }
}

fn rotate(family: &RefreshFamily, now: DateTime<Utc>) -> Use {
    let Some(generation) = family.generation.checked_add(1) else {
        return Use::Dead;
    };
    Use::Rotate { next: RefreshFamily { generation, rotated_at: now, ..family.clone() } }
}

#[cfg(test)]
mod tests;
