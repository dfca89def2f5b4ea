//! One table each, as its row stands in the database. Rows hold addresses and
//! hashes and are therefore never printed, though their traits ask for Debug.

pub(super) mod account;
pub(super) mod client;
pub(super) mod grant;
pub(super) mod one_time_token;
pub(super) mod outbox;
pub(super) mod refresh_family;
pub(super) mod reminder_wave;
pub(super) mod session;
pub(super) mod signing_key;
