//! Activates a registered account behind a mailed link. In the browser that
//! registered it, one click is enough; elsewhere the link shows the mailbox
//! alone, so a password is set anew and the one that was typed at registration
//! is worth nothing: registering another's address gains nothing.

use accounts::Account;
use accounts::Locale;
use accounts::audit::Event;
use accounts::one_time_token::{OneTimeToken, Purpose, Standing};
use accounts::password::{PasswordHash, PasswordProblem, Rules};
use chrono::{DateTime, TimeDelta, Utc};
use oidc::names::Digest;
use zeroize::Zeroizing;

use crate::activation_link;
use crate::adapters::{Fault, HashError};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{DOUBLE_CLICK, may_compare};
use crate::password_link::Mailed;
use crate::pending_login::PendingLogin;
use crate::tally;

/// A page that was opened in time may be sent this much later.
const GRACE: TimeDelta = TimeDelta::minutes(10);
/// The links that an activation voids.
const ENDED_BY_ACTIVATION: [Purpose; 3] = [Purpose::Activation, Purpose::FirstPassword, Purpose::Recovery];

/// A link as its page finds it.
#[derive(Debug)]
pub struct Link {
    /// The link's row.
    pub token: OneTimeToken,
    /// Whether it works.
    pub standing: Standing,
    /// What it activates.
    pub account: Account,
    /// When the page is taken to be sent.
    judged_at: DateTime<Utc>,
}

impl Link {
    /// Whether the page must ask for a password in this browser.
    pub fn needs_password(&self, caller: &Caller) -> bool {
        self.token.proven_by != Some(caller.browser.digest())
    }

    /// Whether there is nothing to activate any more.
    pub fn is_done(&self) -> bool {
        !self.account.awaits_activation()
    }
}

/// What came of the button behind a link.
#[derive(Debug)]
pub enum Outcome {
    /// The account is active.
    Activated,
    /// The password does not meet the rule.
    Unfit(Box<Link>, Vec<PasswordProblem>),
    /// The link no longer works.
    Dead(Box<Link>),
    /// The password pool is full.
    Busy,
}

/// Looks a link up by its secret's digest, changing nothing; `None` when there
/// is no such link, or it activates nothing. `opened_at` is when its page was
/// first opened.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn find_link(ctx: &Ctx, digest: &Digest, opened_at: DateTime<Utc>) -> Result<Option<Link>, Fault> {
    let token = ctx.store.find_one_time_token(&digest.0).await?;
    let Some(token) = token.filter(|token| token.purpose == Purpose::Activation) else {
        return Ok(None);
    };
    let Some(account) = ctx.store.find_account(token.account_id).await? else {
        return Ok(None);
    };
    let now = ctx.clock.now();
    let in_grace = opened_at < token.expires_at && now < token.expires_at + GRACE;
    // What comes a little late counts as sent in the link's last moment.
    let judged_at = if in_grace { now.min(token.expires_at - TimeDelta::milliseconds(1)) } else { now };
    Ok(Some(Link { standing: token.standing(judged_at), token, account, judged_at }))
}

/// Activates the link's account. Where the page asked for one, `password`
/// takes the place of the one that was typed at registration, and what was
/// agreed to there is asked about at the next login. `locale` becomes
/// the account's language where the person chose one.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn activate(
    ctx: &Ctx,
    link: Link,
    password: Zeroizing<String>,
    locale: Option<Locale>,
    caller: &Caller,
) -> Result<Outcome, Fault> {
    if link.standing != Standing::Live || link.is_done() || !link.account.is_open() {
        return dead(ctx, link, &password, caller).await;
    }
    let fresh = match link.needs_password(caller) {
        true => match new_password(ctx, &link, &password).await? {
            Ok(hash) => Some(hash),
            Err(Refusal::Unfit(problems)) => return Ok(Outcome::Unfit(Box::new(link), problems)),
            Err(Refusal::Busy) => return Ok(Outcome::Busy),
        },
        false => None,
    };
    let now = ctx.clock.now();
    let digest = Digest(link.token.digest);
    let tx = ctx.store.begin().await?;
    // By tally, account, link, as every step that writes.
    tally::clear(ctx, &tx, &link.account).await?;
    let account = tx.find_account(link.account.id).await?.filter(Account::awaits_activation);
    let browser = caller.browser.digest();
    let taken = tx.consume_one_time_token(&digest.0, Purpose::Activation, &browser, link.judged_at).await?;
    let (Some(account), Some(_)) = (account, taken) else {
        tx.roll_back().await?;
        let fresh = find_link(ctx, &digest, now).await?.unwrap_or(link);
        return dead(ctx, fresh, &password, caller).await;
    };
    if fresh.is_some() {
        // Whoever ticked the form's box may be somebody else: the next login asks.
        tx.forget_acceptances(account.id).await?;
    }
    tx.update_account(&active(account, fresh, locale, now)).await?;
    tx.supersede_tokens(link.account.id, &ENDED_BY_ACTIVATION, now).await?;
    tx.append_audit(&caller.entry(now, Event::Activated, Some(link.account.id))).await?;
    tx.commit().await?;
    Ok(Outcome::Activated)
}

/// Mails another link to whoever has one that is dead.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing is mailed.
pub async fn mail_again(
    ctx: &Ctx,
    link: &Link,
    pending: Option<&PendingLogin>,
    caller: &Caller,
) -> Result<Mailed, Fault> {
    // Behind a link that a newer one took the place of, the password may have
    // been replaced as well.
    let is_proven = !link.needs_password(caller) && link.token.superseded_at.is_none();
    let tx = ctx.store.begin().await?;
    let mailed = match tx.find_account(link.account.id).await?.filter(Account::awaits_activation) {
        Some(account) => activation_link::mail(ctx, &tx, &account, is_proven, pending, caller).await?,
        None => Mailed::Impossible,
    };
    tx.commit().await?;
    ctx.outbox_bell.ring();
    Ok(mailed)
}

enum Refusal {
    Unfit(Vec<PasswordProblem>),
    Busy,
}

async fn new_password(ctx: &Ctx, link: &Link, password: &str) -> Result<Result<PasswordHash, Refusal>, Fault> {
    let account = &link.account;
    let own = [account.given_name.as_str(), &account.family_name, account.sign_in_name()];
    let context: Vec<&str> = own.into_iter().chain(ctx.organisation.names()).collect();
    let problems = Rules::of(&ctx.accounts).check(password, &context);
    if !problems.is_empty() {
        return Ok(Err(Refusal::Unfit(problems)));
    }
    match ctx.hasher.hash(Zeroizing::new(password.to_owned()), ctx.random()).await {
        Ok(hash) => Ok(Ok(hash)),
        Err(HashError::Busy) => Ok(Err(Refusal::Busy)),
        Err(error) => Err(Fault::new("hash a password", error)),
    }
}

fn active(account: Account, fresh: Option<PasswordHash>, locale: Option<Locale>, now: DateTime<Utc>) -> Account {
    let password_set_at = if fresh.is_some() { Some(now) } else { account.password_set_at };
    Account {
        password: fresh.or(account.password),
        password_set_at,
        email_verified: true,
        unactivated_since: None,
        mail_failed_at: None,
        locale: locale.or(account.locale),
        updated_at: now,
        ..account
    }
}

/// A dead link, unless this very browser used it a moment ago in the same way:
/// then the button was pressed twice and the account is active.
async fn dead(ctx: &Ctx, link: Link, password: &str, caller: &Caller) -> Result<Outcome, Fault> {
    let own = link.token.used_by == Some(caller.browser.digest());
    let lately = link.token.used_at.is_some_and(|used_at| ctx.clock.now() - used_at < DOUBLE_CLICK + GRACE);
    if !(own && lately) {
        return Ok(Outcome::Dead(Box::new(link)));
    }
    if !link.needs_password(caller) {
        return Ok(Outcome::Activated);
    }
    if !may_compare(ctx, &link.token).await? {
        return Ok(Outcome::Dead(Box::new(link)));
    }
    match ctx.hasher.verify(Zeroizing::new(password.to_owned()), link.account.password.clone()).await {
        Ok(verified) if verified.matches => Ok(Outcome::Activated),
        Ok(_) => Ok(Outcome::Dead(Box::new(link))),
        Err(HashError::Busy) => Ok(Outcome::Busy),
        Err(error) => Err(Fault::new("check a password", error)),
    }
}
