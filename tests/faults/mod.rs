//! Replicas as processes of their own behind a proxy, and what happens to
//! people when one of these dies, races another, or is replaced. `make test`
//! stages each fault a few times, `make test-faults` many times.

mod clock;
mod crash;
mod cut_off;
mod disk;
mod failover;
mod front;
mod history;
mod import;
mod load;
mod once;
mod pooler;
mod postgres;
mod power;
mod races;
mod recorded;
mod relay;
pub mod replicas;
mod restart;
mod rolling;
mod rotation;
mod skew;
mod slow;
mod stores;

use crate::harness::{Browser, ERKKI, Page, Prepared};

/// The form at `page`, filled for somebody with the address `email` who chooses
/// the password of `ERKKI`.
pub fn registration(browser: &mut Browser, page: &Page, email: &str) -> Prepared {
    browser
        .on(page.is(200, "/register"))
        .set("email", email)
        .set("email_confirm", email)
        .set("password", ERKKI.password)
        .set("password_confirm", ERKKI.password)
        .set("first_name", "Ulla")
        .set("last_name", "Uusi")
        .set("phone", "040 765 4321")
        .set("street", "Uusikatu 1")
        .set("postcode", "28100")
        .set("city", "Kaskenranta")
        .set("accept_terms", "on")
        .prepare_press("create_account")
}
