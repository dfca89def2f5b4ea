//! The deletion of an account: asked for by its owner, taken back, and done
//! when its time has come.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::deletion::{cancelled, deleted, planned};
use zeroize::Zeroizing;

use crate::adapters::{Fault, News, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::owner_mail::Cause;
use crate::password_proof::{Proof, prove};
use crate::reference::Reference;
use crate::{logout_notice, owner_mail, tally};

/// Accounts that are looked for at a time; each is deleted by itself.
const BATCH: u32 = 100;

/// What came of the wish to delete an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It will be deleted.
    Planned,
    /// The password was not shown to be right.
    Unproven(Proof),
    /// The account was closed meanwhile, or the password was changed elsewhere.
    Ended,
}

/// Plans the deletion: every login ends, refresh tokens too, and the owner is
/// told by mail until when to take it back.
///
/// # Errors
/// A [`Fault`] when a store is away; then nothing has changed.
pub async fn plan_deletion(
    ctx: &Ctx,
    signed_in: &SignedIn,
    password: Zeroizing<String>,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let proof = prove(ctx, &signed_in.account, password, caller).await?;
    if proof != Proof::Right {
        return Ok(Outcome::Unproven(proof));
    }
    let now = ctx.clock.now();
    let sessions = logout_notice::sessions_to_end(ctx, signed_in.account.id).await?;
    let tx = ctx.store.begin().await?;
    let fresh = tx.find_account(signed_in.account.id).await?;
    let Some(account) = fresh.filter(|fresh| fresh.is_as_proven(&signed_in.account)) else {
        return tx.roll_back().await.map(|()| Outcome::Ended);
    };
    let account = planned(account, now);
    tx.update_account(&account).await?;
    logout_notice::end_all(ctx, &tx, account.id, &sessions, None).await?;
    if let (Some(address), Some(due_at)) = (account.mailbox(), account.deletion_due_at) {
        let news = News::DeletionPlanned { due_at, url: ctx.oidc.url("/login") };
        owner_mail::tell(ctx, &tx, &account, address, news, caller.into()).await?;
    }
    tx.append_audit(&caller.entry(now, Event::DeletionPlanned, Some(account.id))).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Planned)
}

/// Keeps the account after all.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn cancel_deletion(ctx: &Ctx, signed_in: &SignedIn, caller: &Caller) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    let account = tx.find_account(signed_in.account.id).await?;
    let Some(account) = account.filter(|account| account.is_open() && account.deletion_due_at.is_some()) else {
        return tx.roll_back().await;
    };
    tx.update_account(&cancelled(account, now)).await?;
    let entry = caller.entry(now, Event::DeletionCancelled, Some(signed_in.account.id));
    tx.append_audit(&Entry { session_id: Some(signed_in.session.id), ..entry }).await?;
    tx.commit().await
}

/// Deletes every account whose time has come, and tells how many those were.
///
/// # Errors
/// A [`Fault`] when the store is away; whole accounts before are done.
pub async fn delete_due(ctx: &Ctx) -> Result<u64, Fault> {
    let mut count = 0;
    loop {
        let due = ctx.store.accounts_to_delete(BATCH, ctx.clock.now()).await?;
        if due.is_empty() {
            return Ok(count);
        }
        for account in due {
            count += u64::from(delete(ctx, &account).await?);
        }
        ctx.outbox_bell.ring();
    }
}

/// `false` when the owner took it back a moment ago.
async fn delete(ctx: &Ctx, due: &Account) -> Result<bool, Fault> {
    let now = ctx.clock.now();
    let sessions = logout_notice::sessions_to_end(ctx, due.id).await?;
    let tx = ctx.store.begin().await?;
    tally::clear(ctx, &tx, due).await?;
    let fresh = tx.find_account(due.id).await?;
    let Some(account) = fresh.filter(|fresh| fresh.deletion_due_at.is_some_and(|due_at| due_at <= now)) else {
        return tx.roll_back().await.map(|()| false);
    };
    logout_notice::end_all(ctx, &tx, account.id, &sessions, None).await?;
    tx.withdraw_mails(account.id, now).await?;
    tx.erase_traces(account.id).await?;
    let reference = Reference::new(ctx.random());
    if let Some(address) = account.mailbox() {
        let locale = account.locale.unwrap_or_default();
        let cause = Cause { locale, reference: &reference };
        owner_mail::tell(ctx, &tx, &account, address, News::Deleted { at: now }, cause).await?;
    }
    let entry = Entry::unattended(now, Event::Deleted, Some(account.id));
    tx.append_audit(&Entry { reference: Some(reference.to_string()), ..entry }).await?;
    tx.update_account(&deleted(account, now)).await?;
    tx.commit().await.map(|()| true)
}
