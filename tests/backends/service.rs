//! The whole service on every store, where many browsers come at once.

use super::bed::{Bed, at_once};
use super::on_every_store;
use crate::harness::{ERKKI, Setup};

on_every_store!(a_flood_of_requests_for_a_link_sends_one, a_lock_holds_at_every_replica_and_after_a_restart);

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

async fn a_lock_holds_at_every_replica_and_after_a_restart(bed: &Bed) {
    let setup = || Setup::new().set("database.url", format!("\"{}\"", bed.url));
    let one = setup().start().await;
    let two = setup().start().await;
    one.activate(&ERKKI).await;
    for replica in [&one, &two, &one, &two] {
        let page = replica.try_password(&mut replica.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
        page.is(401, "/login/password");
    }
    let last = two.try_password(&mut two.browser(), "/login", ERKKI.username, "Wrong-password-1").await;
    last.is(423, "/login/password");
    let one = one.restart().await;
    for replica in [&one, &two] {
        let page = replica.try_password(&mut replica.browser(), "/login", ERKKI.username, ERKKI.password).await;
        page.is(423, "/login/password");
    }
    one.stop().await;
    two.stop().await;
}
