//! The protocol endpoints: a file each.

pub mod authorize;
pub mod cross_site_post;
pub mod discovery;
pub mod logout;
pub mod token;
pub mod userinfo;
