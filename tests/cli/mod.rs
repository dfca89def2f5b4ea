//! The command line as an operator types it.

mod config;
mod import;
mod import_formats;
mod keys;
mod maintenance;
mod migration;
mod serve;
