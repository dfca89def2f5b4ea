//! Links in mails: made here, whatever they are for, so that of those with one
//! purpose only the newest ever works.

use accounts::one_time_token::{OneTimeToken, Purpose, digest, secret_to_text};
use accounts::{Account, Email, Locale};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use crate::adapters::{Fault, Pass, Rate, Tx, slots};
use crate::ctx::{Caller, Ctx};
use crate::pending_login::PendingLogin;

/// A link's second use from the same browser within this time is the same
/// click once more.
pub const DOUBLE_CLICK: TimeDelta = TimeDelta::minutes(2);

/// A link that is to be mailed.
#[derive(Debug)]
pub struct NewLink<'a> {
    /// Whose it is.
    pub account_id: Uuid,
    /// What it is for.
    pub purpose: Purpose,
    /// The purposes whose older links it voids.
    pub voids: &'a [Purpose],
    /// The address that becomes the account's by its use.
    pub address: Option<Email>,
    /// Whether the browser has shown that it knows the account's password, so
    /// that the link needs none there.
    pub is_proven: bool,
    /// How long it works.
    pub ttl: TimeDelta,
    /// The login that it interrupts, to be gone on with afterwards.
    pub pending: Option<&'a PendingLogin>,
}

/// A link as the mail has it.
pub struct MadeLink {
    /// Its secret: 43 characters that need no escaping in an address.
    pub secret: String,
    /// When it stops working.
    pub expires_at: DateTime<Utc>,
}

/// The address of `path` with a link's secret. The page behind it may be opened
/// in a browser that knows nothing of the language that was chosen in the
/// login `pending`.
pub fn url(ctx: &Ctx, path: &str, secret: &str, pending: Option<&PendingLogin>) -> String {
    let chosen = pending.and_then(|pending| pending.locale);
    let language = chosen.map(|locale| format!("&ui_locales={}", locale.tag())).unwrap_or_default();
    ctx.oidc.url(&format!("{path}?token={secret}{language}"))
}

/// The language of a mail to the owner of `account`: the one that was chosen in
/// the login `pending`, else the owner's, else the one that the service asked
/// for, else the browser's.
pub fn locale_for(account: &Account, pending: Option<&PendingLogin>, caller: &Caller) -> Locale {
    let chosen = pending.and_then(|pending| pending.locale);
    let asked = pending.and_then(PendingLogin::asked_locale);
    chosen.or(account.locale).or(asked).unwrap_or(caller.locale)
}

/// Whether a form that came again so soon after its link was used may be
/// compared with what was typed then: a double click may, a flood of hashes may
/// not.
///
/// # Errors
/// A [`Fault`] when the ephemeral store is away.
pub async fn may_compare(ctx: &Ctx, token: &OneTimeToken) -> Result<bool, Fault> {
    const ONCE_OR_TWICE: Rate = Rate { per_minute: 1, burst: 2 };
    let slot = slots::pressed_again(&token.digest);
    Ok(ctx.ephemeral.throttle(&slot, ONCE_OR_TWICE, ctx.clock.now()).await? == Pass::Allowed)
}

impl NewLink<'_> {
    /// Writes the link down within `tx`, and voids the older ones. Its way back
    /// to the interrupted login works in the browser of `caller` alone.
    ///
    /// # Errors
    /// A [`Fault`] when the store is away.
    pub async fn make(self, ctx: &Ctx, tx: &Tx, caller: &Caller, now: DateTime<Utc>) -> Result<MadeLink, Fault> {
        let secret = ctx.random::<32>();
        let token = OneTimeToken {
            id: ctx.entropy.uuid(now),
            digest: digest(&secret),
            purpose: self.purpose,
            account_id: self.account_id,
            created_at: now,
            expires_at: now + self.ttl,
            used_at: None,
            used_by: None,
            superseded_at: None,
            client_id: self.pending.and_then(PendingLogin::client_id).map(str::to_owned),
            flow: self.pending.map(|pending| pending.seal(ctx, &caller.browser)),
            address: self.address,
            proven_by: self.is_proven.then(|| caller.browser.digest()),
        };
        tx.supersede_tokens(self.account_id, self.voids, now).await?;
        tx.insert_one_time_token(&token).await?;
        ctx.meters.links.add(self.purpose.name());
        Ok(MadeLink { secret: secret_to_text(secret), expires_at: token.expires_at })
    }
}
