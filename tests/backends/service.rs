//! The whole service on every store, where many browsers come at once.

use std::sync::Arc;

use super::bed::{Bed, at_once};
use super::on_every_store;
use crate::harness::{Browser, ERKKI, Page, Setup, succeed, usual_or_thorough};

on_every_store!(
    a_flood_of_requests_for_a_link_sends_one,
    a_lock_holds_at_every_replica_and_after_a_restart,
    addresses_corrected_crosswise_at_once_all_get_an_answer,
    fifty_who_write_at_once_while_an_import_runs_are_all_served,
    a_crowd_that_logs_in_as_one_person_is_counted_rightly,
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

/// Each writes a session's use, a grant, a family and its rotation.
async fn fifty_who_write_at_once_while_an_import_runs_are_all_served(bed: &Bed) {
    // Connections may be idle for longer than a stranger's.
    let setup = Setup::new().set("http.trusted_proxies", r#"["127.0.0.1/32"]"#);
    let idp = Arc::new(setup.set("database.url", format!("\"{}\"", bed.url)).start().await);
    let web = Arc::new(idp.relying_party("web").await);
    let mut browser = idp.activate(&ERKKI).await;
    idp.sign_in(&mut browser, &web.begin().url, &ERKKI).await;
    let mut rows = String::from("external_id;source_system;email;given_name;family_name\n");
    (0..2_000).for_each(|row| rows.push_str(&format!("X-{row};lupa;veikko.{row}@example.com;Veikko;Vanha\n")));
    idp.write_file("more.csv", &rows);
    let other = Arc::clone(&idp);
    let import = tokio::task::spawn_blocking(move || other.idp(&["import", "run", "more.csv"]));
    at_once(50, |_| {
        let (mut browser, web) = (browser.clone(), Arc::clone(&web));
        async move {
            for _ in 0..usual_or_thorough(4, 40) {
                let attempt = web.begin_with("openid offline_access", &[]);
                let tokens = web.finish(&attempt, &browser.open(&attempt.url).await).await;
                let refreshed = web.refresh(&tokens.refresh_token.unwrap()).await;
                assert_eq!(refreshed.status, 200, "{}", refreshed.body);
            }
        }
    })
    .await;
    succeed(&import.await.unwrap());
    assert_eq!(bed.count("SELECT COUNT(*) FROM accounts WHERE email LIKE 'veikko.%'").await, 2_000);
    let grants = bed.count("SELECT COUNT(*) FROM refresh_families").await;
    assert_eq!(grants, 50 * usual_or_thorough(4, 40));
    Arc::into_inner(idp).unwrap().stop().await;
}

async fn a_crowd_that_logs_in_as_one_person_is_counted_rightly(bed: &Bed) {
    let idp = Setup::new().set("database.url", format!("\"{}\"", bed.url)).start().await;
    idp.activate(&ERKKI).await;
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    let page = browser.on(&page).set("username", ERKKI.username).press("continue").await;
    let crowd = async |password: &str| {
        let form = browser.clone().on(&page).set("password", password).prepare();
        at_once(usual_or_thorough(60, 200), |_| {
            let (mut browser, form) = (browser.clone(), form.clone());
            async move { browser.send_once(&form).await.status }
        })
        .await
    };
    let right = crowd(ERKKI.password).await;
    assert!(right.contains(&303), "{right:?}");
    assert!(right.iter().all(|status| [303, 423, 503].contains(status)), "{right:?}");
    idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await.is(200, "/account");
    let wrong = crowd("Wrong-password-1").await;
    assert!(wrong.iter().all(|status| [401, 423, 503].contains(status)), "{wrong:?}");
    let checked = wrong.iter().filter(|status| **status != 503).count();
    let last = idp.try_password(&mut idp.browser(), "/login", ERKKI.username, ERKKI.password).await;
    assert_eq!(last.status, if checked < 5 { 200 } else { 423 }, "{wrong:?}");
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
