//! The key under which tries on an identifier are counted.

use accounts::Account;
use accounts::identifier::Identifier;

use crate::ctx::Ctx;
use crate::known_device::KnownDevice;

const LABEL: &str = "login tally";
const DEVICE_LABEL: &str = "login tally of a device";

/// The key of an account: one count, whether its username or its e-mail
/// address is typed.
pub fn key_of(ctx: &Ctx, account: &Account) -> [u8; 32] {
    ctx.sealer.mac(LABEL, account.id.as_bytes())
}

/// The key of an identifier that belongs to nobody.
pub fn key_of_unknown(ctx: &Ctx, identifier: &Identifier) -> [u8; 32] {
    ctx.sealer.mac(LABEL, identifier.throttle_key().as_bytes())
}

/// The key of a browser that is known to an account.
pub fn key_of_device(ctx: &Ctx, device: &KnownDevice) -> [u8; 32] {
    ctx.sealer.mac(DEVICE_LABEL, device.id.as_bytes())
}
