//! New terms of use and a new privacy notice: what a person has yet to agree
//! to, and what they say. Nothing is shared with a client before.

use accounts::Locale;
use accounts::audit::{Entry, Event};
use accounts::terms::{Acceptance, Edition};
use uuid::Uuid;

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::pending_login::PendingLogin;

/// What a person has yet to agree to.
#[derive(Clone, Debug, Default)]
pub struct Outstanding {
    /// The editions in force that they have not agreed to, the terms first.
    pub editions: Vec<Edition>,
    /// Whether they have agreed to an earlier edition of any of these.
    pub agreed_before: bool,
}

/// What the person of this account has yet to agree to.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn outstanding(ctx: &Ctx, account_id: Uuid) -> Result<Outstanding, Fault> {
    let accepted = ctx.store.acceptances_of(account_id).await?;
    let editions = ctx.accounts.editions.outstanding(&accepted, ctx.clock.now());
    let agreed_before = editions.iter().any(|edition| accepted.iter().any(|done| done.document == edition.document));
    Ok(Outstanding { editions: editions.into_iter().cloned().collect(), agreed_before })
}

/// Writes down that the person agrees to those editions in force whose names
/// the page has `shown` them, separated by spaces. An edition that came into
/// force meanwhile is asked about by itself, and a closed account agrees to
/// nothing.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn agree(
    ctx: &Ctx,
    signed_in: &SignedIn,
    pending: &PendingLogin,
    (shown, locale): (&str, Locale),
    caller: &Caller,
) -> Result<(), Fault> {
    let in_force = ctx.accounts.editions.acceptance(ctx.clock.now(), locale);
    let was_shown = |acceptance: &Acceptance| shown.split(' ').any(|name| name == acceptance.edition_name());
    let agreed: Vec<Acceptance> = in_force.into_iter().filter(was_shown).collect();
    let tx = ctx.store.begin().await?;
    if tx.find_account(signed_in.account.id).await?.is_none_or(|account| !account.is_open()) {
        return tx.roll_back().await;
    }
    tx.insert_acceptances(signed_in.account.id, &agreed).await?;
    for acceptance in &agreed {
        let detail = Some(acceptance.document.name().into());
        tx.append_audit(&Entry { detail, ..entry(ctx, Event::TermsAccepted, signed_in, pending, caller) }).await?;
    }
    tx.commit().await
}

/// Writes down that the person does not agree.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn decline(ctx: &Ctx, signed_in: &SignedIn, pending: &PendingLogin, caller: &Caller) -> Result<(), Fault> {
    ctx.store.append_audit(&entry(ctx, Event::TermsDeclined, signed_in, pending, caller)).await
}

fn entry(ctx: &Ctx, event: Event, signed_in: &SignedIn, pending: &PendingLogin, caller: &Caller) -> Entry {
    Entry {
        client_id: pending.client_id().map(str::to_owned),
        session_id: Some(signed_in.session.id),
        ..caller.entry(ctx.clock.now(), event, Some(signed_in.account.id))
    }
}
