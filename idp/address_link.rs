//! The two links of a change of the e-mail address: one in the new mailbox,
//! which makes it the account's, and one in the old, which takes it back.

use accounts::email_change::UNDO_TTL;
use accounts::one_time_token::{Purpose, Wait};
use accounts::{Account, Email};

use crate::adapters::{Fault, News, Tx};
use crate::ctx::{Caller, Ctx};
use crate::mailed_link::{MadeLink, NewLink};
use crate::outbox::may_mail;
use crate::owner_mail;

/// What the old mailbox is told together with the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The change was asked for.
    Asked,
    /// It has happened.
    Done,
}

/// Makes `address` wait for its confirmation, in place of any other, and mails
/// its owner: the link, or, where the address is `taken` by another account,
/// that somebody asked for it. Both are the same work, and so is neither: an
/// address that has had its mails of the day gets no more, whoever asks.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn mail_confirmation(
    ctx: &Ctx,
    tx: &Tx,
    account: &Account,
    address: &Email,
    taken: Option<&Account>,
    caller: &Caller,
) -> Result<(), Fault> {
    let link = NewLink {
        account_id: account.id,
        purpose: Purpose::EmailChange,
        voids: &[Purpose::EmailChange],
        address: Some(address.clone()),
        is_proven: false,
        ttl: ctx.accounts.activation_ttl,
        pending: None,
    };
    let MadeLink { secret, expires_at } = link.make(ctx, tx, caller, ctx.clock.now()).await?;
    let nameless = Account { given_name: String::new(), ..account.clone() };
    let (owner, news) = match taken {
        None => {
            let url = ctx.oidc.url(&format!("/account/email/confirm?token={secret}"));
            // Nobody has shown that this mailbox is theirs: it gets no words of
            // the asker's own.
            (&nameless, News::ConfirmAddress { url, expires_at })
        }
        Some(owner) => (owner, News::AddressTaken { url: ctx.oidc.url("/login") }),
    };
    match may_mail(ctx, tx, &address.for_delivery(), ctx.clock.now()).await? {
        Ok(()) => owner_mail::tell(ctx, tx, owner, address, news, caller.into()).await,
        Err(Wait { .. }) => Ok(()),
    }
}

/// Mails the way back to where the mail of `account` goes, or went until now.
/// Older ways back keep working: they may lead to an older mailbox.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn mail_undo(ctx: &Ctx, tx: &Tx, account: &Account, told: Told, caller: &Caller) -> Result<(), Fault> {
    let Some(address) = account.mailbox() else {
        return Ok(());
    };
    let link = NewLink {
        account_id: account.id,
        purpose: Purpose::EmailUndo,
        voids: &[],
        address: Some(address.clone()),
        is_proven: false,
        ttl: UNDO_TTL,
        pending: None,
    };
    let MadeLink { secret, expires_at } = link.make(ctx, tx, caller, ctx.clock.now()).await?;
    let url = ctx.oidc.url(&format!("/account/email/undo?token={secret}"));
    let news = match told {
        Told::Asked => News::AddressChanging { url, expires_at },
        Told::Done => News::AddressChanged { url, expires_at },
    };
    owner_mail::tell(ctx, tx, account, address, news, caller.into()).await
}
