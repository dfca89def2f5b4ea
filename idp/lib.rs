//! An OpenID Connect identity provider. The layers, from the outside in; each
//! may name those below it.

pub mod adapters;
