//! Changes what a person may change without proving anything again: name,
//! telephone number, postal address, language.

use accounts::account::PostalAddress;
use accounts::audit::{Entry, Event};
use accounts::details::Name;
use accounts::{Account, Locale};

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};

/// A change of one detail, as the rules have accepted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another name.
    Name(Name),
    /// Another telephone number; empty for none.
    Phone(String),
    /// Another postal address; empty parts for none.
    Address(PostalAddress),
    /// Another language.
    Language(Locale),
}

impl Change {
    fn name(&self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Phone(_) => "phone",
            Self::Address(_) => "address",
            Self::Language(_) => "language",
        }
    }

    fn applied_to(self, account: Account) -> Account {
        match self {
            Self::Name(name) => Account { given_name: name.given, family_name: name.family, ..account },
            Self::Phone(phone) => Account { phone, ..account },
            Self::Address(address) => Account { address, ..account },
            Self::Language(locale) => Account { locale: Some(locale), ..account },
        }
    }
}

/// Makes the change. Clients see it with the next tokens or at userinfo.
///
/// # Errors
/// A [`Fault`] when the store is away; then nothing has changed.
pub async fn change_details(ctx: &Ctx, signed_in: &SignedIn, change: Change, caller: &Caller) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let detail = Some(change.name().into());
    let tx = ctx.store.begin().await?;
    let Some(account) = tx.find_account(signed_in.account.id).await?.filter(Account::is_open) else {
        return tx.roll_back().await;
    };
    let changed = change.applied_to(account.clone());
    if changed == account {
        return tx.roll_back().await;
    }
    tx.update_account(&Account { updated_at: now, ..changed }).await?;
    let session_id = Some(signed_in.session.id);
    let entry = caller.entry(now, Event::DetailsChanged, Some(account.id));
    tx.append_audit(&Entry { detail, session_id, ..entry }).await?;
    tx.commit().await
}
