//! The protocol's endpoints, driven by relying parties and by those who only
//! look like one.

mod authorize;
mod client_credentials;
mod discovery;
mod logout;
mod refresh;
mod robustness;
mod token;
mod userinfo;
