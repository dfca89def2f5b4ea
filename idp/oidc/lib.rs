//! OpenID Connect and OAuth 2.x decisions as pure functions: values and the
//! time go in, a decision comes out. No I/O, no clock, no async.
//!
//! Read `authorization_request` → `interaction` → `authorization_code` →
//! `grants` → `tokens` to follow one login in the order in which it happens.

pub mod authorization_code;
pub mod authorization_request;
pub mod client;
pub mod grant;
pub mod names;
pub mod policy;
pub mod refresh_family;
pub mod scope;
pub mod session;

pub use authorization_code::AuthorizationCode;
pub use authorization_request::AuthorizationRequest;
pub use client::Client;
pub use grant::Grant;
pub use policy::Policy;
pub use refresh_family::RefreshFamily;
pub use scope::Scope;
pub use session::Session;
