//! The token endpoint: redeems a grant for tokens [RFC 6749 §3.2].

use std::sync::Arc;

use accounts::audit::{Entry, Event};
use oidc::client_auth::{self, Presented};
use oidc::error::ProtocolError;
use oidc::grants::GrantRequest;
use oidc::grants::authorization_code::{CodeExchange, INVALID_CODE, Redemption as Redeemed, redeem};
use oidc::grants::client_credentials::CredentialsRequest;
use oidc::grants::refresh_token::{INVALID_REFRESH_TOKEN, RefreshRequest, RefreshToken, Use, decide};
use oidc::names::SigningAlgorithm;
use oidc::params::Params;
use oidc::tokens::access_token::{self, AccessTokenClaims};
use oidc::tokens::id_token::IdTokenClaims;
use oidc::tokens::response::TokenResponse;
use oidc::{Client, Grant, RefreshFamily, Scope, Session};

use crate::adapters::{Fault, GrantStanding, Redemption, slots, spans};
use crate::code_record;
use crate::ctx::Ctx;
use crate::denied::Denied;
use crate::subject::person_of;

const REFRESH_LABEL: &str = "refresh token";
/// Access tokens are for resource servers of all clients: one algorithm.
const ACCESS_TOKEN_ALG: SigningAlgorithm = SigningAlgorithm::Es256;
const SESSION_OVER: ProtocolError = ProtocolError::invalid_grant("the login behind the code is over");
const CONSENT_WITHDRAWN: ProtocolError = ProtocolError::invalid_grant("the person took the consent back");

/// Redeems what `params` present, for the client that authenticates itself by
/// `authorization` (the header's value) or in `params`.
///
/// # Errors
/// [`Denied`] with the protocol error for the client, or a fault.
pub async fn exchange(ctx: &Ctx, authorization: Option<&str>, params: &Params) -> Result<TokenResponse, Denied> {
    let outcome = grant(ctx, authorization, params).await;
    match &outcome {
        Ok((grant, _)) => ctx.meters.tokens.add(grant),
        Err(Denied::Refused(error)) => ctx.meters.token_refusals.add(error.code.as_str()),
        Err(Denied::Fault(_)) => ctx.meters.token_refusals.add("fault"),
    }
    outcome.map(|(_, response)| response)
}

async fn grant(
    ctx: &Ctx,
    authorization: Option<&str>,
    params: &Params,
) -> Result<(&'static str, TokenResponse), Denied> {
    let presented = Presented::parse(authorization, params)?;
    let client = ctx.clients.find(presented.client_id()).map(Arc::as_ref);
    let client = client_auth::authenticate(&presented, client)?;
    spans::for_client(client.is_public());
    Ok(match GrantRequest::parse(params, client)? {
        GrantRequest::AuthorizationCode(exchange) => ("authorization_code", redeem_code(ctx, client, &exchange).await?),
        GrantRequest::RefreshToken(request) => ("refresh_token", refresh(ctx, client, &request).await?),
        GrantRequest::ClientCredentials(request) => ("client_credentials", client_credentials(ctx, client, request)?),
    })
}

async fn redeem_code(ctx: &Ctx, client: &Client, exchange: &CodeExchange) -> Result<TokenResponse, Denied> {
    let now = ctx.clock.now();
    let slot = slots::code(&client.client_id, exchange.code_digest());
    let Some(record) = ctx.ephemeral.take(&slot, now).await? else {
        return Err(replayed_code(ctx, client, exchange).await?.into());
    };
    let code = code_record::open(ctx, &slot, &record)?;
    let redeemed = redeem(code, exchange, client, ctx.entropy.uuid(now), now)?;
    match insert_grant(ctx, client, &redeemed).await? {
        Redemption::Inserted => {}
        Redemption::AlreadyRedeemed => return Err(replayed_code(ctx, client, exchange).await?.into()),
        Redemption::SessionOver => return Err(SESSION_OVER.into()),
    }
    let refresh_token = match redeemed.refreshable {
        true => Some(begin_family(ctx, &redeemed.grant).await?),
        false => None,
    };
    let issue = Issue {
        client,
        session: &redeemed.session,
        grant: &redeemed.grant,
        scope: redeemed.grant.scope.clone(),
        nonce: redeemed.nonce,
    };
    Ok(issue.tokens(ctx).await?.with_refresh_token(refresh_token))
}

/// Writes the grant of a code. What the person took back between code and token
/// is not given any more, also where that happens at this very moment.
async fn insert_grant(ctx: &Ctx, client: &Client, redeemed: &Redeemed) -> Result<Redemption, Denied> {
    let Redeemed { grant, session, .. } = redeemed;
    if client.third_party.is_none() {
        return Ok(ctx.store.insert_grant(grant).await?);
    }
    let account = ctx.store.find_account_by_sub(&session.sub).await?.ok_or(SESSION_OVER)?;
    let tx = ctx.store.begin().await?;
    // By account, consent, grant, as the step that takes a consent back.
    tx.find_account(account.id).await?;
    let consent = tx.find_consent(account.id, &client.client_id).await?;
    if !consent.is_some_and(|consent| grant.scope.is_within(&consent.scope)) {
        tx.roll_back().await?;
        return Err(CONSENT_WITHDRAWN.into());
    }
    let redemption = tx.insert_grant(grant).await?;
    tx.commit().await?;
    Ok(redemption)
}

async fn begin_family(ctx: &Ctx, grant: &Grant) -> Result<String, Fault> {
    let now = ctx.clock.now();
    let family = RefreshFamily::begin(ctx.entropy.uuid(now), grant, &ctx.oidc, now);
    ctx.store.insert_refresh_family(&family).await?;
    Ok(RefreshToken::mint(&family, mac(ctx)))
}

/// What happens when a code is not live: if it had been redeemed before,
/// everything that came of it is revoked [RFC 6749 §4.1.2].
async fn replayed_code(ctx: &Ctx, client: &Client, exchange: &CodeExchange) -> Result<ProtocolError, Fault> {
    if let Some(standing) = ctx.store.find_grant_by_code(exchange.code_digest(), &client.client_id).await? {
        revoke(ctx, client, &standing, "code").await?;
    }
    Ok(INVALID_CODE)
}

async fn refresh(ctx: &Ctx, client: &Client, request: &RefreshRequest) -> Result<TokenResponse, Denied> {
    let token = request.token(client, mac(ctx))?;
    let found = ctx.store.find_refresh_family(token.family_id).await?;
    let (family, standing) = found.filter(|(_, standing)| standing.is_good()).ok_or(INVALID_REFRESH_TOKEN)?;
    let scope = request.narrow(&family, client)?;
    let Some(current) = turn(ctx, client, family, &token).await? else {
        revoke(ctx, client, &standing, "refresh token").await?;
        return Err(INVALID_REFRESH_TOKEN.into());
    };
    let issue = Issue { client, session: &standing.session, grant: &standing.grant, scope, nonce: None };
    Ok(issue.tokens(ctx).await?.with_refresh_token(Some(RefreshToken::mint(&current, mac(ctx)))))
}

/// The family after `token` was used; `None` when the token was used before.
async fn turn(
    ctx: &Ctx,
    client: &Client,
    mut family: RefreshFamily,
    token: &RefreshToken,
) -> Result<Option<RefreshFamily>, Denied> {
    let now = ctx.clock.now();
    loop {
        match decide(&family, token.generation, client, now) {
            Use::Repeat => return Ok(Some(family)),
            Use::Replayed => return Ok(None),
            Use::Dead => return Err(INVALID_REFRESH_TOKEN.into()),
            Use::Rotate { next } => {
                if ctx.store.rotate_refresh_family(family.id, family.generation, next.generation, now).await? {
                    return Ok(Some(next));
                }
                // Another request was faster: judge the family as it is now.
                // Its generation only grows, so this ends.
                let found = ctx.store.find_refresh_family(family.id).await?;
                family = found.ok_or(INVALID_REFRESH_TOKEN)?.0;
            }
        }
    }
}

fn client_credentials(ctx: &Ctx, client: &Client, request: CredentialsRequest) -> Result<TokenResponse, Denied> {
    let now = ctx.clock.now();
    let claims = AccessTokenClaims::for_client(&ctx.oidc, client, request.scope.clone(), ctx.entropy.uuid(now), now);
    let token = ctx.sign(ACCESS_TOKEN_ALG, Some(access_token::TYP), &claims)?;
    Ok(TokenResponse::new(&ctx.oidc, token, request.scope))
}

/// Everything that tokens for a person are made of.
struct Issue<'a> {
    client: &'a Client,
    session: &'a Session,
    grant: &'a Grant,
    scope: Scope,
    nonce: Option<String>,
}

impl Issue<'_> {
    async fn tokens(self, ctx: &Ctx) -> Result<TokenResponse, Fault> {
        let now = ctx.clock.now();
        let jti = ctx.entropy.uuid(now);
        let claims = AccessTokenClaims::for_person(&ctx.oidc, self.grant, self.session, self.scope.clone(), jti, now);
        let access_token = ctx.sign(ACCESS_TOKEN_ALG, Some(access_token::TYP), &claims)?;
        let id_token = match self.scope.contains(Scope::OPENID) {
            true => Some(self.id_token(ctx, &access_token).await?),
            false => None,
        };
        Ok(TokenResponse::new(&ctx.oidc, access_token, self.scope).with_id_token(id_token))
    }

    async fn id_token(&self, ctx: &Ctx, access_token: &str) -> Result<String, Fault> {
        let mut claims = IdTokenClaims::new(&ctx.oidc, self.grant, self.session, ctx.clock.now())
            .with_nonce(self.nonce.clone())
            .with_access_token(access_token);
        let needs_person = self.client.claims_in_id_token || self.client.legacy_id_source.is_some();
        if needs_person && let Some(account) = ctx.store.find_account_by_sub(&self.session.sub).await? {
            let person = person_of(ctx, &account, self.client).await?;
            claims = claims.with_person(&person, &self.scope, self.client);
        }
        ctx.sign(self.client.id_token_alg, None, &claims)
    }
}

fn mac(ctx: &Ctx) -> impl Fn(&[u8]) -> [u8; 32] + '_ {
    |message| ctx.sealer.mac(REFRESH_LABEL, message)
}

async fn revoke(ctx: &Ctx, client: &Client, standing: &GrantStanding, what: &'static str) -> Result<(), Fault> {
    let now = ctx.clock.now();
    let tx = ctx.store.begin().await?;
    // Only the first time is news: whoever holds a spent code could fill the trail.
    if !tx.revoke_grant(standing.grant.id, now).await? {
        return tx.roll_back().await;
    }
    ctx.meters.replays.add(what);
    tx.append_audit(&Entry {
        at: now,
        event: Event::TokenReplayed,
        account_id: Some(standing.account.id),
        client_id: Some(client.client_id.clone()),
        session_id: Some(standing.grant.session_id),
        network: None,
        reference: None,
        detail: Some(what.into()),
    })
    .await?;
    tx.commit().await
}
