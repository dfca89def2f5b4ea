//! The userinfo endpoint: what the holder of an access token may know of the
//! person [OIDC Core §5.3].

use oidc::error::ProtocolError;
use oidc::tokens::access_token::AccessTokenClaims;
use serde_json::{Map, Value};

use crate::ctx::Ctx;
use crate::denied::Denied;
use crate::subject::person_of;

const NOT_GOOD: ProtocolError = ProtocolError::invalid_token("the access token is not valid");

/// The claims that `access_token` opens. Log-out, revocation and a closed
/// account act at once: one read looks at all three.
///
/// # Errors
/// [`Denied`] with `invalid_token` or `insufficient_scope` [RFC 6750 §3.1], or
/// a fault.
pub async fn userinfo(ctx: &Ctx, access_token: &str) -> Result<Map<String, Value>, Denied> {
    let claims = ctx.keys.ring().verify(access_token, keys::Expected::AccessToken).map_err(|_| NOT_GOOD)?;
    let token = AccessTokenClaims::accept(claims, &ctx.oidc, ctx.clock.now())?;
    let standing = ctx.store.find_grant(token.userinfo_grant()?).await?.ok_or(NOT_GOOD)?;
    if !standing.is_good() {
        return Err(NOT_GOOD.into());
    }
    let client = ctx.clients.find(&token.client_id).ok_or(NOT_GOOD)?;
    let person = person_of(ctx, &standing.account, client).await?;
    Ok(oidc::claims::userinfo(&person, &token.scope))
}
