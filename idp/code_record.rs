//! What the ephemeral store keeps of an authorization code: sealed, so that who
//! can read the store learns nothing of people, and who can write to it cannot
//! make a code say something else.

use oidc::AuthorizationCode;

use crate::adapters::Fault;
use crate::adapters::slots::Slot;
use crate::ctx::Ctx;

const LABEL: &str = "code";

/// The record of `code` for its place `slot`, which it is bound to.
///
/// # Errors
/// A [`Fault`] when OpenSSL fails.
pub fn seal(ctx: &Ctx, slot: &Slot, code: &AuthorizationCode) -> Result<Vec<u8>, Fault> {
    const DOING: &str = "write an authorization code";
    let plain = serde_json::to_vec(code).map_err(|error| Fault::new(DOING, error))?;
    ctx.sealer.seal(LABEL, slot.as_str().as_bytes(), &plain, ctx.random()).map_err(|error| Fault::new(DOING, error))
}

/// The code of a record that [`seal`] made for `slot`.
///
/// # Errors
/// A [`Fault`] when it was made elsewhere or for another place.
pub fn open(ctx: &Ctx, slot: &Slot, record: &[u8]) -> Result<AuthorizationCode, Fault> {
    const DOING: &str = "read an authorization code";
    let plain = ctx.sealer.open(LABEL, slot.as_str().as_bytes(), record).map_err(|error| Fault::new(DOING, error))?;
    serde_json::from_slice(&plain).map_err(|error| Fault::new(DOING, error))
}
