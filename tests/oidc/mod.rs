//! The protocol's endpoints, driven by relying parties and by those who only
//! look like one.

mod authorize;
mod client_credentials;
mod cors;
mod discovery;
mod logout;
mod refresh;
mod robustness;
mod token;
mod userinfo;
