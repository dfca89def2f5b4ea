//! An OpenID Connect identity provider for municipalities.

pub mod locales;
pub mod ops;
