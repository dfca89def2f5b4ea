//! What a person sees of the own account, and its language.

use accounts::audit::{Entry, Event};
use accounts::{Account, Locale};
use chrono::{DateTime, Utc};

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};

/// A browser that is signed in to the account.
#[derive(Clone, Debug)]
pub struct Device {
    /// The key of its session.
    pub id: uuid::Uuid,
    /// The browser's description of itself.
    pub user_agent: String,
    /// When it signed in.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// Until when it is remembered, if it is.
    pub remembered_until: Option<DateTime<Utc>>,
    /// Whether it is the browser that asks.
    pub is_this: bool,
}

/// The browsers that are signed in to the account, the asking one first, then
/// the one used last.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn devices(ctx: &Ctx, signed_in: &SignedIn) -> Result<Vec<Device>, Fault> {
    let now = ctx.clock.now();
    let sessions =
        ctx.store.sessions_of(signed_in.account.id, ctx.accounts.idle_of(signed_in.account.kind), now).await?;
    let remembered = ctx.store.remembered_logins_of(signed_in.account.id, now).await?;
    let remembered_until = |id| remembered.iter().find(|login| login.session_id == id).map(|login| login.expires_at);
    let mut devices: Vec<Device> = sessions
        .into_iter()
        .map(|SignedIn { session, user_agent, .. }| Device {
            id: session.id,
            user_agent,
            signed_in_at: session.created_at,
            last_seen_at: session.last_seen_at,
            remembered_until: remembered_until(session.id),
            is_this: session.id == signed_in.session.id,
        })
        .collect();
    devices.sort_by_key(|device| (!device.is_this, std::cmp::Reverse(device.last_seen_at)));
    Ok(devices)
}

/// Makes `locale`, which the person chose, the language of the account of this
/// subject: of its mails, of its pages in other browsers, and of what clients
/// are told.
///
/// # Errors
/// A [`Fault`] when the store is away; then the language is as it was.
pub async fn choose_language(ctx: &Ctx, sub: &str, locale: Locale, caller: &Caller) -> Result<(), Fault> {
    let known = ctx.store.find_account_by_sub(sub).await?;
    let Some(known) = known.filter(|account| account.locale != Some(locale)) else {
        return Ok(());
    };
    let tx = ctx.store.begin().await?;
    let Some(account) = tx.find_account(known.id).await?.filter(Account::is_open) else {
        return tx.roll_back().await;
    };
    let now = ctx.clock.now();
    tx.update_account(&Account { locale: Some(locale), updated_at: now, ..account }).await?;
    let entry = caller.entry(now, Event::DetailsChanged, Some(known.id));
    tx.append_audit(&Entry { detail: Some("language".into()), ..entry }).await?;
    tx.commit().await
}
