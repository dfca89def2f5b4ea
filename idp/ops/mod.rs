//! The back office: configuration, start and stop, background work, the log
//! and the command line. It names everything; nobody names it.

pub mod boot;
pub mod canary;
pub mod certificate;
pub mod cli;
pub mod config;
mod courier;
pub mod doctor;
pub mod janitor;
pub mod live;
mod metrics;
pub mod reload;
pub mod server;
pub mod signals;
pub mod telemetry;
mod traces;
mod watch;

pub use config::Config;
