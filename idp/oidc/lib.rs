//! OpenID Connect and OAuth 2.x decisions as pure functions: values and the
//! time go in, a decision comes out. No I/O, no clock, no async.
//!
//! Read `authorization_request` → `interaction` → `authorization_code` →
//! `grants` → `tokens` to follow one login in the order in which it happens.

pub mod authorization_code;
pub mod authorization_request;
pub mod authorization_response;
pub mod claims;
pub mod client;
pub mod client_auth;
pub mod consent;
pub mod discovery;
pub mod end_session;
pub mod error;
pub mod grant;
pub mod grants;
pub mod interaction;
pub mod login_page;
pub mod names;
pub mod params;
pub mod pkce;
pub mod policy;
pub mod refresh_family;
pub mod registration;
pub mod scope;
pub mod session;
pub mod tokens;

mod redirect;

#[cfg(test)]
mod fixtures;

pub use authorization_code::AuthorizationCode;
pub use authorization_request::AuthorizationRequest;
pub use client::Client;
pub use consent::Consent;
pub use error::{ErrorCode, ProtocolError, Refusal};
pub use grant::Grant;
pub use params::Params;
pub use policy::Policy;
pub use refresh_family::RefreshFamily;
pub use scope::Scope;
pub use session::Session;
