//! Answers an authorization request: a code, a refusal, or the login page
//! [OIDC Core §3.1.2]. Every interactive step ends by coming back here, where
//! one function decides what is next.

use std::sync::Arc;

use chrono::TimeDelta;
use oidc::authorization_request::{AuthorizationRequest, UNKNOWN_CLIENT};
use oidc::authorization_response::{reply_code, reply_error};
use oidc::error::{ErrorCode, ProtocolError, Refusal};
use oidc::interaction::{Open, Step, next_step};
use oidc::params::Params;
use oidc::tokens::id_token::HintClaims;
use oidc::{AuthorizationCode, Client, Session, consent};

use crate::adapters::{Fault, SignedIn, slots, spans};
use crate::code_record;
use crate::ctx::Ctx;
use crate::pending_login::PendingLogin;

const BAD_HINT: ProtocolError =
    ProtocolError::new(ErrorCode::LoginRequired, "the id_token_hint is not an ID token of this provider");

/// A session's last use is written down no more often than this.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// What the browser gets.
#[derive(Debug)]
pub enum Next {
    /// A redirect to the client: with a code or with an error.
    Reply(String),
    /// The login page.
    Login(Box<PendingLogin>),
    /// The page where an account is registered.
    Register(Box<PendingLogin>),
    /// The page that asks whether to keep an account that is to be deleted.
    Keep(Box<PendingLogin>),
    /// The page that asks to agree to new terms.
    Agree(Box<PendingLogin>),
    /// The page that asks what the client may have.
    Consent(Box<PendingLogin>),
    /// A page of our own: the client or its redirect URI cannot be trusted.
    Refused(ProtocolError),
}

/// Answers a request as it came from a client.
///
/// # Errors
/// A [`Fault`] when a store is away.
pub async fn authorize(ctx: &Ctx, params: &Params, session: Option<&SignedIn>) -> Result<Next, Fault> {
    let client = match known_client(ctx, params) {
        Ok(client) => client,
        Err(error) => return Ok(Next::Refused(error)),
    };
    let request = match AuthorizationRequest::validate(params, &client, None, ctx.clock.now()) {
        Ok(request) => request,
        Err(refusal) => return Ok(refused(ctx, refusal)),
    };
    match expected_sub(ctx, params) {
        Ok(expected_sub) => decide(ctx, &client, AuthorizationRequest { expected_sub, ..request }, session).await,
        Err(error) => Ok(Next::Reply(reply_error(&request, error, &ctx.oidc.issuer))),
    }
}

/// Goes on with a request that a login page carried. The client is looked up
/// anew: what was allowed yesterday may not be today.
///
/// # Errors
/// A [`Fault`] when a store is away.
pub async fn resume(ctx: &Ctx, request: AuthorizationRequest, session: Option<&SignedIn>) -> Result<Next, Fault> {
    let Some(client) = ctx.clients.find(&request.client_id) else {
        return Ok(Next::Refused(UNKNOWN_CLIENT));
    };
    match request.revalidate(client) {
        Ok(request) => decide(ctx, client, request, session).await,
        Err(refusal) => Ok(refused(ctx, refusal)),
    }
}

fn refused(ctx: &Ctx, refusal: Refusal) -> Next {
    match refusal {
        Refusal::Shown(error) => Next::Refused(error),
        Refusal::Redirected(reply) => Next::Reply(reply.location(&ctx.oidc.issuer)),
    }
}

fn known_client(ctx: &Ctx, params: &Params) -> Result<Arc<Client>, ProtocolError> {
    let client_id = AuthorizationRequest::client_id_in(params)?;
    ctx.clients.find(client_id).cloned().ok_or(UNKNOWN_CLIENT)
}

/// The subject that a genuine `id_token_hint` names. Stricter than the spec: a
/// hint that is not ours is refused rather than ignored, so that a client
/// never gets another person's login in answer to it.
fn expected_sub(ctx: &Ctx, params: &Params) -> Result<Option<String>, ProtocolError> {
    let Some(hint) = params.get("id_token_hint") else {
        return Ok(None);
    };
    let claims = ctx.keys.ring().verify(hint, keys::Expected::IdToken).map_err(|_| BAD_HINT)?;
    let claims = HintClaims::accept(claims, &ctx.oidc).ok_or(BAD_HINT)?;
    Ok(Some(claims.sub))
}

async fn decide(
    ctx: &Ctx,
    client: &Client,
    request: AuthorizationRequest,
    signed_in: Option<&SignedIn>,
) -> Result<Next, Fault> {
    spans::for_client(client.is_public());
    let open = match signed_in {
        Some(signed_in) => still_open(ctx, client, &request, signed_in).await?,
        None => Open::default(),
    };
    let session = signed_in.map(|signed_in| &signed_in.session);
    match next_step(&request, session, open, ctx.clock.now()) {
        Step::Refuse(error) => Ok(Next::Reply(reply_error(&request, error, &ctx.oidc.issuer))),
        Step::Login(why) => {
            tracing::debug!(?why, "asks for a login");
            Ok(Next::Login(Box::new(PendingLogin::for_client(request))))
        }
        Step::Register => Ok(Next::Register(Box::new(PendingLogin::for_client(request)))),
        Step::Keep => Ok(Next::Keep(Box::new(PendingLogin::for_client(request)))),
        Step::Agree => Ok(Next::Agree(Box::new(PendingLogin::for_client(request)))),
        Step::Consent => Ok(Next::Consent(Box::new(PendingLogin::for_client(request)))),
        Step::Issue(session) => issue(ctx, &request, session).await,
    }
}

/// What the person has yet to say. The store is asked only where there is
/// something to say: most logins here need neither answer.
async fn still_open(
    ctx: &Ctx,
    client: &Client,
    request: &AuthorizationRequest,
    signed_in: &SignedIn,
) -> Result<Open, Fault> {
    let account_id = signed_in.account.id;
    let editions = &ctx.accounts.editions;
    let now = ctx.clock.now();
    let mut open = Open { leaving: signed_in.account.deletion_due_at.is_some(), ..Open::default() };
    if editions.in_force(now).next().is_some() {
        open.terms = !editions.outstanding(&ctx.store.acceptances_of(account_id).await?, now).is_empty();
    }
    if client.third_party.is_some() {
        let given = ctx.store.find_consent(account_id, &client.client_id).await?;
        open.consent = consent::is_needed(client, request, given.as_ref());
    }
    Ok(open)
}

async fn issue(ctx: &Ctx, request: &AuthorizationRequest, session: &Session) -> Result<Next, Fault> {
    let now = ctx.clock.now();
    let (secret, code) = AuthorizationCode::issue(request, session, &ctx.oidc, ctx.random(), now);
    let slot = slots::code(&request.client_id, &secret.digest());
    let record = code_record::seal(ctx, &slot, &code)?;
    ctx.ephemeral.put(&slot, &record, code.expires_at, now).await?;
    if now - session.last_seen_at > TOUCH_AFTER {
        ctx.store.touch_session(session.id, now).await?;
    }
    Ok(Next::Reply(reply_code(request, secret.as_str(), &ctx.oidc.issuer)))
}
