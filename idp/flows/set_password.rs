//! Sets a password behind a mailed link: the first one of a migrated account,
//! or one in place of a forgotten one.

use accounts::audit::Event;
use accounts::one_time_token::{OneTimeToken, Purpose, Standing};
use accounts::password::{PasswordHash, PasswordProblem, Rules};
use accounts::{Account, Locale};
use chrono::{DateTime, Utc};
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::adapters::{Fault, HashError, slots};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{DOUBLE_CLICK, may_compare};
use crate::{logout_notice, owner_mail, tally};

/// A link as its page finds it.
#[derive(Debug)]
pub struct Link {
    /// The link's row.
    pub token: OneTimeToken,
    /// Whether it works.
    pub standing: Standing,
    /// Whose password it sets.
    pub account: Account,
}

/// What came of a password that was typed behind a link.
#[derive(Debug)]
pub enum Outcome {
    /// It is set.
    Set(Box<Link>),
    /// It does not meet the rule.
    Unfit(Box<Link>, Vec<PasswordProblem>),
    /// The link no longer works.
    Dead(Box<Link>),
    /// The password pool is full.
    Busy,
}

/// Looks a link up by its secret's digest, changing nothing; `None` when there
/// is no such link, or it is not for a password.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn find_link(ctx: &Ctx, digest: &Digest) -> Result<Option<Link>, Fault> {
    let token = ctx.store.find_one_time_token(&digest.0).await?;
    let Some(token) = token.filter(|token| Purpose::PASSWORD.contains(&token.purpose)) else {
        return Ok(None);
    };
    let Some(account) = ctx.store.find_account(token.account_id).await? else {
        return Ok(None);
    };
    let standing = token.standing(ctx.clock.now());
    Ok(Some(Link { token, standing, account }))
}

/// Writes down, once for each link, that its page was opened by a browser that
/// keeps cookies: a person, not a mail scanner.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn note_opened(ctx: &Ctx, link: &Link, caller: &Caller) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let slot = slots::opened_link(&link.token.digest);
    // Without the ephemeral store the page opens all the same.
    if ctx.ephemeral.peek(&slot, now).await.is_ok_and(|known| known.is_some()) {
        return Ok(());
    }
    let tx = ctx.store.begin().await?;
    if let Some(account) = tx.find_account(link.account.id).await? {
        let migration = account.migration.clone().map(|migration| migration.link_opened(now));
        tx.update_account(&Account { migration, ..account }).await?;
    }
    tx.append_audit(&caller.entry(now, Event::PasswordLinkOpened, Some(link.account.id))).await?;
    tx.commit().await?;
    if let Err(fault) = ctx.ephemeral.put(&slot, &[], link.token.expires_at, now).await {
        tracing::debug!(%fault, "an opened link was not remembered");
    }
    Ok(())
}

/// Sets `password` as the password of the link's account, and `locale` as its
/// language where the person chose one. The link, every other link, every
/// session and every refresh token of the account end; a lock is lifted.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn set_password(
    ctx: &Ctx,
    link: Link,
    password: Zeroizing<String>,
    locale: Option<Locale>,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    let now = ctx.clock.now();
    if link.standing != Standing::Live {
        return dead(ctx, link, &password, caller).await;
    }
    let context = ctx.words_of(&link.account);
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    let problems = Rules::of(&ctx.accounts).check(&password, &context);
    if !problems.is_empty() {
        return Ok(Outcome::Unfit(Box::new(link), problems));
    }
    let hash = match ctx.hasher.hash(password.clone(), ctx.random()).await {
        Ok(hash) => hash,
        Err(HashError::Busy) => return Ok(Outcome::Busy),
        Err(error) => return Err(Fault::new("hash a password", error)),
    };
    let sessions = logout_notice::sessions_to_end(ctx, link.account.id).await?;
    let tx = ctx.store.begin().await?;
    let digest = Digest(link.token.digest);
    // Every step that writes goes by tally, account, link, session, in this
    // order: two that met in another one would wait for each other.
    tally::clear(ctx, &tx, &link.account).await?;
    let account = tx.find_account(link.account.id).await?;
    let taken = tx.consume_one_time_token(&digest.0, link.token.purpose, &caller.browser.digest(), now).await?;
    let (Some(account), Some(_)) = (account, taken) else {
        tx.roll_back().await?;
        let fresh = find_link(ctx, &digest).await?.unwrap_or(link);
        return dead(ctx, fresh, &password, caller).await;
    };
    let locale = locale.or(account.locale);
    tx.update_account(&with_password(Account { locale, ..account }, hash, now)).await?;
    tx.supersede_tokens(link.account.id, &Purpose::BUT_UNDO, now).await?;
    logout_notice::end_all(ctx, &tx, link.account.id, &sessions, None).await?;
    if link.token.purpose == Purpose::Recovery {
        owner_mail::tell_of_password(ctx, &tx, &Account { locale, ..link.account.clone() }, caller.into()).await?;
    }
    tx.append_audit(&caller.entry(now, Event::PasswordSet, Some(link.account.id))).await?;
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(Outcome::Set(Box::new(link)))
}

/// The account with its new password. Whoever has the link has the mailbox.
fn with_password(account: Account, hash: PasswordHash, now: DateTime<Utc>) -> Account {
    Account {
        password: Some(hash),
        password_set_at: Some(now),
        email_verified: account.email.is_some(),
        mail_failed_at: None,
        migration: account.migration.clone().map(|migration| migration.password_set(now)),
        updated_at: now,
        ..account
    }
}

/// A dead link, unless this very browser used it a moment ago for this very
/// password: then the button was pressed twice and the password is set.
async fn dead(ctx: &Ctx, link: Link, password: &str, caller: &Caller) -> Result<Outcome, Fault> {
    let own = link.token.used_by == Some(caller.browser.digest());
    let lately = link.token.used_at.is_some_and(|used_at| ctx.clock.now() - used_at < DOUBLE_CLICK);
    if !(own && lately && may_compare(ctx, &link.token).await?) {
        return Ok(Outcome::Dead(Box::new(link)));
    }
    let stored = link.account.password.clone();
    match ctx.hasher.verify(Zeroizing::new(password.to_owned()), stored).await {
        Ok(verified) if verified.matches => Ok(Outcome::Set(Box::new(link))),
        Ok(_) => Ok(Outcome::Dead(Box::new(link))),
        Err(HashError::Busy) => Ok(Outcome::Busy),
        Err(error) => Err(Fault::new("check a password", error)),
    }
}
