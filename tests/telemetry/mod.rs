//! What the service tells those who run it.

mod collector;
mod housekeeping;
mod metrics;
mod scrape;
mod secrets;
mod traces;
