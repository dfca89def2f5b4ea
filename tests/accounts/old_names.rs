//! The names that people had in an older system: a username that is now the
//! e-mail address, and an address that a family shares.

use crate::harness::{Setup, TestIdp, claims_of, succeed};

const ROWS: &str = "\
external_id;source_system;username;email;given_name;family_name;user_type
N-1;lupa;eero56;eero@example.com;Eero;Esimerkki;citizen
N-2;lupa;pappa@example.com;paavo@example.com;Paavo;Pappa;citizen
N-3;lupa;;pappa@example.com;Pirkko;Pappa;citizen
N-4;lupa;perhe.aiti;perhe@example.com;Äiti;Perhe;citizen
N-5;lupa;perhe.isa;perhe@example.com;Isä;Perhe;citizen
N-6;lupa;perhe.lapsi;perhe@example.com;Lapsi;Perhe;tenant
N-7;lupa;kaisa.k;kaisa@kaskenranta.example.fi;Kaisa;Kaavala;official
";
const PASSWORD: &str = "Uusi-talvi-12-lunta";

async fn service(setup: Setup) -> TestIdp {
    let idp = setup.start().await;
    idp.write_file("old.csv", ROWS);
    succeed(&idp.idp(&["import", "run", "old.csv", "--batch", "old"]));
    idp
}

/// Asks for a link by what is typed, and sets the password behind it.
async fn set_password(idp: &TestIdp, typed: &str, email: &str) {
    let mut browser = idp.browser();
    let page = browser.open("/login").await;
    browser.on(&page).set("username", typed).press("continue").await.is(200, "/login/link-sent");
    let page = browser.open(idp.mail.next_to(email).await.link()).await;
    browser
        .on(&page)
        .set("password", PASSWORD)
        .set("password_confirm", PASSWORD)
        .submit()
        .await
        .is(200, "/password/done");
}

#[tokio::test]
async fn an_old_username_finds_its_owner_until_the_window_closes() {
    let idp = service(Setup::new().set("migration.closes_at", "2036-01-01T00:00:00Z")).await;
    set_password(&idp, "Eero56", "eero@example.com").await;
    idp.try_password(&mut idp.browser(), "/login", "eero56", PASSWORD).await.is(200, "/account");
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.try_password(&mut idp.browser(), &attempt.url, "eero@example.com", PASSWORD).await;
    let tokens = web.finish(&attempt, &page).await;
    let person = web.userinfo(&tokens.access_token).await;
    assert_eq!(person.text("preferred_username"), "eero@example.com");
    assert_eq!(claims_of(&tokens.id_token)["sub"], person.body["sub"]);
    idp.advance(chrono::TimeDelta::days(3700));
    idp.try_password(&mut idp.browser(), "/login", "eero56", PASSWORD).await.is(401, "/login/password");
    idp.try_password(&mut idp.browser(), "/login", "eero@example.com", PASSWORD).await.is(200, "/account");
}

#[tokio::test]
async fn an_address_comes_before_somebodys_old_username() {
    let idp = service(Setup::new()).await;
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(&page).set("email", "pappa@example.com").submit().await;
    let mail = idp.mail.next_to("pappa@example.com").await;
    assert!(mail.text.contains("Pirkko"), "{}", mail.text);
    assert!(idp.mail.all_to("paavo@example.com").is_empty());
}

#[tokio::test]
async fn an_officials_username_stays() {
    let idp = service(Setup::new()).await;
    set_password(&idp, "kaisa.k", "kaisa@kaskenranta.example.fi").await;
    let web = idp.relying_party("web").await;
    let attempt = web.begin();
    let page = idp.try_password(&mut idp.browser(), &attempt.url, "kaisa.k", PASSWORD).await;
    let tokens = web.finish(&attempt, &page).await;
    assert_eq!(web.userinfo(&tokens.access_token).await.text("preferred_username"), "kaisa.k");
}

#[tokio::test]
async fn a_family_gets_one_mail_with_each_username_and_its_own_link() {
    let idp = service(Setup::new()).await;
    let mut browser = idp.browser();
    let page = browser.open("/forgot").await;
    browser.on(&page).set("email", "perhe@example.com").submit().await.is(200, "/forgot/sent");
    let mail = idp.mail.next_to("perhe@example.com").await;
    assert_eq!(idp.mail.all_to("perhe@example.com").len(), 1);
    let lines: Vec<&str> = mail.text.lines().collect();
    for (username, given_name) in [("perhe@example.com", "Äiti"), ("perhe.isa", "Isä"), ("perhe.lapsi", "Lapsi")] {
        let at = lines.iter().position(|line| line.ends_with(&format!(": {username}"))).unwrap();
        let link = lines[at..].iter().find(|line| line.starts_with("http")).unwrap();
        let mut browser = idp.browser();
        let page = browser.open(link).await;
        page.is(200, "/password/set").says(username);
        browser
            .on(&page)
            .set("password", PASSWORD)
            .set("password_confirm", PASSWORD)
            .submit()
            .await
            .is(200, "/password/done");
        let mut browser = idp.browser();
        let page = idp.try_password(&mut browser, "/login", username, PASSWORD).await;
        // Whoever has no address of their own is asked for one before.
        page.is(200, if username.contains('@') { "/account" } else { "/login/own-address" });
        browser.open("/account").await.is(200, "/account").says(given_name);
    }
}

#[tokio::test]
async fn one_of_a_family_gets_the_own_link_at_the_shared_address() {
    let idp = service(Setup::new()).await;
    for (username, email) in [("perhe.isa", ""), ("perhe.lapsi", "perhe@example.com")] {
        let mut browser = idp.browser();
        let page = browser.open("/forgot").await;
        browser.on(&page).set("username", username).set("email", email).submit().await.is(200, "/forgot/sent");
        let mail = idp.mail.next_to_about("perhe@example.com", "salasana").await;
        assert!(mail.text.lines().any(|line| line.ends_with(&format!(": {username}"))), "{}", mail.text);
        browser.open(mail.link()).await.is(200, "/password/set").says(username);
    }
}
