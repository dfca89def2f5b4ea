//! The listener as TLS clients meet it.

mod config;
pub mod pair;
mod reload;
mod slow;
mod tls;
