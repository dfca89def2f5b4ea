//! Changes the password of somebody who is signed in and knows the old one.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::one_time_token::{Purpose, secret_to_text};
use accounts::password::{PasswordProblem, Rules, normalise};
use oidc::Session;
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::adapters::{Fault, HashError, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::password_proof::{Proof, prove};
use crate::{logout_notice, owner_mail, tally};

/// What came of it.
pub enum Outcome {
    /// The new password holds. Every other login has ended; this one goes on.
    Changed {
        /// The session cookie's new value.
        secret: Zeroizing<String>,
    },
    /// The new password does not meet the rule.
    Unfit(Vec<PasswordProblem>),
    /// The new password is the old one.
    Same,
    /// The old password was not shown to be right.
    Unproven(Proof),
    /// The login ended meanwhile, or the password was changed elsewhere.
    Ended,
}

/// Puts `new` in place of `current`. Other sessions, all refresh tokens and
/// all mailed links that are not the way back to an old address end; the owner
/// is told by mail.
///
/// # Errors
/// A [`Fault`] when a store is away; then nothing has changed.
pub async fn change_password(
    ctx: &Ctx,
    signed_in: &SignedIn,
    current: Zeroizing<String>,
    new: Zeroizing<String>,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let context = ctx.words_of(&signed_in.account);
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let problems = Rules::of(&ctx.accounts).check(&new, &context);
    if !problems.is_empty() {
        return Ok(Outcome::Unfit(problems));
    }
    let is_same = normalise(&current) == normalise(&new);
    match prove(ctx, &signed_in.account, current, caller).await? {
        Proof::Right if is_same => Ok(Outcome::Same),
        Proof::Right => put(ctx, signed_in, new, caller).await,
        refused => Ok(Outcome::Unproven(refused)),
    }
}

async fn put(ctx: &Ctx, signed_in: &SignedIn, new: Zeroizing<String>, caller: &Caller) -> Result<Outcome, Fault> {
    let hash = match ctx.hasher.hash(new, ctx.random()).await {
        Ok(hash) => hash,
        Err(HashError::Busy) => return Ok(Outcome::Unproven(Proof::Busy)),
        Err(error) => return Err(Fault::new("hash a password", error)),
    };
    let now = ctx.clock.now();
    let proven = &signed_in.account;
    let sessions = logout_notice::sessions_to_end(ctx, proven.id).await?;
    let secret = Zeroizing::new(secret_to_text(ctx.random()));
    let renewed = Session { auth_time: now, last_seen_at: now, remembered: false, ..signed_in.session.clone() };
    let tx = ctx.store.begin().await?;
    tally::clear(ctx, &tx, proven).await?;
    let fresh = tx.find_account(proven.id).await?;
    let Some(account) = fresh.filter(|fresh| fresh.is_as_proven(proven)) else {
        return tx.roll_back().await.map(|()| Outcome::Ended);
    };
    let digest = Digest::of(secret.as_bytes());
    if !tx.renew_session(&renewed, &digest, &signed_in.user_agent).await? {
        return tx.roll_back().await.map(|()| Outcome::Ended);
    }
    // A copy of the browser's cookies would come back by it.
    tx.forget_remembered_login(renewed.id).await?;
    let migration = account.migration.clone().map(|migration| migration.password_set(now));
    let password_set_at = Some(now);
    tx.update_account(&Account { password: Some(hash), password_set_at, migration, updated_at: now, ..account })
        .await?;
    tx.supersede_tokens(proven.id, &Purpose::BUT_UNDO, now).await?;
    logout_notice::end_all(ctx, &tx, proven.id, &sessions, Some(renewed.id)).await?;
    owner_mail::tell_of_password(ctx, &tx, proven, caller.into()).await?;
    let entry = caller.entry(now, Event::PasswordChanged, Some(proven.id));
    tx.append_audit(&Entry { session_id: Some(renewed.id), ..entry }).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Changed { secret })
}
