//! What stands in the tokens. They are signed elsewhere, under the `typ` that
//! each of them names.

pub mod access_token;
pub mod id_token;
pub mod logout_token;
pub mod response;
