//! The command line as an operator types it.

use std::process::Output;

use chrono::TimeDelta;
use idp::adapters::{Clock as _, SystemClock};

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

/// A day in the past, as an option takes it.
fn days_ago(days: i64) -> String {
    (SystemClock.now() - TimeDelta::days(days)).format("%Y-%m-%d").to_string()
}

/// What a command wrote, on both streams.
fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
