//! The validated authorization request [OIDC Core §3.1.2.1].
//!
//! The redirect URI is judged before anything else: until it is known to be
//! the client's own, an error is shown here and never sent. Parameters that
//! this provider does not know are ignored.

mod parameters;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};

use crate::authorization_response::ErrorReply;
use crate::client::{Client, GrantType};
use crate::error::{ErrorCode, ProtocolError, Refusal};
use crate::params::Params;
use crate::scope::Scope;

/// The answer to a `client_id` that nobody has registered, or that is disabled.
pub const UNKNOWN_CLIENT: ProtocolError = ProtocolError::invalid_request("client_id names no registered client");
const NO_CLIENT_ID: ProtocolError = ProtocolError::invalid_request("client_id is missing or included more than once");
const NO_REDIRECT_URI: ProtocolError =
    ProtocolError::invalid_request("redirect_uri is missing or included more than once");
const FOREIGN_REDIRECT_URI: ProtocolError =
    ProtocolError::invalid_request("redirect_uri is not registered for this client");
const WRONG_GRANT: ProtocolError =
    ProtocolError::new(ErrorCode::UnauthorizedClient, "the client may not use the authorization code grant");

/// A value of the `prompt` parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// No page may be shown.
    None,
    /// The person must prove anew who they are.
    Login,
    /// Consent must be asked for.
    Consent,
    /// The person must be able to choose another account.
    SelectAccount,
    /// The person wants a new account [Initiating User Registration via OpenID Connect 1.0].
    Create,
}

/// An authorization request whose client, redirect URI and parameters were
/// found to be in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: String,
    /// Where the answer goes: one of the client's registered URIs.
    pub redirect_uri: String,
    /// What is asked for, limited to what the client may ask for.
    pub scope: Scope,
    /// Returned to the client byte for byte.
    pub state: Option<String>,
    /// Put into the ID token byte for byte.
    pub nonce: Option<String>,
    /// The PKCE challenge (always S256).
    pub code_challenge: Option<String>,
    /// What the client wants to be shown or not shown.
    pub prompt: BTreeSet<Prompt>,
    /// The oldest login, in seconds, that the client accepts.
    pub max_age: Option<u64>,
    /// What to write into the username field.
    pub login_hint: Option<String>,
    /// The subject whom a genuine `id_token_hint` named.
    pub expected_sub: Option<String>,
    /// Whether the client shows the pages in a pop-up window (`display`).
    #[serde(default)]
    pub popup: bool,
    /// The languages that the client prefers, best first.
    pub ui_locales: Vec<String>,
    /// When the request arrived, to the microsecond; a login at or after it is
    /// a fresh one.
    pub received_at: DateTime<Utc>,
}

impl AuthorizationRequest {
    /// The client that `params` name, still to be looked up.
    ///
    /// # Errors
    /// To be shown, when there is none or more than one.
    pub fn client_id_in(params: &Params) -> Result<&str, ProtocolError> {
        params.get("client_id").ok_or(NO_CLIENT_ID)
    }

    /// The request of `client` that arrived at `now`. `expected_sub` is the
    /// subject of an `id_token_hint` that the caller has verified.
    ///
    /// # Errors
    /// A refusal that is shown while the redirect URI is in doubt, and sent to
    /// the client from there on.
    pub fn validate(
        params: &Params,
        client: &Client,
        expected_sub: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let redirect_uri = redirect_uri(params, client).map_err(Refusal::Shown)?;
        let state = parameters::state(params).map_err(Refusal::Shown)?;
        Self::read(params, client, expected_sub, now).map_err(|error| {
            Refusal::Redirected(ErrorReply {
                redirect_uri: redirect_uri.to_owned(),
                state: state.map(str::to_owned),
                error,
            })
        })
    }

    fn read(
        params: &Params,
        client: &Client,
        expected_sub: Option<String>,
        now: DateTime<Utc>,
    ) -> Result<Self, ProtocolError> {
        params.refuse_repeated()?;
        parameters::refuse_unsupported(params)?;
        parameters::response_type(params)?;
        parameters::response_mode(params)?;
        if !client.may_redeem(GrantType::AuthorizationCode) {
            return Err(WRONG_GRANT);
        }
        Ok(Self {
            client_id: client.client_id.clone(),
            redirect_uri: redirect_uri(params, client)?.to_owned(),
            scope: parameters::scope(params, client)?,
            state: parameters::state(params)?.map(str::to_owned),
            nonce: parameters::nonce(params)?.map(str::to_owned),
            code_challenge: parameters::code_challenge(params, client)?.map(str::to_owned),
            prompt: parameters::prompt(params)?,
            max_age: parameters::max_age(params)?,
            login_hint: parameters::login_hint(params).map(str::to_owned),
            expected_sub,
            popup: parameters::is_popup(params),
            ui_locales: parameters::ui_locales(params),
            // Databases keep microseconds: a login at this very instant must
            // not come back from one as an earlier login.
            received_at: now.trunc_subsecs(6),
        })
    }

    /// The request as `client` may make it now: a request that waited in an
    /// open page, sealed, is judged again by the client's present settings.
    ///
    /// # Errors
    /// A refusal, when the client may not make this request any more.
    pub fn revalidate(self, client: &Client) -> Result<Self, Refusal> {
        if self.client_id != client.client_id {
            return Err(Refusal::Shown(UNKNOWN_CLIENT));
        }
        if !client.redirect_uris.contains(&self.redirect_uri) {
            return Err(Refusal::Shown(FOREIGN_REDIRECT_URI));
        }
        match self.still_allowed(client) {
            Ok(scope) => Ok(Self { scope, ..self }),
            Err(error) => Err(Refusal::Redirected(self.error_reply(error))),
        }
    }

    fn still_allowed(&self, client: &Client) -> Result<Scope, ProtocolError> {
        if !client.may_redeem(GrantType::AuthorizationCode) {
            return Err(WRONG_GRANT);
        }
        if self.code_challenge.is_none() && client.needs_pkce() {
            return Err(parameters::NO_CHALLENGE);
        }
        parameters::grantable(&self.scope, client)
    }

    /// The reply that tells the client of `error`.
    pub fn error_reply(&self, error: ProtocolError) -> ErrorReply {
        ErrorReply { redirect_uri: self.redirect_uri.clone(), state: self.state.clone(), error }
    }
}

/// The redirect URI, byte for byte one that `client` has registered
/// [RFC 9700 §2.1]. Stricter than the spec: required even when the client has
/// registered only one.
fn redirect_uri<'a>(params: &'a Params, client: &Client) -> Result<&'a str, ProtocolError> {
    if AuthorizationRequest::client_id_in(params)? != client.client_id {
        return Err(UNKNOWN_CLIENT);
    }
    let uri = params.get("redirect_uri").ok_or(NO_REDIRECT_URI)?;
    let registered = client.redirect_uris.iter().any(|registered| registered == uri);
    if registered { Ok(uri) } else { Err(FOREIGN_REDIRECT_URI) }
}
