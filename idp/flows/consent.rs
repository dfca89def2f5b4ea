//! Consent to a client that is not the organisation's own: what it would get,
//! and what the person says [OIDC Core §3.1.2.4].

use accounts::audit::{Entry, Event};
use oidc::authorization_request::UNKNOWN_CLIENT;
use oidc::authorization_response::reply_error;
use oidc::claims::Person;
use oidc::error::Refusal;
use oidc::interaction::DENIED;
use oidc::{AuthorizationRequest, Client, Consent, ProtocolError};

use crate::adapters::{Fault, SignedIn};
use crate::ctx::{Caller, Ctx};
use crate::subject::person_of;

/// What a client asks a person for.
pub struct Question<'a> {
    /// Who asks.
    pub client: &'a Client,
    /// For what, as the client may ask for it now.
    pub request: AuthorizationRequest,
    /// What would be told of the person.
    pub person: Person,
}

/// The question that `request` puts to the person who is signed in.
///
/// # Errors
/// A [`Fault`] when the store is away; the inner error when the client may not
/// ask this any more.
pub async fn question<'a>(
    ctx: &'a Ctx,
    signed_in: &SignedIn,
    request: AuthorizationRequest,
) -> Result<Result<Question<'a>, ProtocolError>, Fault> {
    let Some(client) = ctx.clients.find(&request.client_id) else {
        return Ok(Err(UNKNOWN_CLIENT));
    };
    let request = match request.revalidate(client) {
        Ok(request) => request,
        Err(Refusal::Shown(error)) => return Ok(Err(error)),
        Err(Refusal::Redirected(reply)) => return Ok(Err(reply.error)),
    };
    let person = person_of(ctx, &signed_in.account, client).await?;
    Ok(Ok(Question { client, request, person }))
}

/// Writes down that the person lets the client have what it asks for, until
/// they take it back. A closed account allows nothing.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn approve(
    ctx: &Ctx,
    signed_in: &SignedIn,
    request: &AuthorizationRequest,
    caller: &Caller,
) -> Result<(), Fault> {
    let account_id = signed_in.account.id;
    let tx = ctx.store.begin().await?;
    if tx.find_account(account_id).await?.is_none_or(|account| !account.is_open()) {
        return tx.roll_back().await;
    }
    // Read within: what is taken back at this moment must not come back.
    let before = tx.find_consent(account_id, &request.client_id).await?;
    let consent = Consent::to(request, before.as_ref(), ctx.clock.now());
    tx.save_consent(account_id, &consent).await?;
    tx.append_audit(&entry(ctx, Event::ConsentGiven, signed_in, request, caller)).await?;
    tx.commit().await
}

/// Writes down that the person says no. What was allowed before stays. Returns
/// the address that tells the client.
///
/// # Errors
/// A [`Fault`] when the store is away.
pub async fn deny(
    ctx: &Ctx,
    signed_in: &SignedIn,
    request: &AuthorizationRequest,
    caller: &Caller,
) -> Result<String, Fault> {
    ctx.store.append_audit(&entry(ctx, Event::ConsentDenied, signed_in, request, caller)).await?;
    Ok(reply_error(request, DENIED, &ctx.oidc.issuer))
}

fn entry(ctx: &Ctx, event: Event, signed_in: &SignedIn, request: &AuthorizationRequest, caller: &Caller) -> Entry {
    Entry {
        client_id: Some(request.client_id.clone()),
        session_id: Some(signed_in.session.id),
        ..caller.entry(ctx.clock.now(), event, Some(signed_in.account.id))
    }
}
