//! The one place where an account becomes a subject: what clients are told of
//! a person.

use accounts::Account;
use oidc::Client;
use oidc::claims::{Address, Person};

use crate::adapters::Fault;
use crate::ctx::Ctx;

/// What `client` may be told of the person behind `account`; which of it is
/// told depends on the granted scope. `legacy_id` is given only to the client
/// that knew the person by it.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn person_of(ctx: &Ctx, account: &Account, client: &Client) -> Result<Person, Fault> {
    let legacy_id = match &client.legacy_id_source {
        Some(source) => ctx.store.find_legacy_id(source, account.id).await?,
        None => None,
    };
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Person {
        sub: account.sub.clone(),
        name: given(&account.full_name()),
        given_name: given(&account.given_name),
        family_name: given(&account.family_name),
        preferred_username: given(account.sign_in_name()),
        email: account.email.as_ref().map(|email| email.as_str().to_owned()),
        email_verified: account.email_verified,
        phone_number: given(&account.phone),
        // A number that came from an import or a form is nobody's proof.
        phone_number_verified: false,
        address: Some(Address {
            street_address: account.address.street.clone(),
            postal_code: account.address.postal_code.clone(),
            locality: account.address.city.clone(),
        }),
        locale: account.locale.map(|locale| locale.tag().to_owned()),
        updated_at: Some(account.updated_at),
        legacy_id,
    })
}
