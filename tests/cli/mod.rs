//! The command line as an operator types it.

use std::process::Output;

mod account;
mod audit;
mod canary;
mod client;
mod config;
mod doctor;
mod environment;
mod export_ids;
mod import;
mod import_formats;
mod import_ids;
mod import_tenancies;
mod keys;
mod maintenance;
mod migrate;
mod migration;
mod reload;
mod serve;

/// What a command wrote, on both streams.
fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
