//! The whole service on every store, where many browsers come at once.

use super::bed::{Bed, at_once};
use super::on_every_store;
use crate::harness::{ERKKI, Setup};

on_every_store!(a_flood_of_requests_for_a_link_sends_one);

async fn a_flood_of_requests_for_a_link_sends_one(bed: &Bed) {
    let idp = Setup::new().set("database.url", format!("\"{}\"", bed.url)).start().await;
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    let form = browser.on(&page).set("email", ERKKI.email).prepare();
    let answers = at_once(30, |_| {
        let (mut browser, form) = (browser.clone(), form.clone());
        async move { browser.send_once(&form).await.status }
    })
    .await;
    assert_eq!(answers, [303; 30]);
    assert_eq!(bed.count("SELECT count(*) FROM one_time_tokens").await, 1);
    idp.stop().await;
}
