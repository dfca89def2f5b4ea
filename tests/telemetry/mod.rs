//! What the service tells those who run it.

mod housekeeping;
mod metrics;
mod scrape;
