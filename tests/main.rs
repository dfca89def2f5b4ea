//! The integration tests: one binary that drives the whole service the way
//! browsers, relying parties, operators and mail servers do.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod accounts;
mod architecture;
mod backends;
mod broken_rules;
mod browser;
mod cli;
mod clients;
mod faults;
mod harness;
mod helm;
mod listener;
mod model;
mod oidc;
mod pages;
mod telemetry;
mod upgrade;
