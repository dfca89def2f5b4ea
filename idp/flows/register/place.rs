//! Where a registration ends: in a new account, in one that nobody has
//! activated yet, or with the owner of the address, who is told.

use accounts::Account;
use accounts::audit::{Entry, Event};
use accounts::identifier::Identifier;
use accounts::one_time_token::Purpose;
use accounts::policy::Privacy;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;

use crate::activation_link;
use crate::adapters::{Fault, Message, Tx, slots};
use crate::ctx::{Caller, Ctx};
use crate::outbox::{NOTICE_TTL, Parcel};
use crate::password_link::Mailed;
use crate::pending_login::PendingLogin;
use crate::registration::Registration;

/// How often the place is looked for anew when another form was quicker.
const TRIES: usize = 5;

/// Where a registration ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    /// With an account that waits for its activation.
    Waiting,
    /// The address has an account, whose owner knows of it now.
    Taken,
}

/// A registration on its way.
pub(super) struct Placement<'a> {
    pub(super) registration: &'a Registration,
    pub(super) pending: &'a PendingLogin,
    pub(super) caller: &'a Caller,
}

impl Placement<'_> {
    /// Makes the account, or renews the one that waits. `instead_of` is the
    /// registration whose address was corrected.
    pub(super) async fn place(&self, ctx: &Ctx, instead_of: Option<&Registration>) -> Result<Placed, Fault> {
        for _ in 0..TRIES {
            // Of two forms at once the second finds what the first made.
            if let Some(placed) = self.try_to_place(ctx, instead_of).await? {
                ctx.outbox_bell.ring();
                return Ok(placed);
            }
        }
        Err(Fault::new("register an account", "the address changes hands all the time"))
    }

    async fn try_to_place(&self, ctx: &Ctx, instead_of: Option<&Registration>) -> Result<Option<Placed>, Fault> {
        let found = holder(ctx, self.registration).await?;
        let wrong = match instead_of {
            Some(previous) => holder(ctx, previous).await?.filter(|account| previous.made(account)),
            None => None,
        };
        let tells = may_tell(ctx, found.as_ref()).await?;
        let tx = ctx.store.begin().await?;
        hold(&tx, [&found, &wrong]).await?;
        if let Some(wrong) = wrong {
            self.withdraw(ctx, &tx, &wrong).await?;
        }
        let placed = match &found {
            None => self.insert(ctx, &tx).await?.then_some(Placed::Waiting),
            Some(found) => self.meet(ctx, &tx, found, tells).await?,
        };
        match (placed, &found) {
            (None, _) => tx.roll_back().await?,
            // The page says so, and the wrong address stays what it was.
            (Some(Placed::Taken), Some(owner)) if ctx.accounts.privacy == Privacy::Seed => {
                tx.roll_back().await?;
                ctx.store.append_audit(&self.entry(ctx, Event::Registered, owner, Some("taken"))).await?;
            }
            (Some(_), _) => tx.commit().await?,
        }
        Ok(placed)
    }

    /// Renews the account that was found, or tells its owner; `None` when it is
    /// gone since.
    async fn meet(&self, ctx: &Ctx, tx: &Tx, found: &Account, tells: bool) -> Result<Option<Placed>, Fault> {
        match tx.find_account(found.id).await? {
            Some(account) if account.awaits_activation() => {
                self.renew(ctx, tx, account).await.map(|()| Some(Placed::Waiting))
            }
            Some(account) => self.tell_owner(ctx, tx, &account, tells).await.map(|()| Some(Placed::Taken)),
            None => Ok(None),
        }
    }

    /// Mails another link, or tells the owner of the address once more.
    pub(super) async fn mail_again(&self, ctx: &Ctx) -> Result<(), Fault> {
        let Some(account) = holder(ctx, self.registration).await? else {
            return Ok(());
        };
        let tells = may_tell(ctx, Some(&account)).await?;
        let tx = ctx.store.begin().await?;
        match tx.find_account(account.id).await? {
            Some(account) if self.registration.made(&account) => {
                activation_link::mail(ctx, &tx, &account, true, Some(self.pending), self.caller).await?;
            }
            Some(account) if !account.awaits_activation() => self.tell_owner(ctx, &tx, &account, tells).await?,
            _ => {}
        }
        tx.commit().await?;
        ctx.outbox_bell.ring();
        Ok(())
    }

    /// `false` when somebody else has the address since this moment.
    async fn insert(&self, ctx: &Ctx, tx: &Tx) -> Result<bool, Fault> {
        let now = ctx.clock.now();
        let Registration { person, password, locale, .. } = self.registration.clone();
        let sub = URL_SAFE_NO_PAD.encode(ctx.random::<16>());
        let account = person.into_account(ctx.entropy.uuid(now), sub, password, locale, now);
        if !tx.insert_account(&account).await? {
            return Ok(false);
        }
        self.write_down(ctx, tx, &account, None).await?;
        activation_link::mail(ctx, tx, &account, true, Some(self.pending), self.caller).await?;
        Ok(true)
    }

    /// Puts what was typed now in place of what was typed before. Where no
    /// link can be mailed yet, only the browser that has the last one may do
    /// so: in another it would be a link to an account of which nobody there
    /// knows the password.
    async fn renew(&self, ctx: &Ctx, tx: &Tx, account: Account) -> Result<(), Fault> {
        let now = ctx.clock.now();
        let live = tx.live_link(account.id, Purpose::Activation, now).await?;
        let is_own = live.is_some_and(|token| token.proven_by == Some(self.caller.browser.digest()));
        let Registration { person, password, locale, .. } = self.registration.clone();
        let renewed = person.into_account(account.id, account.sub, password, locale, now);
        let renewed = Account { created_at: account.created_at, disabled_at: account.disabled_at, ..renewed };
        let mailed = activation_link::mail(ctx, tx, &renewed, true, Some(self.pending), self.caller).await?;
        if mailed == Mailed::Sent || is_own {
            tx.update_account(&renewed).await?;
            tx.forget_acceptances(renewed.id).await?;
            self.write_down(ctx, tx, &renewed, Some("again")).await?;
        }
        Ok(())
    }

    async fn write_down(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        account: &Account,
        detail: Option<&'static str>,
    ) -> Result<(), Fault> {
        let Registration { locale, registered_at, .. } = *self.registration;
        let accepted = ctx.accounts.editions.acceptance(registered_at, locale);
        tx.insert_acceptances(account.id, &accepted).await?;
        tx.append_audit(&self.entry(ctx, Event::Registered, account, detail)).await
    }

    /// Removes what the registration with the wrong address made, and with it
    /// the link that somebody else may have got.
    async fn withdraw(&self, ctx: &Ctx, tx: &Tx, wrong: &Account) -> Result<(), Fault> {
        let fresh = tx.find_account(wrong.id).await?.filter(|fresh| fresh.password == wrong.password);
        if fresh.is_some() && tx.remove_unactivated(wrong.id).await? {
            tx.append_audit(&self.entry(ctx, Event::AddressCorrected, wrong, None)).await?;
        }
        Ok(())
    }

    /// Mails the owner of the address that there is an account already.
    async fn tell_owner(&self, ctx: &Ctx, tx: &Tx, account: &Account, tells: bool) -> Result<(), Fault> {
        let now = ctx.clock.now();
        tx.append_audit(&self.entry(ctx, Event::Registered, account, Some("taken"))).await?;
        let Some(email) = account.mailbox().filter(|_| tells) else {
            return Ok(());
        };
        let message = Message::AlreadyRegistered {
            username: account.sign_in_name().to_owned(),
            given_name: account.given_name.clone(),
            url: ctx.oidc.url("/forgot"),
        };
        let locale = account.locale.unwrap_or(self.caller.locale);
        let reference = Some(self.caller.reference.clone());
        let parcel = Parcel::Mail { to: email.for_delivery(), locale, message, reference };
        tx.enqueue(&parcel.pack(ctx, Some(account.id), now, now + NOTICE_TTL)?).await
    }

    fn entry(&self, ctx: &Ctx, event: Event, account: &Account, detail: Option<&'static str>) -> Entry {
        Entry {
            client_id: self.pending.client_id().map(str::to_owned),
            detail: detail.map(Into::into),
            ..self.caller.entry(ctx.clock.now(), event, Some(account.id))
        }
    }
}

/// Holds the accounts in the order of their keys: of two people who correct
/// their addresses crosswise one waits for the other.
async fn hold(tx: &Tx, accounts: [&Option<Account>; 2]) -> Result<(), Fault> {
    let mut ids: Vec<_> = accounts.into_iter().flatten().map(|account| account.id).collect();
    ids.sort_unstable();
    for id in ids {
        tx.find_account(id).await?;
    }
    Ok(())
}

/// The account of whoever types the registration's address as username.
async fn holder(ctx: &Ctx, registration: &Registration) -> Result<Option<Account>, Fault> {
    let keys = Identifier::Email(registration.person.email.clone()).lookup_keys();
    ctx.store.resolve_account(&keys.username, keys.email.as_deref()).await
}

/// Whether the owner of an account in use may be mailed a notice: as often as
/// a link.
async fn may_tell(ctx: &Ctx, account: Option<&Account>) -> Result<bool, Fault> {
    let Some(account) = account.filter(|account| !account.awaits_activation()) else {
        return Ok(false);
    };
    let now = ctx.clock.now();
    if !ctx.ephemeral.put_if_absent(&slots::notice_pause(account.id), &[], now + ctx.accounts.resend_after, now).await?
    {
        return Ok(false);
    }
    for number in 0..ctx.accounts.mails_per_day {
        let slot = slots::notice_of_the_day(account.id, number);
        if ctx.ephemeral.put_if_absent(&slot, &[], now + TimeDelta::days(1), now).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
