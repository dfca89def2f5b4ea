//! The listener as TLS clients meet it.

mod config;
mod pair;
mod reload;
mod tls;
