//! Counting wrong passwords: under the identifier that was typed, whether it is
//! anybody's or not, and for a known browser, whose own count lets its owner in
//! while the identifier is locked for everybody else. No count tells which
//! identifiers are one person's.

use accounts::Account;
use accounts::identifier::Identifier;
use accounts::lockout::{Admission, Tally};
use chrono::{DateTime, Utc};

use crate::adapters::{Fault, Pass, Tx, slots};
use crate::ctx::Ctx;
use crate::known_device::KnownDevice;

const LABEL: &str = "login tally";
const DEVICE_LABEL: &str = "login tally of a device";

/// The key of an identifier: the same before and after it becomes somebody's.
pub fn key_of(ctx: &Ctx, identifier: &Identifier) -> [u8; 32] {
    ctx.sealer.mac(LABEL, identifier.throttle_key().as_bytes())
}

/// The keys of everything that the owner of `account` can type as username, in
/// the order in which every step takes several.
pub fn keys_of(ctx: &Ctx, account: &Account) -> Vec<[u8; 32]> {
    let names = [&account.username, &account.former_username].into_iter().flatten();
    let names = names.filter_map(|name| Identifier::parse(name).ok());
    let addresses = account.email.iter().cloned().map(Identifier::Email);
    let mut keys: Vec<_> = names.chain(addresses).map(|identifier| key_of(ctx, &identifier)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Lifts every lock of `account` and forgets its wrong passwords, because its
/// owner has shown more than a password.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn clear(ctx: &Ctx, tx: &Tx, account: &Account) -> Result<(), Fault> {
    for key in keys_of(ctx, account) {
        tx.clear_tally(&key).await?;
    }
    Ok(())
}

/// The counts that a try is entered in.
pub struct Counts {
    name: [u8; 32],
    /// Decides in place of the name's. A try is entered in both, so that a
    /// stolen cookie gives no more tries than the rule.
    device: Option<[u8; 32]>,
}

/// A try that was counted before its password is checked.
#[derive(Clone, Copy, Debug)]
pub struct Reserved {
    /// Whether the password may be checked.
    pub admission: Admission,
    /// Until when the identifier is locked, if just now by tries whose browsers
    /// left before the answer.
    pub locked_now: Option<DateTime<Utc>>,
}

/// A try that was wrong.
#[derive(Clone, Copy, Debug)]
pub struct Refused {
    /// Until when the next one is locked out.
    pub locked_until: Option<DateTime<Utc>>,
    /// How many more tries there are before that.
    pub tries_left: u32,
    /// Until when the identifier is locked, if by this very try.
    pub locked_now: Option<DateTime<Utc>>,
}

impl Counts {
    /// The counts of a try on what was typed, in a browser that is `known` to
    /// the account that it names.
    pub fn of_typed(ctx: &Ctx, identifier: &Identifier, known: Option<&KnownDevice>) -> Self {
        let device = known.map(|device| ctx.sealer.mac(DEVICE_LABEL, device.id.as_bytes()));
        Self { name: key_of(ctx, identifier), device }
    }

    /// The count of a try of somebody who is signed in to `account`: that of
    /// the name that the pages call them by.
    pub fn of_owner(ctx: &Ctx, account: &Account) -> Self {
        let name = match Identifier::parse(account.sign_in_name()) {
            Ok(identifier) => key_of(ctx, &identifier),
            Err(_) => ctx.sealer.mac(LABEL, account.id.as_bytes()),
        };
        Self { name, device: None }
    }

    /// Until when tries on the name, or from the network, come too fast.
    ///
    /// # Errors
    /// A [`Fault`] when the ephemeral store is away.
    pub async fn throttled(&self, ctx: &Ctx, network: &str) -> Result<Option<DateTime<Utc>>, Fault> {
        let now = ctx.clock.now();
        for (slot, rate) in [
            (slots::tries_from_network(network), ctx.limits.per_network),
            (slots::tries_on_identifier(&self.name, network), ctx.limits.per_account),
        ] {
            if let Pass::RetryAt(until) = ctx.ephemeral.throttle(&slot, rate, now).await? {
                return Ok(Some(until));
            }
        }
        Ok(None)
    }

    /// Counts the try before it is checked, so that tries in parallel cannot
    /// be more than the rule allows. Commit `tx` before the check.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away.
    pub async fn reserve(&self, ctx: &Ctx, tx: &Tx) -> Result<Reserved, Fault> {
        let (policy, now) = (&ctx.accounts.lockout, ctx.clock.now());
        let before = tx.lock_tally(&self.name).await?;
        let was_locked = before.locked_until.is_some();
        let (tally, on_name) = before.reserve(policy, now);
        let mut admission = on_name;
        if let Some(device) = &self.device {
            let (tally, on_device) = tx.lock_tally(device).await?.reserve(policy, now);
            tx.save_tally(device, &tally).await?;
            admission = on_device;
        }
        // A try that is not made because of the browser's count is not counted.
        if self.device.is_some() && !matches!(admission, Admission::Admitted { .. }) {
            return Ok(Reserved { admission, locked_now: None });
        }
        tx.save_tally(&self.name, &tally).await?;
        let locked_now = match on_name {
            Admission::Locked { until } if !was_locked => Some(until),
            _ => None,
        };
        Ok(Reserved { admission, locked_now })
    }

    /// Takes back the count of a try that was never checked.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away.
    pub async fn release(&self, tx: &Tx) -> Result<(), Fault> {
        for key in self.keys() {
            let tally = tx.lock_tally(key).await?.release();
            tx.save_tally(key, &tally).await?;
        }
        Ok(())
    }

    /// Forgets the wrong tries on the same name, because one was right. Those
    /// on the person's other names stay: together they would tell whose they
    /// are, and a lock would end with the next login by another name.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away.
    pub async fn clear(&self, tx: &Tx) -> Result<(), Fault> {
        for key in self.keys() {
            tx.clear_tally(key).await?;
        }
        Ok(())
    }

    /// Settles a try that was wrong.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away.
    pub async fn refuse(&self, ctx: &Ctx, tx: &Tx) -> Result<Refused, Fault> {
        let (mut deciding, locked_now) = settle(ctx, tx, &self.name).await?;
        if let Some(device) = &self.device {
            deciding = settle(ctx, tx, device).await?.0;
        }
        let tries_left = ctx.accounts.lockout.attempts.saturating_sub(deciding.failures);
        Ok(Refused { locked_until: deciding.locked_until, tries_left, locked_now })
    }

    /// A device comes after its name in every step that takes both.
    fn keys(&self) -> impl Iterator<Item = &[u8; 32]> {
        std::iter::once(&self.name).chain(&self.device)
    }
}

async fn settle(ctx: &Ctx, tx: &Tx, key: &[u8; 32]) -> Result<(Tally, Option<DateTime<Utc>>), Fault> {
    let (tally, locked) = tx.lock_tally(key).await?.settle_wrong(&ctx.accounts.lockout, ctx.clock.now());
    tx.save_tally(key, &tally).await?;
    Ok((tally, locked))
}
