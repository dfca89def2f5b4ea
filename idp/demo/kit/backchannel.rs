//! The logout that the provider tells of: it posts a signed logout token when
//! a login has ended, wherever that happened [OIDC Back-Channel Logout 1.0].
//!
//! A token that arrives twice ends what is over already, so a site refuses no
//! token for having been seen.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey as _, JsonWebKeyAlgorithm, JsonWebKeyId, JsonWebKeyUse as _};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Kit;
use super::deliveries::{Delivery, Effect};
use super::redeem::ALLOWED_ALGORITHMS;

/// The one event of a logout token [OIDC Back-Channel Logout §2.4].
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How far the clocks of provider and site may differ.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(1);

/// The provider's request.
#[derive(Deserialize)]
pub struct LogoutNotice {
    logout_token: String,
}

/// Why a logout token ends nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no signed JWT.
    #[error("the logout token cannot be read")]
    Malformed,
    /// Its header says that it is something else, or signed in another way.
    #[error("the logout token's header is not acceptable")]
    Header,
    /// None of the provider's keys fits.
    #[error("the logout token names an unknown key")]
    UnknownKey,
    /// Somebody else signed it, or it was changed.
    #[error("the logout token's signature is wrong")]
    Signature,
    /// The named claim is missing or not acceptable.
    #[error("the logout token's {0} is not acceptable")]
    Claim(&'static str),
}

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    typ: Option<String>,
    kid: Option<JsonWebKeyId>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: Option<String>,
    events: Map<String, Value>,
    nonce: Option<Value>,
    sid: Option<String>,
    sub: Option<String>,
}

/// `POST /backchannel-logout`: ends the sessions that a logout token names.
pub async fn receive(State(kit): State<Arc<Kit>>, notice: Result<Form<LogoutNotice>, FormRejection>) -> Response {
    let outcome = match &notice {
        Ok(Form(notice)) => verified(&kit, &notice.logout_token).await,
        Err(_) => Err(Refusal::Malformed),
    };
    let received_at = kit.now();
    match outcome {
        Ok(claims) => {
            let ended = kit.sessions.end_where(|session| match &claims.sid {
                Some(sid) => session.sid.as_ref() == Some(sid),
                None => claims.sub.as_ref() == Some(&session.sub),
            });
            kit.deliveries.note(Delivery { received_at, jti: claims.jti, effect: Effect::Ended(ended) });
            StatusCode::OK.into_response()
        }
        Err(refusal) => {
            tracing::warn!(%refusal, "a logout token was refused");
            kit.deliveries.note(Delivery { received_at, jti: None, effect: Effect::Refused });
            let body = json!({"error": "invalid_request", "error_description": refusal.to_string()});
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}

async fn verified(kit: &Kit, token: &str) -> Result<Claims, Refusal> {
    let provider = kit.connection.discovery.provider().await.map_err(|_| Refusal::UnknownKey)?;
    let payload = match verify_signature(token, provider.keys.keys()) {
        Err(Refusal::UnknownKey) => {
            let renewed = kit.connection.discovery.provider_with_new_keys().await;
            let provider = renewed.map_err(|_| Refusal::UnknownKey)?;
            verify_signature(token, provider.keys.keys())?
        }
        outcome => outcome?,
    };
    let claims = serde_json::from_slice(&payload).map_err(|_| Refusal::Malformed)?;
    check_claims(claims, kit.connection.issuer.as_str(), kit.connection.client_id.as_str(), kit.now())
}

/// The payload of a compact JWS [RFC 7515 §5.2] that one of `keys` signed.
fn verify_signature(token: &str, keys: &[CoreJsonWebKey]) -> Result<Vec<u8>, Refusal> {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Malformed);
    let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(Refusal::Malformed)?;
    let signature = decode(signature)?;
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| Refusal::Malformed)?;

    let is_logout_token = header.typ.as_deref().is_some_and(|typ| {
        typ.eq_ignore_ascii_case("logout+jwt") || typ.eq_ignore_ascii_case("application/logout+jwt")
    });
    if !is_logout_token || header.crit.is_some() || !ALLOWED_ALGORITHMS.contains(&header.alg) {
        return Err(Refusal::Header);
    }
    let key = keys.iter().find(|key| fits(key, &header)).ok_or(Refusal::UnknownKey)?;
    key.verify_signature(&header.alg, signed.as_bytes(), &signature).map_err(|_| Refusal::Signature)?;
    decode(payload)
}

fn fits(key: &CoreJsonWebKey, header: &Header) -> bool {
    let for_signing = key.key_use().is_none_or(|usage| usage.allows_signature());
    let for_algorithm = match key.signing_alg() {
        JsonWebKeyAlgorithm::Algorithm(algorithm) => *algorithm == header.alg,
        JsonWebKeyAlgorithm::Unspecified => true,
        JsonWebKeyAlgorithm::Unsupported => false,
    };
    // Stricter than the spec: a token must name its key, as this provider's do.
    header.kid.is_some() && key.key_id() == header.kid.as_ref() && for_signing && for_algorithm
}

/// The checks of [OIDC Back-Channel Logout §2.6].
fn check_claims(claims: Claims, issuer: &str, client_id: &str, now: DateTime<Utc>) -> Result<Claims, Refusal> {
    let is_for_us = match &claims.aud {
        Audience::One(audience) => audience == client_id,
        Audience::Many(audiences) => audiences.iter().any(|audience| audience == client_id),
    };
    let is_logout = matches!(claims.events.get(EVENT), Some(Value::Object(_)));
    for (name, acceptable) in [
        ("iss", claims.iss == issuer),
        ("aud", is_for_us),
        ("iat", claims.iat <= (now + CLOCK_SKEW).timestamp()),
        ("exp", claims.exp > (now - CLOCK_SKEW).timestamp()),
        ("jti", claims.jti.is_some()),
        ("events", is_logout),
        ("nonce", claims.nonce.is_none()),
        ("sid", claims.sid.is_some() || claims.sub.is_some()),
    ] {
        if !acceptable {
            return Err(Refusal::Claim(name));
        }
    }
    Ok(claims)
}

#[cfg(test)]
#[path = "backchannel_tests.rs"]
mod tests;
