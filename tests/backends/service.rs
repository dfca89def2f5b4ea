//! The whole service on every store, where many browsers come at once.

use super::bed::{Bed, at_once};
use super::on_every_store;
use crate::harness::{Browser, ERKKI, Page, Setup};

on_every_store!(
    a_flood_of_requests_for_a_link_sends_one,
    a_lock_holds_at_every_replica_and_after_a_restart,
    addresses_corrected_crosswise_at_once_all_get_an_answer,
);

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

async fn addresses_corrected_crosswise_at_once_all_get_an_answer(bed: &Bed) {
    let idp = Setup::new().set("database.url", format!("\"{}\"", bed.url)).start().await;
    let mut forms = Vec::new();
    for pair in 0..4 {
        let [one, other] = ["one", "other"].map(|name| format!("{name}.{pair}@example.com"));
        for (typed, meant) in [(&one, &other), (&other, &one)] {
            let mut browser = idp.browser();
            let page = registered(&mut browser, typed).await;
            let page = browser.open(page.link("/register/address")).await;
            let form = browser.on(&page).set("email", meant).set("email_confirm", meant);
            forms.push((form.prepare_press("correct_address"), browser));
        }
    }
    let answers = at_once(forms.len(), |number| {
        let (form, mut browser) = forms[number].clone();
        async move { browser.send_once(&form).await.status }
    })
    .await;
    assert_eq!(answers, [303; 8]);
    idp.stop().await;
}

/// The page after somebody has registered this address.
async fn registered(browser: &mut Browser, email: &str) -> Page {
    let page = browser.open("/register").await;
    let form = browser.on(&page).set("email", email).set("email_confirm", email).set("accept_terms", "on");
    let form = form.set("password", "Kevät-tulva-4-jokea").set("password_confirm", "Kevät-tulva-4-jokea");
    let form = form.set("first_name", "Ulla").set("last_name", "Uusi").set("phone", "040 765 4321");
    let form = form.set("street", "Uusikatu 1").set("postcode", "28100").set("city", "Kaskenranta");
    form.press("create_account").await
}
