//! The back office: configuration, start-up, telemetry and the command line.

pub mod cli;
pub mod config;
pub mod server;
pub mod signals;
pub mod telemetry;

pub use config::Config;
